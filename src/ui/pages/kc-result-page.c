/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-page.h"

#include "kc-a11y.h"
#include "kc-after-care-card.h"
#include "kc-copy-button.h"
#include "kc-details-expander.h"
#include "kc-foreign-text.h"
#include "kc-listed-label.h"
#include "kc-new-channel-list.h"
#include "kc-open-button.h"
#include "kc-permission-card.h"
#include "kc-phone-format.h"
#include "kc-result-actions.h"
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
  KcNewChannelList *new_channels;
  GtkWidget *yes_button;
  GtkButton *no_button;
  GtkButton *remedy_button;
  KcCopyButton *support_button; /* replaces the button when copying the details is the remedy */
  GtkButton *next_after_button; /* of a list */
  GtkWidget *check_button;      /* the same key again */
  GtkButton *other_way_button;
  GtkWidget *later_button; /* the remedy again, while a question is shown first */
  KcPermissionCard *permission_card;
  GtkWidget *help_box; /* the button hides where the window has no help */
  GtkButton *help_button;
  KcDetailsExpander *details;
  GCancellable *check_cancellable; /* while the key is checked again; cancelled with the page */
};

G_DEFINE_FINAL_TYPE (KcResultPage, kc_result_page, KC_TYPE_PAGE)

static KcAttempt *
get_attempt (KcResultPage *self)
{
  return kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));
}

/* The row is shown only if there is something to say. */
static void
fill_row (AdwActionRow *row, const char *text)
{
  g_autofree char *safe = text != NULL ? kc_foreign_text_to_label (text) : NULL;

  adw_action_row_set_subtitle (row, safe != NULL ? safe : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && text[0] != '\0');
}

/* Only one button is suggested: the next number of the list, if there is one. */
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

  kc_after_care_card_show_only (self->after_care_card,
                                channel != NULL ? kc_channel_get_id (channel) : NULL);
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
  g_autofree char *details = channel != NULL ? kc_result_text_describe_ids (channel) : NULL;

  if (name == NULL)
    name = kc_attempt_get_request (attempt)->name;
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
      return kc_result_reason_find (attempt) == KC_RESULT_REASON_TIME_UP
                 ? "keebai-end-expired-symbolic"
                 : "keebai-end-failed-symbolic";
    case KC_ATTEMPT_CANCELLED:
      return "keebai-end-canceled-symbolic";
    default:
      return "keebai-end-failed-symbolic";
    }
}

/* While there is a question about a new channel, only that is at the top. */
static void
show_actions (KcResultPage *self,
              const KcErrorText *text,
              const KcResultActions *actions,
              guint n_offered,
              gboolean still_there)
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
  gtk_widget_set_visible (self->check_button, !asking && actions->ask_for_key);
  if (actions->ask_for_key)
    kc_permission_card_update (self->permission_card,
                               kc_controller_get_key_manager (
                                   kc_page_get_controller (KC_PAGE (self))),
                               FALSE);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->permission_card), FALSE);
  /* One question, one button; Back leads to the other ways. */
  gtk_widget_set_visible (GTK_WIDGET (self->other_way_button),
                          actions->other_way && !asking && !still_there && presets->offers_browser
                              && presets->offers_phone);
}

static void
show_help (KcResultPage *self, const KcResultActions *actions, KcMode mode)
{
  gboolean qr = mode == KC_MODE_QR;

  kc_a11y_set_button_label (self->help_button,
                            qr ? _ ("What the _Phone Says…") : _ ("What the _Page Says…"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->help_button), "s",
                                    qr ? "qr" : "embedded_signup");
  kc_a11y_set_button_label (self->other_way_button,
                            qr ? _ ("_Use the Browser Instead") : _ ("_Use the Phone Instead"));
  gtk_widget_set_visible (self->help_box, actions->messages);
}

