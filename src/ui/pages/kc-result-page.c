/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-page.h"

#include "kc-a11y.h"
#include "kc-after-care-card.h"
#include "kc-copy-button.h"
#include "kc-details-expander.h"
#include "kc-foreign-text.h"
#include "kc-open-button.h"
#include "kc-phone-format.h"
#include "kc-result-text.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

struct _KcResultPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;

  GtkStack *views;

  AdwStatusPage *connected_status;
  GtkLabel *number;
  GtkWidget *facts;
  AdwActionRow *account_row;
  AdwActionRow *name_row;
  AdwActionRow *inbox_row;
  GtkWidget *phone_row;
  KcAfterCareCard *after_care_card;
  GtkWidget *next_steps;
  KcDetailsExpander *connected_details;
  GtkButton *next_button; /* of a list */
  GtkWidget *done_button;
  GtkWidget *another_button;

  AdwStatusPage *ended_status;
  KcRemedy remedy;
  AdwPreferencesGroup *new_channels;
  GPtrArray *new_rows; /* GtkWidget, in the group */
  GtkWidget *yes_button;
  GtkButton *no_button;
  GtkButton *remedy_button;
  KcCopyButton *support_button; /* in its place when copying the details is the remedy */
  GtkButton *next_after_button; /* of a list */
  GtkWidget *other_way_button;
  GtkWidget *later_button; /* the remedy again, while a question comes first */
  GtkButton *help_button;
  KcDetailsExpander *details;
};

G_DEFINE_FINAL_TYPE (KcResultPage, kc_result_page, KC_TYPE_PAGE)

static KcAttempt *
get_attempt (KcResultPage *self)
{
  return kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));
}

/* The row is there only if there is something to say. */
static void
fill_row (AdwActionRow *row, const char *text)
{
  g_autofree char *safe = text != NULL ? kc_foreign_text_to_label (text) : NULL;

  adw_action_row_set_subtitle (row, safe != NULL ? safe : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && text[0] != '\0');
}

static char *
create_connected_details (KcChannel *channel)
{
  const char *number_id = channel != NULL ? kc_channel_get_phone_number_id (channel) : NULL;
  g_autofree char *safe_id = NULL;
  g_autofree char *safe_number_id = NULL;
  GString *text;

  if (channel == NULL)
    return NULL;

  safe_id = kc_foreign_text_to_line (kc_channel_get_id (channel));
  text = g_string_new (NULL);
  /* Translators: %s is an identifier. */
  g_string_append_printf (text, _ ("Channel ID: %s"), safe_id);
  if (number_id != NULL)
    {
      safe_number_id = kc_foreign_text_to_line (number_id);
      g_string_append_c (text, '\n');
      /* Translators: %s is an identifier. */
      g_string_append_printf (text, _ ("Phone number ID: %s"), safe_number_id);
    }
  g_string_append_c (text, '\n');
  g_string_append (text, _ ("For developers: the webhook whatsapp.channel.connected tells your own "
                            "programs about new channels."));

  return g_string_free (text, FALSE);
}

