/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-browser-page.h"

#include "kc-copy-button.h"
#include "kc-countdown.h"
#include "kc-help-row.h"
#include "kc-uri-launcher.h"
#include "kc-status-label.h"
#include "kc-qr-code.h"
#include "kc-step-row.h"
#include "kc-retry-text.h"
#include "kc-wrap.h"

#include <glib/gi18n.h>
#include <string.h>

/* In the order of the template's lists. */
enum {
  PHRASE_STARTING,
  PHRASE_WAITING,
  PHRASE_CONFIRMING,
};

enum {
  LEAD_OPENS,
  LEAD_GO_ON,
  LEAD_LINK_LOST,
};

struct _KcBrowserPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;
  /* The browser opens by itself once for each attempt. */
  gboolean opened;
  /* Of the launch that runs, if any. */
  GCancellable *launch;

  GtkStack *views;
  KcStatusLabel *leads;
  KcStatusLabel *states;
  GtkWidget *busy_symbol;
  KcStatusLabel *hints;
  KcCountdown *countdown;
  GtkWidget *link_buttons;
  GtkWidget *link_lost;
  GtkLabel *link_lost_reason;
  GtkWidget *open_button;
  KcCopyButton *copy_button;
  GtkWidget *code_button;
  GtkWidget *not_opened;
  GtkLabel *link;
  GtkWidget *number_step;
  GtkWidget *coexistence_step;
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

static void
show_opened (KcBrowserPage *self, gboolean opened)
{
  gtk_label_set_label (self->link, opened ? "" : get_link (self));
  gtk_widget_set_visible (self->not_opened, !opened);
}

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
  if (get_link (self) != NULL)
    show_opened (self, opened);
}

static void
stop_launch (KcBrowserPage *self)
{
  g_cancellable_cancel (self->launch);
  g_clear_object (&self->launch);
}

static void
open_browser (KcBrowserPage *self)
{
  g_autoptr (GdkAppLaunchContext) context
      = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));
  KcClient *client = kc_key_manager_get_client (
      kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self))));

  stop_launch (self);
  self->opened = TRUE;
  self->launch = g_cancellable_new ();
  kc_uri_launcher_open_async (G_APP_LAUNCH_CONTEXT (context), get_link (self),
                              client != NULL && kc_client_is_loopback (client), self->launch,
                              on_browser_opened_cb, self);
}

static void
show_code (KcBrowserPage *self, gboolean show)
{
  const char *link = show ? get_link (self) : NULL;
  g_autoptr (GBytes) text = link != NULL ? g_bytes_new (link, strlen (link)) : NULL;

  kc_qr_code_set_text (self->code, text);
  gtk_stack_set_visible_child_name (self->views, link != NULL ? "code" : "page");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (link != NULL ? GTK_WIDGET (self->code) : self->code_button);
}

static void
show_trouble (KcBrowserPage *self, KcAttempt *attempt)
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
show_state (KcBrowserPage *self, KcAttemptState state, KcConnectivity link_state)
{
  guint phrase = PHRASE_WAITING;

  if (state == KC_ATTEMPT_IDLE || state == KC_ATTEMPT_STARTING)
    phrase = PHRASE_STARTING;
  else if (state == KC_ATTEMPT_CONFIRMING)
    phrase = PHRASE_CONFIRMING;
  kc_status_label_show (self->states, phrase);
  gtk_widget_set_visible (self->busy_symbol,
                          link_state == KC_CONNECTIVITY_LIVE
                              && (state == KC_ATTEMPT_STARTING || state == KC_ATTEMPT_CONFIRMING));
}

/* Why the link is not there. */
static const char *
describe_lost_link (KcLinkStatus status)
{
  switch (status)
    {
    case KC_LINK_STATUS_LOCKED:
      return _ (
          "It cannot be opened again from here: its link is in the keyring, and the keyring is "
          "locked. Start again, and you get a new page.");
    case KC_LINK_STATUS_UNAVAILABLE:
      return _ ("It cannot be opened again from here: this computer has no keyring that its link "
                "could be kept in, or the keyring does not answer. Start again, and you get a new "
                "page.");
    case KC_LINK_STATUS_NONE:
    case KC_LINK_STATUS_LOOKING:
    case KC_LINK_STATUS_KNOWN:
    case KC_LINK_STATUS_MISSING:
    default:
      return _ ("It cannot be opened again from here: its link was not kept. Start again, and you "
                "get a new page.");
    }
}