static void
show_ended (KcResultPage *self, KcAttempt *attempt)
{
  KcAutoRenewal *renewal = kc_controller_get_renewal (kc_page_get_controller (KC_PAGE (self)));
  gboolean still_there = kc_auto_renewal_has_to_ask (renewal);
  g_autoptr (KcErrorText) text
      = still_there ? kc_result_text_new_still_there () : kc_result_text_new (attempt);
  g_autofree char *description = g_markup_escape_text (text->reason, -1);
  const KcResultActions *actions = kc_result_actions_get (kc_result_reason_find (attempt));
  guint n_offered;

  kc_result_text_find_offered (attempt, &n_offered);
  adw_status_page_set_icon_name (self->ended_status,
                                 choose_art (attempt, still_there, n_offered > 0));
  adw_status_page_set_title (self->ended_status, text->title);
  adw_status_page_set_description (self->ended_status, description);
  kc_new_channel_list_show (self->new_channels, attempt);
  show_actions (self, text, actions, n_offered, still_there);
  show_help (self, actions, kc_attempt_get_mode (attempt));
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
  /* The question is answered: its buttons are gone, and so is the focus. */
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

/* Not at once: what the other way means stands where it is chosen. The name is kept. */
static void
on_other_way_clicked_cb (KcResultPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  g_autoptr (KcConnectRequest) request
      = kc_connect_request_copy (kc_controller_get_request (controller));

  g_assert (KC_IS_RESULT_PAGE (self));

  request->mode = kc_attempt_get_mode (get_attempt (self)) == KC_MODE_QR ? KC_MODE_EMBEDDED_SIGNUP
                                                                         : KC_MODE_QR;
  kc_controller_set_request (controller, request);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "choose");
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcKeyManager *key_manager = KC_KEY_MANAGER (object);
  KcResultPage *self;
  g_autoptr (GError) error = NULL;

  kc_key_manager_check_key_finish (key_manager, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_RESULT_PAGE (user_data);
  g_clear_object (&self->check_cancellable);
  if (error != NULL)
    {
      g_autoptr (KcErrorText) text = kc_error_text_new (error);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text->title);
    }
  else if (kc_key_manager_get_missing_permissions (key_manager) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _ ("The key still lacks the permission."));
  else
    kc_controller_begin (kc_page_get_controller (KC_PAGE (self)));
}

static void
on_check_clicked_cb (KcResultPage *self)
{
  g_assert (KC_IS_RESULT_PAGE (self));

  if (self->check_cancellable != NULL)
    return;

  self->check_cancellable = g_cancellable_new ();
  kc_key_manager_check_again_async (kc_controller_get_key_manager (
                                        kc_page_get_controller (KC_PAGE (self))),
                                    self->check_cancellable, key_checked_cb, self);
}

static void
stop_check (KcResultPage *self)
{
  g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
}

static void
kc_result_page_shown (KcPage *page)
{
  KcResultPage *self = KC_RESULT_PAGE (page);

  kc_page_lead_back_to_list (page);
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

/* Good news that was shown here needs no card on the first page. */
static void
kc_result_page_hidden (KcPage *page)
{
  KcAfterCare *after_care = kc_controller_get_after_care (kc_page_get_controller (page));
  KcAttempt *attempt = get_attempt (KC_RESULT_PAGE (page));
  KcChannel *channel = attempt != NULL ? kc_attempt_get_channel (attempt) : NULL;

  stop_check (KC_RESULT_PAGE (page));
  if (channel != NULL
      && kc_after_care_get_state (after_care, kc_channel_get_id (channel)) == KC_AFTER_CARE_ACTIVE)
    kc_after_care_dismiss (after_care, kc_channel_get_id (channel));
}

static void
kc_result_page_dispose (GObject *object)
{
  KcResultPage *self = KC_RESULT_PAGE (object);

  stop_check (self);
  g_clear_object (&self->attempt_signals);

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
  g_type_ensure (KC_TYPE_LISTED_LABEL);
  g_type_ensure (KC_TYPE_NEW_CHANNEL_LIST);
  g_type_ensure (KC_TYPE_OPEN_BUTTON);
  g_type_ensure (KC_TYPE_PERMISSION_CARD);
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
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, other_way_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, permission_card);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, help_box);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, help_button);
  gtk_widget_class_bind_template_child (widget_class, KcResultPage, details);
  gtk_widget_class_bind_template_callback (widget_class, kc_page_begin_next);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_other_way_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_yes_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_no_clicked_cb);
}

static void
kc_result_page_init (KcResultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_result_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_RESULT_PAGE, "controller", controller, NULL);
}