/* One button is suggested: the next number of the list, if there is one. */
static void
set_suggested (GtkWidget *button, gboolean suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_next (KcResultPage *self)
{
  gboolean is_gone = kc_after_care_card_get_button (self->after_care_card) != NULL;
  gboolean has_next;

  kc_page_fill_next_button (KC_PAGE (self), self->next_button);
  has_next = gtk_widget_get_visible (GTK_WIDGET (self->next_button));
  set_suggested (self->done_button, !is_gone && !has_next);
  set_suggested (GTK_WIDGET (self->next_button), !is_gone && has_next);
  gtk_widget_set_visible (self->another_button, !has_next);
}

/* What was found when Keebai was asked again, a while after the success. */
static void
show_after_care (KcResultPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcChannel *channel = attempt != NULL ? kc_attempt_get_channel (attempt) : NULL;
  KcAfterCareState state
      = channel != NULL ? kc_after_care_get_state (kc_controller_get_after_care (
                                                       kc_page_get_controller (KC_PAGE (self))),
                                                   kc_channel_get_id (channel))
                        : KC_AFTER_CARE_NOT_SEEN;
  gboolean works = state == KC_AFTER_CARE_ACTIVE || state == KC_AFTER_CARE_NOT_SEEN;

  g_assert (KC_IS_RESULT_PAGE (self));

  if (channel == NULL || kc_attempt_get_state (attempt) != KC_ATTEMPT_CONNECTED)
    return;

  kc_after_care_card_show_only (self->after_care_card, kc_channel_get_id (channel));
  adw_status_page_set_title (self->connected_status, state == KC_AFTER_CARE_GONE
                                                         ? _ ("Number Disconnected")
                                                         : _ ("Number Connected"));
  adw_status_page_set_icon_name (self->connected_status, state == KC_AFTER_CARE_GONE
                                                             ? "keebai-end-failed-symbolic"
                                                             : "keebai-art-ok");
  adw_status_page_set_description (self->connected_status,
                                   works ? _ ("Messages now arrive in Keebai.") : NULL);
  gtk_widget_set_visible (self->next_steps, works);
}

static void
show_connected (KcResultPage *self, KcAttempt *attempt)
{
  KcChannel *channel = kc_attempt_get_channel (attempt);
  const char *number = kc_attempt_get_phone_number (attempt);
  const char *account = kc_attempt_get_push_name (attempt);
  const char *name = channel != NULL ? kc_channel_get_name (channel) : NULL;
  gboolean qr = kc_attempt_get_mode (attempt) == KC_MODE_QR;
  g_autofree char *formatted = NULL;
  g_autofree char *details = create_connected_details (channel);

  if (number == NULL && channel != NULL)
    number = kc_channel_get_phone_number (channel);
  if (number != NULL)
    formatted = kc_phone_format_format (number);

  gtk_label_set_label (self->number, formatted != NULL ? formatted : "");
  gtk_widget_set_visible (GTK_WIDGET (self->number), formatted != NULL);
  fill_row (self->account_row, account);
  fill_row (self->name_row, name);
  gtk_widget_set_visible (self->facts, gtk_widget_get_visible (GTK_WIDGET (self->account_row))
                                           || gtk_widget_get_visible (GTK_WIDGET (self->name_row)));
  gtk_widget_set_visible (self->phone_row, qr);
  kc_details_expander_set_text (self->connected_details, details);
  show_after_care (self);
  show_next (self);

  kc_page_set_title (KC_PAGE (self), _ ("Connected"));
  gtk_stack_set_visible_child_name (self->views, "connected");
}

static void
on_open_failed_cb (KcResultPage *self)
{
  g_assert (KC_IS_RESULT_PAGE (self));

  adw_action_row_set_subtitle (self->inbox_row,
                               /* Translators: after the colon stands a web address. */
                               _ ("Your browser could not be opened. Go there yourself: "
                                  "app.keebai.com"));
}

static void
on_this_one_clicked_cb (GtkButton *button, KcChannel *channel)
{
  KcResultPage *self
      = KC_RESULT_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (button), KC_TYPE_RESULT_PAGE));

  kc_attempt_accept_channel (get_attempt (self), channel);
}

static GtkWidget *
create_channel_row (KcChannel *channel, gboolean has_button)
{
  const char *phone_number = kc_channel_get_phone_number (channel);
  const char *channel_name = kc_channel_get_name (channel);
  g_autofree char *name = channel_name != NULL ? kc_foreign_text_to_label (channel_name) : NULL;
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
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  if (!has_button)
    return row;

  button = gtk_button_new_with_mnemonic (_ ("_This One"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_this_one_clicked_cb), channel, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

/* What appeared while the session ended otherwise. One that is offered stands in the question. */
static void
show_new_channels (KcResultPage *self, KcAttempt *attempt, guint n_offered)
{
  GPtrArray *channels = kc_attempt_get_new_channels (attempt);
  g_autofree char *sentence = kc_result_text_describe_new_channels (attempt);

  for (guint i = 0; i < self->new_rows->len; i++)
    adw_preferences_group_remove (self->new_channels, g_ptr_array_index (self->new_rows, i));
  g_ptr_array_set_size (self->new_rows, 0);

  for (guint i = 0; channels != NULL && n_offered != 1 && i < channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (channels, i);
      GtkWidget *row
          = create_channel_row (channel, n_offered > 1 && kc_attempt_is_offered (attempt, channel));

      adw_preferences_group_add (self->new_channels, row);
      g_ptr_array_add (self->new_rows, row);
    }

  adw_preferences_group_set_description (self->new_channels, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->new_channels), self->new_rows->len > 0);
}

static void
on_yes_clicked_cb (KcResultPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcChannel *channel;
  guint n_offered;

  g_assert (KC_IS_RESULT_PAGE (self));

  channel = kc_result_text_find_offered (attempt, &n_offered);
  if (n_offered == 1)
    kc_attempt_accept_channel (attempt, channel);
}

static void
on_no_clicked_cb (KcResultPage *self)
{
  g_assert (KC_IS_RESULT_PAGE (self));

  kc_attempt_decline_channels (get_attempt (self));
}

static const char *
choose_art (KcAttempt *attempt, gboolean still_there, gboolean asking)
{
  if (still_there)
    return "keebai-end-expired-symbolic";
  if (asking || kc_attempt_may_ask_again (attempt))
    return "keebai-end-unknown-symbolic";

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_EXPIRED:
      return kc_attempt_is_time_up (attempt) ? "keebai-end-expired-symbolic"
                                             : "keebai-end-failed-symbolic";
    case KC_ATTEMPT_CANCELLED:
      return "keebai-end-canceled-symbolic";
    default:
      return "keebai-end-failed-symbolic";
    }
}

