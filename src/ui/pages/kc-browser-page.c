/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-browser-page.h"

#include "kc-a11y.h"
#include "kc-center-layout.h"
#include "kc-copy-button.h"
#include "kc-countdown.h"
#include "kc-mail-draft.h"
#include "kc-listed-label.h"
#include "kc-qr-code.h"
#include "kc-retry-text.h"
#include "kc-signup-steps.h"
#include "kc-status-label.h"
#include "kc-uri-launcher.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>
#include <string.h>

/* In a narrower window the picture needs more room than it is worth. */
#define ART_MIN_WIDTH 420
/* Text one and a half times its usual size. */
#define LARGE_TEXT_DPI (144 * PANGO_SCALE)

/* In the order of the template's list. */
enum {
  PHRASE_STARTING,
  PHRASE_WAITING,
  PHRASE_CONFIRMING,
  PHRASE_WAITING_FOR_ADMIN,
};

/* What takes the place of the primary button. */
typedef enum {
  TROUBLE_NONE,
  TROUBLE_NOT_OPENED,
  TROUBLE_LINK_LOST,
} Trouble;

struct _KcBrowserPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;
  /* The browser opens by itself only once for each attempt. */
  gboolean opened;
  gboolean not_opened; /* the latest launch failed */
  /* Of the running launch of a browser or mail program, if any. */
  GCancellable *launch;
  guint art_id;

  GtkStack *views;
  GtkAdjustment *hadjustment;
  GtkAdjustment *adjustment;
  GtkBox *column;
  GtkWidget *heading;
  GtkWidget *art;
  GtkLabel *title;
  KcSignupSteps *steps;
  KcStatusLabel *states;
  KcStatusLabel *hints;
  KcCountdown *countdown;
  GtkWidget *actions;
  GtkWidget *trouble_card;
  GtkLabel *trouble_title;
  GtkLabel *trouble_reason;
  GtkLabel *link;
  GtkButton *trouble_button;
  GtkButton *primary_button;
  GtkWidget *link_buttons;
  KcCopyButton *copy_button;
  GtkWidget *code_button;
  GtkButton *third_button;
  GtkLabel *link_note;
  KcQrCode *code;
};

G_DEFINE_FINAL_TYPE (KcBrowserPage, kc_browser_page, KC_TYPE_PAGE)

static KcAttempt *
get_attempt (KcBrowserPage *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));

  if (attempt == NULL || kc_attempt_get_mode (attempt) != KC_MODE_EMBEDDED_SIGNUP)
    return NULL;

  return attempt;
}

static const char *
get_link (KcBrowserPage *self)
{
  return kc_session_store_get_verification_uri (
      kc_controller_get_session_store (kc_page_get_controller (KC_PAGE (self))));
}

/* Somebody else is the admin: the link is for them, and no browser opens here by itself. */
static gboolean
is_hand_over (KcBrowserPage *self)
{
  return kc_controller_is_hand_over (kc_page_get_controller (KC_PAGE (self)));
}

static void update (KcBrowserPage *self);

static void
on_browser_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = kc_uri_launcher_open_finish (result, &error);
  KcBrowserPage *self;

  /* Another launch followed, or the page is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_BROWSER_PAGE (user_data);
  g_clear_object (&self->launch);
  self->not_opened = !opened;
  update (self);
  /* Scrolls to the card. */
  if (!opened && gtk_widget_get_mapped (GTK_WIDGET (self->trouble_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->trouble_button));
}

static void
on_mail_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean opened = kc_uri_launcher_open_finish (result, &error);
  KcBrowserPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_BROWSER_PAGE (user_data);
  g_clear_object (&self->launch);
  if (!opened)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _ ("No mail program opened. Copy the link instead."));
}

static void
stop_launch (KcBrowserPage *self)
{
  g_cancellable_cancel (self->launch);
  g_clear_object (&self->launch);
}

static GdkAppLaunchContext *
begin_launch (KcBrowserPage *self)
{
  stop_launch (self);
  self->launch = g_cancellable_new ();

  return gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));
}

static void
open_browser (KcBrowserPage *self)
{
  g_autoptr (GdkAppLaunchContext) context = begin_launch (self);
  KcClient *client = kc_key_manager_get_client (
      kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self))));

  self->opened = TRUE;
  kc_uri_launcher_open_async (G_APP_LAUNCH_CONTEXT (context), get_link (self),
                              client != NULL && kc_client_is_loopback (client), self->launch,
                              on_browser_opened_cb, self);
}

