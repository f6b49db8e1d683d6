/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-page.h"

#include "kc-copy-button.h"
#include "kc-result-text.h"
#include "kc-error-view.h"
#include "kc-phone-format.h"
#include "kc-wrap.h"

#include <glib/gi18n.h>

struct _KcResultPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;

  GtkStack *views;

  GtkLabel *number;
  GtkWidget *facts;
  AdwActionRow *account_row;
  AdwActionRow *name_row;
  GtkWidget *channel_row;
  GtkLabel *channel;
  KcCopyButton *copy_button;
  GtkWidget *phone_row;
  GtkWidget *review_row;
  GtkWidget *done_button;

  GtkImage *ended_image;
  KcErrorView *error_view;
  GtkWidget *other_way_button;

  AdwPreferencesGroup *new_channels;
  GPtrArray *new_rows; /* GtkWidget, in the group */
  GtkWidget *answers;
  GtkWidget *yes_button;
  GtkButton *no_button;
};

G_DEFINE_FINAL_TYPE (KcResultPage, kc_result_page, KC_TYPE_PAGE)

/* The row is there only if there is something to say. */
static void
fill_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && text[0] != '\0');
}

static void
show_connected (KcResultPage *self, KcAttempt *attempt)
{
  KcChannel *channel = kc_attempt_get_channel (attempt);
  const char *number = kc_attempt_get_phone_number (attempt);
  const char *account = kc_attempt_get_push_name (attempt);
  const char *id = channel != NULL ? kc_channel_get_id (channel) : NULL;
  const char *name = channel != NULL ? kc_channel_get_name (channel) : NULL;
  gboolean qr = kc_attempt_get_mode (attempt) == KC_MODE_QR;
  g_autofree char *formatted = NULL;

  if (number == NULL && channel != NULL)
    number = kc_channel_get_phone_number (channel);
  if (number != NULL)
    formatted = kc_phone_format_format (number);

  gtk_label_set_label (self->number, formatted != NULL ? formatted : "");
  gtk_widget_set_visible (GTK_WIDGET (self->number), formatted != NULL);
  fill_row (self->account_row, account);
  fill_row (self->name_row, name);
  gtk_label_set_label (self->channel, id != NULL ? id : "");
  gtk_widget_set_visible (self->channel_row, id != NULL);
  kc_copy_button_set_text (self->copy_button, id);
  gtk_widget_set_visible (self->facts, account != NULL || name != NULL || id != NULL);
  gtk_widget_set_visible (self->phone_row, qr);
  gtk_widget_set_visible (self->review_row, !qr);

  kc_page_set_title (KC_PAGE (self), _ ("Connected"));
  gtk_stack_set_visible_child_name (self->views, "connected");
}

static void
on_this_one_clicked_cb (GtkButton *button, KcChannel *channel)
{
  KcResultPage *self
      = KC_RESULT_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (button), KC_TYPE_RESULT_PAGE));

  kc_attempt_accept_channel (kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self))),
                             channel);
}

static GtkWidget *
create_channel_row (KcChannel *channel, gboolean has_button)
{
  const char *phone_number = kc_channel_get_phone_number (channel);
  const char *name = kc_channel_get_name (channel);
  g_autofree char *number = phone_number != NULL ? kc_phone_format_format (phone_number) : NULL;
  g_autofree char *subtitle = kc_result_text_describe_channel (channel);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button;

  /* What the server says is text, not markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), number != NULL ? number
                                                            : name != NULL
                                                                ? name
                                                                : _ ("WhatsApp channel"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (!has_button)
    return row;

  button = gtk_button_new_with_mnemonic (_ ("_This One"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_this_one_clicked_cb), channel, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static KcChannel *
find_offered (KcAttempt *attempt, guint *n_offered)
{
  GPtrArray *channels = kc_attempt_get_new_channels (attempt);
  KcChannel *offered = NULL;

  *n_offered = 0;
  for (guint i = 0; channels != NULL && i < channels->len; i++)
    if (kc_attempt_is_offered (attempt, g_ptr_array_index (channels, i)))
      {
        offered = g_ptr_array_index (channels, i);
        *n_offered += 1;
      }

  return offered;
}

/* What appeared while the session ended otherwise: a question, or a fact. */
static void
show_new_channels (KcResultPage *self, KcAttempt *attempt)
{
  GPtrArray *channels = kc_attempt_get_new_channels (attempt);
  g_autofree char *sentence = kc_result_text_describe_new_channels (attempt);
  guint n_offered;

  find_offered (attempt, &n_offered);
  for (guint i = 0; i < self->new_rows->len; i++)
    adw_preferences_group_remove (self->new_channels, g_ptr_array_index (self->new_rows, i));
  g_ptr_array_set_size (self->new_rows, 0);

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (channels, i);
      GtkWidget *row
          = create_channel_row (channel, n_offered > 1 && kc_attempt_is_offered (attempt, channel));

      adw_preferences_group_add (self->new_channels, row);
      g_ptr_array_add (self->new_rows, row);
    }

  adw_preferences_group_set_description (self->new_channels, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->new_channels), channels != NULL);
  gtk_widget_set_visible (self->answers, n_offered > 0);
  gtk_widget_set_visible (self->yes_button, n_offered == 1);
  gtk_button_set_label (self->no_button, n_offered > 1 ? _ ("N_one of These") : _ ("_No"));
}

