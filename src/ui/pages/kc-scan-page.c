/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-scan-page.h"

#include "kc-countdown.h"
#include "kc-adaptive-box.h"
#include "kc-help-row.h"
#include "kc-status-label.h"
#include "kc-qr-code.h"
#include "kc-step-row.h"
#include "kc-retry-text.h"
#include "kc-wrap.h"

#include <glib/gi18n.h>

/* Linking takes a few seconds, and so does a code; after this long the phone may be waiting for the
 * person, or the person for nothing. */
#define LONG_MS 20000

/* In the order of the template's list. */
enum {
  PHRASE_STARTING,
  PHRASE_SCAN,
  PHRASE_COVERED,
  PHRASE_LINKING,
  PHRASE_LINKING_LONG,
  PHRASE_CONFIRMING,
  PHRASE_NO_CODE_LONG,
};

/* What is waited for, and may take long. */
typedef enum {
  WAIT_NONE,
  WAIT_CODE,
  WAIT_LINKING,
} Wait;

struct _KcScanPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;
  Wait wait;
  GSource *wait_timer;
  gboolean wait_is_long;
  gboolean code_came; /* at least one in this attempt */

  GtkStack *views;
  KcQrCode *code;
  KcQrCode *large_code;
  KcStatusLabel *hints;
  KcCountdown *countdown;
  GtkWidget *renewed_label;
  GtkWidget *pretend_button;
};

G_DEFINE_FINAL_TYPE (KcScanPage, kc_scan_page, KC_TYPE_PAGE)

static KcAttempt *
get_attempt (KcScanPage *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));

  if (attempt == NULL || kc_attempt_get_mode (attempt) != KC_MODE_QR)
    return NULL;

  return attempt;
}

static void
set_cover (KcScanPage *self, const char *text, gboolean busy)
{
  kc_qr_code_set_cover (self->code, text, busy);
  kc_qr_code_set_cover (self->large_code, text, busy);
}

static void
show_large (KcScanPage *self, gboolean large)
{
  gtk_stack_set_visible_child_name (self->views, large ? "large" : "page");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (large ? self->large_code : self->code));
}

/* Why there is no code to scan. */
static const char *
choose_cover (KcAttemptState state, KcConnectivity link, gboolean has_code)
{
  static const char *const no_code[] = {
      [KC_CONNECTIVITY_LIVE] = N_ ("Waiting for WhatsApp…"),
      [KC_CONNECTIVITY_RETRYING] = N_ ("Waiting for Keebai…"),
      [KC_CONNECTIVITY_OFFLINE] = N_ ("Waiting for the network…"),
  };
  static const char *const old_code[] = {
      [KC_CONNECTIVITY_LIVE] = N_ ("This code is old. A new one is coming."),
      [KC_CONNECTIVITY_RETRYING]
      = N_ ("The connection was lost, so this code may be old. A new one is coming."),
      [KC_CONNECTIVITY_OFFLINE]
      = N_ ("The network is gone, so this code may be old. A new one comes when it is back."),
  };

  switch (state)
    {
    case KC_ATTEMPT_LINKING:
      return _ ("Scanned. Linking…");
    case KC_ATTEMPT_CONFIRMING:
      return _ ("Asking Keebai how it ended…");
    default:
      return has_code ? _ (old_code[link]) : _ (no_code[link]);
    }
}

static void
show_cover (KcScanPage *self, KcAttemptState state, KcConnectivity link, gboolean has_code)
{
  gboolean busy = link == KC_CONNECTIVITY_LIVE && !has_code && state != KC_ATTEMPT_IDLE
                  && !kc_attempt_state_is_terminal (state)
                  && (state != KC_ATTEMPT_SCANNING || !self->wait_is_long);

  set_cover (self, choose_cover (state, link, has_code), busy);
}

static guint
choose_phrase (KcScanPage *self, KcAttemptState state, gboolean has_code, gboolean live)
{
  switch (state)
    {
    case KC_ATTEMPT_LINKING:
      return self->wait_is_long ? PHRASE_LINKING_LONG : PHRASE_LINKING;
    case KC_ATTEMPT_CONFIRMING:
      return PHRASE_CONFIRMING;
    case KC_ATTEMPT_SCANNING:
      if (live)
        return PHRASE_SCAN;
      if (self->wait_is_long)
        return PHRASE_NO_CODE_LONG;
      return has_code ? PHRASE_COVERED : PHRASE_STARTING;
    default:
      return PHRASE_STARTING;
    }
}

static void
show_hint (KcScanPage *self, KcAttempt *attempt, guint phrase)
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
      kc_status_label_show (self->hints, phrase);
      gtk_widget_remove_css_class (GTK_WIDGET (self->hints), "warning");
    }
}

/* Brings the whole code onto the screen, however large the text above it; but only once it has its
 * place. */
static gboolean
scroll_to_code_cb (GtkWidget *code, GdkFrameClock *frame_clock, gpointer user_data)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (code, GTK_TYPE_VIEWPORT);
  graphene_rect_t place;

  if (gtk_widget_get_height (code) == 0)
    return G_SOURCE_CONTINUE;

  if (gtk_widget_compute_bounds (code, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &place))
    gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)),
                               place.origin.y, place.origin.y + place.size.height);

  return G_SOURCE_REMOVE;
}

static void update (KcScanPage *self);

static void
on_wait_takes_long_cb (gpointer user_data)
{
  KcScanPage *self = user_data;

  self->wait_is_long = TRUE;
  update (self);
}