static void
write_mail (KcBrowserPage *self)
{
  g_autoptr (GdkAppLaunchContext) context = begin_launch (self);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = NULL;
  g_autoptr (KcMailDraft) draft = NULL;
  const char *company = NULL;
  const KcKeyCheck *check = kc_key_manager_get_key_check (
      kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self))));

  if (check != NULL && check->account != NULL)
    company = check->account->company_name;
  end = g_date_time_add_seconds (now, kc_attempt_get_seconds_left (get_attempt (self)));
  draft = kc_mail_draft_new_for_signup (get_link (self), end, company);
  kc_uri_launcher_mail_async (G_APP_LAUNCH_CONTEXT (context), draft, NULL, self->launch,
                              on_mail_opened_cb, self);
}

static void
show_code (KcBrowserPage *self, gboolean show)
{
  const char *link = show ? get_link (self) : NULL;
  g_autoptr (GBytes) text = link != NULL ? g_bytes_new (link, strlen (link)) : NULL;

  kc_qr_code_set_text (self->code, text);
  if (show == g_str_equal (gtk_stack_get_visible_child_name (self->views), "code"))
    return;

  gtk_stack_set_visible_child_name (self->views, link != NULL ? "code" : "page");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (link != NULL ? GTK_WIDGET (self->code) : self->code_button);
}

static void
update_default (KcBrowserPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kc_page_set_default (KC_PAGE (self),
                         GTK_WIDGET (gtk_widget_get_visible (GTK_WIDGET (self->primary_button))
                                         ? self->primary_button
                                         : self->trouble_button));
}

static void
show_hint (KcBrowserPage *self, KcAttempt *attempt)
{
  KcRateLimiter *rate_limiter = kc_key_manager_get_rate_limiter (
      kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self))));
  g_autofree char *trouble
      = attempt != NULL ? kc_retry_text_new_for_attempt (attempt, rate_limiter) : NULL;

  if (trouble != NULL)
    {
      kc_status_label_show_text (self->hints, trouble);
      gtk_widget_add_css_class (GTK_WIDGET (self->hints), "warning");
    }
  else
    {
      kc_status_label_show (self->hints, 0);
      gtk_widget_remove_css_class (GTK_WIDGET (self->hints), "warning");
    }
}

static void
show_state (KcBrowserPage *self, KcAttemptState state)
{
  guint phrase = is_hand_over (self) ? PHRASE_WAITING_FOR_ADMIN : PHRASE_WAITING;

  if (state == KC_ATTEMPT_IDLE || state == KC_ATTEMPT_STARTING)
    phrase = PHRASE_STARTING;
  else if (state == KC_ATTEMPT_CONFIRMING)
    phrase = PHRASE_CONFIRMING;
  kc_status_label_show (self->states, phrase);
}

/* Why there is no link. */
static const char *
describe_lost_link (KcLinkStatus status)
{
  switch (status)
    {
    case KC_LINK_STATUS_LOCKED:
      return _ ("If it is still open in your browser, finish there. It cannot be opened again from "
                "here: its link is in the keyring, and the keyring is locked. Start again to get a "
                "new page.");
    case KC_LINK_STATUS_UNAVAILABLE:
      return _ ("If it is still open in your browser, finish there. It cannot be opened again from "
                "here: this computer has no keyring for its link, or the keyring does not answer. "
                "Start again to get a new page.");
    case KC_LINK_STATUS_NONE:
    case KC_LINK_STATUS_LOOKING:
    case KC_LINK_STATUS_KNOWN:
    case KC_LINK_STATUS_MISSING:
    default:
      return _ ("If it is still open in your browser, finish there. It cannot be opened again from "
                "here: its link was not kept. Start again to get a new page.");
    }
}

static Trouble
find_trouble (KcBrowserPage *self)
{
  if (kc_session_store_is_verification_uri_lost (
          kc_controller_get_session_store (kc_page_get_controller (KC_PAGE (self)))))
    return TROUBLE_LINK_LOST;

  return self->not_opened && get_link (self) != NULL ? TROUBLE_NOT_OPENED : TROUBLE_NONE;
}