/* While a question about a new channel is open, it is all that stands on top. */
static void
show_actions (KcResultPage *self, const KcErrorText *text, guint n_offered, gboolean still_there)
{
  gboolean asking = n_offered > 0;
  gboolean support = text->remedy == KC_REMEDY_SUPPORT;
  const KcPresets *presets = kc_controller_get_presets (kc_page_get_controller (KC_PAGE (self)));

  self->remedy = text->remedy;
  gtk_widget_set_visible (self->yes_button, n_offered == 1);
  kc_a11y_set_button_label (self->no_button, n_offered > 1 ? _ ("N_one of These") : _ ("_No"));
  gtk_widget_set_visible (GTK_WIDGET (self->no_button), asking);

  kc_a11y_set_button_label (self->remedy_button, kc_remedy_get_label (text->remedy));
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_button), !asking && !support);
  kc_copy_button_set_text (self->support_button, text->details);
  gtk_widget_set_visible (GTK_WIDGET (self->support_button), !asking && support);
  gtk_widget_set_visible (self->later_button, asking && !support);
  if (asking)
    gtk_widget_set_visible (GTK_WIDGET (self->next_after_button), FALSE);
  else
    kc_page_fill_next_button (KC_PAGE (self), self->next_after_button);
  /* One question, one button; Back leads to the other ways. */
  gtk_widget_set_visible (self->other_way_button, !asking && !still_there && presets->offers_browser
                                                      && presets->offers_phone);
}

static void
show_help (KcResultPage *self, KcMode mode)
{
  gboolean qr = mode == KC_MODE_QR;

  kc_a11y_set_button_label (self->help_button,
                            qr ? _ ("What the _Phone Says…") : _ ("What the _Page Says…"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->help_button), "s",
                                    qr ? "qr" : "embedded_signup");
}

static void
show_ended (KcResultPage *self, KcAttempt *attempt)
{
  KcAutoRenewal *renewal = kc_controller_get_renewal (kc_page_get_controller (KC_PAGE (self)));
  gboolean still_there = kc_auto_renewal_has_to_ask (renewal);
  g_autoptr (KcErrorText) text
      = still_there ? kc_result_text_new_still_there () : kc_result_text_new (attempt);
  g_autofree char *description = g_markup_escape_text (text->reason, -1);
  guint n_offered;

  kc_result_text_find_offered (attempt, &n_offered);
  adw_status_page_set_icon_name (self->ended_status,
                                 choose_art (attempt, still_there, n_offered > 0));
  adw_status_page_set_title (self->ended_status, text->title);
  adw_status_page_set_description (self->ended_status, description);
  show_new_channels (self, attempt, n_offered);
  show_actions (self, text, n_offered, still_there);
  show_help (self, kc_attempt_get_mode (attempt));
  kc_details_expander_set_text (self->details, text->details);
  kc_page_set_title (KC_PAGE (self), still_there ? _ ("Paused")
                                     : n_offered > 0 || kc_attempt_may_ask_again (attempt)
                                         ? _ ("Not Known Yet")
                                         : _ ("Not Connected"));
  gtk_stack_set_visible_child_name (self->views, "ended");
}

static gboolean
shows_connected (KcResultPage *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->views), "connected");
}