static void
show_lead (KcBrowserPage *self)
{
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  gboolean lost
      = kc_session_store_is_verification_uri_lost (kc_controller_get_session_store (controller));
  gboolean resumed = kc_controller_was_resumed (controller);

  kc_status_label_show (self->leads, lost ? LEAD_LINK_LOST : resumed ? LEAD_GO_ON : LEAD_OPENS);
  gtk_widget_set_visible (self->link_buttons, !lost);
  gtk_widget_set_visible (self->link_lost, lost);
  gtk_label_set_label (self->link_lost_reason,
                       describe_lost_link (
                           kc_link_store_get_status (kc_session_store_get_link_store (
                               kc_controller_get_session_store (controller)))));
}

static void
update (KcBrowserPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAttemptState state = attempt != NULL ? kc_attempt_get_state (attempt) : KC_ATTEMPT_IDLE;
  const char *link = get_link (self);

  show_lead (self);
  show_state (self, state,
              attempt != NULL ? kc_attempt_get_connectivity (attempt) : KC_CONNECTIVITY_LIVE);
  show_trouble (self, attempt);
  gtk_widget_set_sensitive (self->open_button, link != NULL);
  gtk_widget_set_sensitive (self->code_button, link != NULL);
  kc_copy_button_set_text (self->copy_button, link);
  if (link == NULL)
    {
      stop_launch (self);
      show_opened (self, TRUE);
      show_code (self, FALSE);
    }
  else if (state == KC_ATTEMPT_WAITING && !self->opened)
    {
      gtk_widget_grab_focus (self->open_button);
      open_browser (self);
    }
}

static void
on_attempt_changed_cb (KcBrowserPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  gboolean coexistence = attempt != NULL && kc_attempt_get_request (attempt)->coexistence;

  /* Who goes on most likely has the page open still, perhaps with half of it filled in: a second
   * one beside it would only confuse. */
  self->opened = kc_controller_was_resumed (kc_page_get_controller (KC_PAGE (self)));
  g_signal_group_set_target (self->attempt_signals, attempt);
  kc_countdown_set_attempt (self->countdown, attempt);
  gtk_widget_set_visible (self->number_step, !coexistence);
  gtk_widget_set_visible (self->coexistence_step, coexistence);
  update (self);
}

static void
on_state_changed_cb (KcBrowserPage *self)
{
  update (self);
}

static void
on_open_clicked_cb (KcBrowserPage *self)
{
  open_browser (self);
}

static void
on_start_over_clicked_cb (KcBrowserPage *self)
{
  kc_controller_start_over (kc_page_get_controller (KC_PAGE (self)));
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
  gtk_widget_grab_focus (self->open_button);
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
  on_attempt_changed_cb (self);
}

static void
kc_browser_page_dispose (GObject *object)
{
  KcBrowserPage *self = KC_BROWSER_PAGE (object);

  stop_launch (self);
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
  g_type_ensure (KC_TYPE_HELP_ROW);
  g_type_ensure (KC_TYPE_STATUS_LABEL);
  g_type_ensure (KC_TYPE_QR_CODE);
  g_type_ensure (KC_TYPE_STEP_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-browser-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, leads);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, states);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, busy_symbol);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link_buttons);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link_lost);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link_lost_reason);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, code_button);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, not_opened);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, link);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, number_step);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, coexistence_step);
  gtk_widget_class_bind_template_child (widget_class, KcBrowserPage, code);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_start_over_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_code_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_hide_code_clicked_cb);
}

static void
kc_browser_page_init (KcBrowserPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
kc_browser_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_BROWSER_PAGE, "controller", controller, NULL);
}