/* The card replaces the primary button, and has its own. */
static void
show_trouble (KcBrowserPage *self)
{
  Trouble trouble = find_trouble (self);

  if (trouble == TROUBLE_LINK_LOST)
    {
      KcLinkStore *link_store = kc_session_store_get_link_store (
          kc_controller_get_session_store (kc_page_get_controller (KC_PAGE (self))));

      gtk_label_set_label (self->trouble_title, _ ("Page Closed?"));
      gtk_label_set_label (self->trouble_reason,
                           describe_lost_link (kc_link_store_get_status (link_store)));
      kc_a11y_set_button_label (self->trouble_button, _ ("_Start Again"));
    }
  else if (trouble == TROUBLE_NOT_OPENED)
    {
      gtk_label_set_label (self->trouble_title, _ ("Browser Not Opened"));
      gtk_label_set_label (self->trouble_reason,
                           _ ("Copy this link, and paste it where web addresses go in a browser."));
      kc_a11y_set_button_label (self->trouble_button, _ ("_Open Page Again"));
    }

  gtk_label_set_label (self->link, trouble == TROUBLE_NOT_OPENED ? get_link (self) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link), trouble == TROUBLE_NOT_OPENED);
  gtk_widget_set_visible (self->trouble_card, trouble != TROUBLE_NONE);
  gtk_widget_set_visible (self->link_buttons, trouble != TROUBLE_LINK_LOST);
  update_default (self);
}

static void
show_texts (KcBrowserPage *self)
{
  gboolean hand_over = is_hand_over (self);

  gtk_label_set_label (self->title,
                       hand_over ? _ ("Send Your Admin the Link") : _ ("Finish in the Browser"));
  kc_a11y_set_button_label (self->primary_button,
                            hand_over ? _ ("Send by _Mail") : _ ("_Open Page Again"));
  kc_a11y_set_button_label (self->third_button,
                            hand_over ? _ ("_Open Page Here") : _ ("Send by _Mail"));
  gtk_label_set_label (
      self->link_note,
      kc_controller_is_practice (kc_page_get_controller (KC_PAGE (self)))
          ? _ ("In practice, the link works on this computer only.")
          : _ ("For 15 minutes, whoever has the link can finish this connection for your company. "
               "Give it to the person who is admin of your Facebook account, and to nobody else."));
  /* The steps are for the person who opens the page. */
  gtk_box_reorder_child_after (self->column, GTK_WIDGET (self->steps),
                               hand_over || find_trouble (self) != TROUBLE_NONE ? self->actions
                                                                                : self->heading);
}

static void
update (KcBrowserPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAttemptState state = attempt != NULL ? kc_attempt_get_state (attempt) : KC_ATTEMPT_IDLE;
  const char *link = get_link (self);

  show_texts (self);
  show_state (self, state);
  show_hint (self, attempt);
  show_trouble (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->primary_button), link != NULL);
  kc_copy_button_set_text (self->copy_button, link);
  if (link == NULL)
    {
      stop_launch (self);
      self->not_opened = FALSE;
      show_code (self, FALSE);
    }
  else if (state == KC_ATTEMPT_WAITING && !self->opened)
    {
      open_browser (self);
    }
}

static void
on_attempt_changed_cb (KcBrowserPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  gboolean coexistence = attempt != NULL && kc_attempt_get_request (attempt)->coexistence;

  /* After a resume the page is most likely still open, perhaps half filled in: opening it a second
   * time would only confuse. */
  self->opened
      = kc_controller_was_resumed (kc_page_get_controller (KC_PAGE (self))) || is_hand_over (self);
  self->not_opened = FALSE;
  g_signal_group_set_target (self->attempt_signals, attempt);
  kc_countdown_set_attempt (self->countdown, attempt);
  kc_signup_steps_show (self->steps, is_hand_over (self), coexistence);
  update (self);
}

static void
on_state_changed_cb (KcBrowserPage *self)
{
  update (self);
}

static void
on_primary_clicked_cb (KcBrowserPage *self)
{
  if (is_hand_over (self))
    write_mail (self);
  else
    open_browser (self);
}

static void
on_third_clicked_cb (KcBrowserPage *self)
{
  if (is_hand_over (self))
    open_browser (self);
  else
    write_mail (self);
}

static void
on_trouble_clicked_cb (KcBrowserPage *self)
{
  if (find_trouble (self) == TROUBLE_LINK_LOST)
    kc_controller_start_over (kc_page_get_controller (KC_PAGE (self)));
  else
    open_browser (self);
}