static void
on_yes_clicked_cb (KcResultPage *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));
  guint n_offered;
  KcChannel *channel = find_offered (attempt, &n_offered);

  if (n_offered == 1)
    kc_attempt_accept_channel (attempt, channel);
}

static void
on_no_clicked_cb (KcResultPage *self)
{
  kc_attempt_decline_channels (kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self))));
}

static const char *
choose_icon (KcAttempt *attempt)
{
  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_EXPIRED:
      return kc_attempt_is_time_up (attempt) ? "preferences-system-time-symbolic"
                                             : "dialog-warning-symbolic";
    case KC_ATTEMPT_CANCELLED:
      return "process-stop-symbolic";
    default:
      return "dialog-warning-symbolic";
    }
}

static void
show_ended (KcResultPage *self, KcAttempt *attempt)
{
  KcAutoRenewal *renewal = kc_controller_get_renewal (kc_page_get_controller (KC_PAGE (self)));
  gboolean still_there = kc_auto_renewal_has_to_ask (renewal);
  g_autoptr (KcErrorText) text
      = still_there ? kc_result_text_new_still_there () : kc_result_text_new (attempt);

  gtk_image_set_from_icon_name (self->ended_image, choose_icon (attempt));
  kc_error_view_set_text (self->error_view, text);
  show_new_channels (self, attempt);
  /* One question, one button; Back leads to the other ways. */
  gtk_widget_set_visible (self->other_way_button, !still_there);
  kc_page_set_title (KC_PAGE (self), still_there                          ? _ ("Paused")
                                     : kc_attempt_may_ask_again (attempt) ? _ ("Not Known Yet")
                                                                          : _ ("Not Connected"));
  gtk_stack_set_visible_child_name (self->views, "ended");
}

static void
update (KcResultPage *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));

  if (attempt == NULL || !kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    return;

  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED)
    show_connected (self, attempt);
  else
    show_ended (self, attempt);
}

static void
put_focus (KcResultPage *self)
{
  if (g_str_equal (gtk_stack_get_visible_child_name (self->views), "connected"))
    gtk_widget_grab_focus (self->done_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->error_view));
}

static void
on_state_changed_cb (KcResultPage *self)
{
  update (self);
}

static void
on_new_channels_changed_cb (KcResultPage *self)
{
  update (self);
}

static void
on_attempt_changed_cb (KcResultPage *self)
{
  g_signal_group_set_target (self->attempt_signals,
                             kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self))));
  update (self);
}

static void
on_remedy_activated_cb (KcResultPage *self)
{
  switch (kc_error_view_get_remedy (self->error_view))
    {
    case KC_REMEDY_TRY_AGAIN:
    case KC_REMEDY_NEW_CODE:
      kc_controller_begin (kc_page_get_controller (KC_PAGE (self)));
      break;
    case KC_REMEDY_ASK_AGAIN:
      kc_session_resumer_resume (
          kc_controller_get_resumer (kc_page_get_controller (KC_PAGE (self))));
      break;
    case KC_REMEDY_CHANGE_KEY:
      /* If there is something to go on with, the next key does. */
      kc_session_resumer_set_awaiting_key (
          kc_controller_get_resumer (kc_page_get_controller (KC_PAGE (self))),
          kc_session_resumer_get_pending (
              kc_controller_get_resumer (kc_page_get_controller (KC_PAGE (self))))
              != NULL);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
      break;
    case KC_REMEDY_SUPPORT:
      /* The view has copied the details itself. */
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
kc_result_page_shown (KcPage *page)
{
  KcResultPage *self = KC_RESULT_PAGE (page);

  update (self);
  put_focus (self);
}

static void
kc_result_page_constructed (GObject *object)
{
  KcResultPage *self = KC_RESULT_PAGE (object);

  G_OBJECT_CLASS (kc_result_page_parent_class)->constructed (object);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_changed_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::new-channels",
                                  G_CALLBACK (on_new_channels_changed_cb), self);
  g_signal_connect_object (kc_page_get_controller (KC_PAGE (self)), "notify::attempt",
                           G_CALLBACK (on_attempt_changed_cb), self, G_CONNECT_SWAPPED);
  on_attempt_changed_cb (self);
}

static void
kc_result_page_dispose (GObject *object)
{
  KcResultPage *self = KC_RESULT_PAGE (object);

  g_clear_object (&self->attempt_signals);
  g_clear_pointer (&self->new_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_result_page_parent_class)->dispose (object);
}

static void
kc_result_page_class_init (KcResultPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_result_page_constructed;
  object_class->dispose = kc_result_page_dispose;
  page_class->shown = kc_result_page_shown;

  g_type_ensure (KC_TYPE_COPY_BUTTON);
  g_type_ensure (KC_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-result-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, number);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, facts);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, channel_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, channel);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, phone_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, review_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, done_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, ended_image);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, error_view);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, other_way_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, new_channels);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, answers);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, yes_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, no_button);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_yes_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_no_clicked_cb);
}

static void
kc_result_page_init (KcResultPage *self)
{
  self->new_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_wrap_buttons (GTK_WIDGET (self));

  /* What the server says is text, not markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->account_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->name_row), FALSE);
}

GtkWidget *
kc_result_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_RESULT_PAGE, "controller", controller, NULL);
}