static void
set_wait (KcScanPage *self, Wait wait)
{
  if (self->wait == wait)
    return;

  kc_clear_timer (&self->wait_timer);
  self->wait = wait;
  self->wait_is_long = FALSE;
  if (wait != WAIT_NONE)
    self->wait_timer
        = kc_clock_add_timer (kc_controller_get_clock (kc_page_get_controller (KC_PAGE (self))),
                              LONG_MS, on_wait_takes_long_cb, self);
}

static void
update (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAttemptState state = attempt != NULL ? kc_attempt_get_state (attempt) : KC_ATTEMPT_IDLE;
  KcConnectivity link
      = attempt != NULL ? kc_attempt_get_connectivity (attempt) : KC_CONNECTIVITY_LIVE;
  /* Once the phone has scanned, or it is over, the code is of no use to anyone. */
  GBytes *code = state == KC_ATTEMPT_SCANNING ? kc_attempt_get_code (attempt) : NULL;
  gboolean live = code != NULL && kc_attempt_get_code_live (attempt);

  if (state == KC_ATTEMPT_LINKING)
    set_wait (self, WAIT_LINKING);
  else
    set_wait (self, state == KC_ATTEMPT_SCANNING && !live ? WAIT_CODE : WAIT_NONE);

  /* Covered first and uncovered last: a stale code must not be seen in between. */
  if (!live)
    kc_qr_code_set_live (self->code, FALSE);
  show_cover (self, state, link, code != NULL);
  kc_qr_code_set_text (self->code, code);
  kc_qr_code_set_live (self->code, live);
  if (live && !self->code_came)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->code), scroll_to_code_cb, NULL, NULL);
  self->code_came = self->code_came || live;

  show_hint (self, attempt, choose_phrase (self, state, code != NULL, live));
  gtk_widget_set_sensitive (self->pretend_button, live);
  if (state != KC_ATTEMPT_SCANNING
      && g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "large") == 0)
    show_large (self, FALSE);
}

static void
on_attempt_changed_cb (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAutoRenewal *renewal = kc_controller_get_renewal (kc_page_get_controller (KC_PAGE (self)));

  self->code_came = FALSE;
  set_wait (self, WAIT_NONE);
  g_signal_group_set_target (self->attempt_signals, attempt);
  kc_countdown_set_attempt (self->countdown, attempt);
  gtk_widget_set_visible (self->renewed_label,
                          attempt != NULL && kc_auto_renewal_is_renewed (renewal));
  update (self);
}

static void
on_attempt_notified_cb (KcScanPage *self)
{
  update (self);
}

static void
on_code_activated_cb (KcScanPage *self)
{
  show_large (self, TRUE);
}

static void
on_large_code_activated_cb (KcScanPage *self)
{
  show_large (self, FALSE);
}

static void
on_pretend_clicked_cb (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  GBytes *code = attempt != NULL ? kc_attempt_get_code (attempt) : NULL;
  g_autofree char *text = NULL;

  if (code == NULL)
    return;

  /* A code that has just been replaced is refused, as by a phone; the next one is on its way. */
  text = g_strndup (g_bytes_get_data (code, NULL), g_bytes_get_size (code));
  kc_sandbox_scan (kc_controller_get_sandbox (kc_page_get_controller (KC_PAGE (self))), text, NULL);
}

static void
kc_scan_page_shown (KcPage *page)
{
  show_large (KC_SCAN_PAGE (page), FALSE);
}

static gboolean
kc_scan_page_go_back (KcPage *page)
{
  KcScanPage *self = KC_SCAN_PAGE (page);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "large") == 0)
    {
      show_large (self, FALSE);
      return TRUE;
    }

  return FALSE;
}

static void
kc_scan_page_constructed (GObject *object)
{
  KcScanPage *self = KC_SCAN_PAGE (object);
  KcController *controller = kc_page_get_controller (KC_PAGE (self));
  static const char *const followed[]
      = {"notify::state", "notify::connectivity", "notify::code", "notify::code-live"};

  G_OBJECT_CLASS (kc_scan_page_parent_class)->constructed (object);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_group_connect_swapped (self->attempt_signals, followed[i],
                                    G_CALLBACK (on_attempt_notified_cb), self);
  g_signal_connect_object (controller, "notify::attempt", G_CALLBACK (on_attempt_changed_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_set_visible (self->pretend_button, kc_controller_is_practice (controller));
  g_object_bind_property (self->code, "text", self->large_code, "text", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->code, "live", self->large_code, "live", G_BINDING_SYNC_CREATE);
  on_attempt_changed_cb (self);
}

static void
kc_scan_page_dispose (GObject *object)
{
  KcScanPage *self = KC_SCAN_PAGE (object);

  kc_clear_timer (&self->wait_timer);
  g_clear_object (&self->attempt_signals);

  G_OBJECT_CLASS (kc_scan_page_parent_class)->dispose (object);
}

static void
kc_scan_page_class_init (KcScanPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KcPageClass *page_class = KC_PAGE_CLASS (klass);

  object_class->constructed = kc_scan_page_constructed;
  object_class->dispose = kc_scan_page_dispose;
  page_class->shown = kc_scan_page_shown;
  page_class->go_back = kc_scan_page_go_back;

  g_type_ensure (KC_TYPE_COUNTDOWN);
  g_type_ensure (KC_TYPE_ADAPTIVE_BOX);
  g_type_ensure (KC_TYPE_HELP_ROW);
  g_type_ensure (KC_TYPE_STATUS_LABEL);
  g_type_ensure (KC_TYPE_QR_CODE);
  g_type_ensure (KC_TYPE_STEP_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-scan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, code);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, large_code);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, renewed_label);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, pretend_button);
  gtk_widget_class_bind_template_callback (widget_class, on_code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_large_code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_pretend_clicked_cb);
}

static void
kc_scan_page_init (KcScanPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kc_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
kc_scan_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_SCAN_PAGE, "controller", controller, NULL);
}