static void
on_show_code_clicked_cb (KcBrowserPage *self)
{
  show_code (self, TRUE);
}

static void
on_hide_code_clicked_cb (KcBrowserPage *self)
{
  show_code (self, FALSE);
}

static void
kc_browser_page_shown (KcPage *page)
{
  KcBrowserPage *self = KC_BROWSER_PAGE (page);

  show_code (self, FALSE);
  update_default (self);
  gtk_adjustment_set_value (self->adjustment, 0);
  kc_page_focus_heading (page);
}

static gboolean
kc_browser_page_go_back (KcPage *page)
{
  KcBrowserPage *self = KC_BROWSER_PAGE (page);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->views), "code"))
    {
      show_code (self, FALSE);
      return TRUE;
    }

  return FALSE;
}

static gboolean
is_text_large (KcBrowserPage *self)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);

  return dpi >= LARGE_TEXT_DPI;
}

static gboolean
has_room_for_art (KcBrowserPage *self)
{
  return gtk_adjustment_get_page_size (self->hadjustment) >= ART_MIN_WIDTH && !is_text_large (self);
}

static void
update_art_cb (gpointer user_data)
{
  KcBrowserPage *self = user_data;

  self->art_id = 0;
  gtk_widget_set_visible (self->art, has_room_for_art (self));
}

/* The width has changed. This is notified during an allocation, when no size may change. */
static void
on_page_size_changed_cb (KcBrowserPage *self)
{
  if (self->art_id == 0 && has_room_for_art (self) != gtk_widget_get_visible (self->art))
    self->art_id = g_idle_add_once (update_art_cb, self);
}

/* Three buttons with large text do not fit into one row. */
static void
on_text_size_changed_cb (KcBrowserPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->link_buttons),
                                  is_text_large (self) ? GTK_ORIENTATION_VERTICAL
                                                       : GTK_ORIENTATION_HORIZONTAL);
}

static void
kc_browser_page_constructed (GObject *object)
{
  KcBrowserPage *self = KC_BROWSER_PAGE (object);
  KcController *controller = kc_page_get_controller (KC_PAGE (self));

  G_OBJECT_CLASS (kc_browser_page_parent_class)->constructed (object);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_changed_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::connectivity",
                                  G_CALLBACK (on_state_changed_cb), self);
  g_signal_connect_object (controller, "notify::attempt", G_CALLBACK (on_attempt_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_session_store (controller), "notify::verification-uri",
                           G_CALLBACK (on_state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kc_controller_get_session_store (controller),
                           "notify::verification-uri-lost", G_CALLBACK (on_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (on_text_size_changed_cb), self, G_CONNECT_SWAPPED);
  on_text_size_changed_cb (self);
  on_attempt_changed_cb (self);
}

static void
kc_browser_page_dispose (GObject *object)
{
  KcBrowserPage *self = KC_BROWSER_PAGE (object);

  stop_launch (self);
  g_clear_handle_id (&self->art_id, g_source_remove);
  g_clear_object (&self->attempt_signals);

  G_OBJECT_CLASS (kc_browser_page_parent_class)->dispose (object);
}

static void
kc_browser_page_class_init (KcBrowserPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_browser_page_constructed;
  object_class->dispose = kc_browser_page_dispose;
  page_class->shown = kc_browser_page_shown;
  page_class->go_back = kc_browser_page_go_back;

  g_type_ensure (KC_TYPE_COPY_BUTTON);
  g_type_ensure (KC_TYPE_COUNTDOWN);
  g_type_ensure (KC_TYPE_STATUS_LABEL);
  g_type_ensure (KC_TYPE_QR_CODE);
  g_type_ensure (KC_TYPE_SIGNUP_STEPS);
  g_type_ensure (KC_TYPE_LISTED_LABEL);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-browser-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, hadjustment);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, adjustment);
  gtk_widget_class_bind_template_callback (widget_class, on_page_size_changed_cb);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, column);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, art);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, title);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, states);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, actions);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, trouble_card);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, trouble_title);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, trouble_reason);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, trouble_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, primary_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link_buttons);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, code_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, third_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link_note);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, code);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_third_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_trouble_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_code_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_hide_code_clicked_cb);
}

static void
kc_browser_page_init (KcBrowserPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_browser_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_BROWSER_PAGE, "controller", controller, NULL);
}