static void
update_default (KcResultPage *self)
{
  GtkWidget *buttons[] = {
      self->yes_button,
      GTK_WIDGET (self->no_button),
      GTK_WIDGET (self->remedy_button),
      GTK_WIDGET (self->support_button),
  };
  GtkWidget *button = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (shows_connected (self))
    {
      button = kc_after_care_card_get_button (self->after_care_card);
      if (button == NULL)
        button = gtk_widget_get_visible (GTK_WIDGET (self->next_button))
                     ? GTK_WIDGET (self->next_button)
                     : self->done_button;
    }
  for (gsize i = 0; button == NULL && i < G_N_ELEMENTS (buttons); i++)
    if (gtk_widget_get_visible (buttons[i]))
      button = buttons[i];
  kc_page_set_default (KC_PAGE (self), button);
}

static void
update (KcResultPage *self)
{
  KcAttempt *attempt = get_attempt (self);

  if (attempt == NULL || !kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    return;

  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED)
    show_connected (self, attempt);
  else
    show_ended (self, attempt);
  update_default (self);
}

static void
begin_at_top (KcResultPage *self)
{
  GtkWidget *scroll = gtk_widget_get_first_child (
      GTK_WIDGET (shows_connected (self) ? self->connected_status : self->ended_status));

  kc_page_focus_heading (KC_PAGE (self));
  if (GTK_IS_SCROLLED_WINDOW (scroll))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll)),
                              0);
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
  /* The question is answered: its buttons are gone, and the focus with them. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    begin_at_top (self);
}

static void
on_attempt_changed_cb (KcResultPage *self)
{
  g_signal_group_set_target (self->attempt_signals, get_attempt (self));
  update (self);
}

static void
on_remedy_clicked_cb (KcResultPage *self)
{
  switch (self->remedy)
    {
    case KC_REMEDY_TRY_AGAIN:
    case KC_REMEDY_START_AGAIN:
    case KC_REMEDY_NEW_CODE:
      kc_controller_begin (kc_page_get_controller (KC_PAGE (self)));
      break;
    case KC_REMEDY_ASK_AGAIN:
      kc_session_resumer_resume (
          kc_controller_get_resumer (kc_page_get_controller (KC_PAGE (self))));
      break;
    case KC_REMEDY_CHANGE_KEY:
      /* If a session is pending, the next key resumes it. */
      kc_session_resumer_set_awaiting_key (
          kc_controller_get_resumer (kc_page_get_controller (KC_PAGE (self))),
          kc_session_resumer_get_pending (
              kc_controller_get_resumer (kc_page_get_controller (KC_PAGE (self))))
              != NULL);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
      break;
    case KC_REMEDY_SUPPORT:
    default:
      g_assert_not_reached ();
    }
}

static void
kc_result_page_shown (KcPage *page)
{
  KcResultPage *self = KC_RESULT_PAGE (page);

  update (self);
  begin_at_top (self);
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
  kc_after_care_card_set_controller (self->after_care_card,
                                     kc_page_get_controller (KC_PAGE (self)));
  g_signal_connect_object (kc_controller_get_after_care (kc_page_get_controller (KC_PAGE (self))),
                           "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  on_attempt_changed_cb (self);
}

/* What was good news here needs no card on the first page. */
static void
kc_result_page_hidden (KcPage *page)
{
  KcAfterCare *after_care = kc_controller_get_after_care (kc_page_get_controller (page));
  KcAttempt *attempt = get_attempt (KC_RESULT_PAGE (page));
  KcChannel *channel = attempt != NULL ? kc_attempt_get_channel (attempt) : NULL;

  if (channel != NULL
      && kc_after_care_get_state (after_care, kc_channel_get_id (channel)) == KC_AFTER_CARE_ACTIVE)
    kc_after_care_dismiss (after_care, kc_channel_get_id (channel));
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
  page_class->hidden = kc_result_page_hidden;

  g_type_ensure (KC_TYPE_AFTER_CARE_CARD);
  g_type_ensure (KC_TYPE_COPY_BUTTON);
  g_type_ensure (KC_TYPE_DETAILS_EXPANDER);
  g_type_ensure (KC_TYPE_OPEN_BUTTON);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-result-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, connected_status);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, number);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, facts);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, inbox_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, phone_row);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, after_care_card);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, next_steps);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, connected_details);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, done_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, another_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, ended_status);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, new_channels);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, yes_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, no_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, remedy_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, support_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, next_after_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, other_way_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, help_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, details);
  gtk_widget_class_bind_template_callback (widget_class, kc_page_begin_next);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_yes_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_no_clicked_cb);
}

static void
kc_result_page_init (KcResultPage *self)
{
  self->new_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_result_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_RESULT_PAGE, "controller", controller, NULL);
}
