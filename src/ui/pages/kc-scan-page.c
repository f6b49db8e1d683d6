/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-scan-page.h"

#include "kc-adaptive-box.h"
#include "kc-center-layout.h"
#include "kc-countdown.h"
#include "kc-listed-label.h"
#include "kc-qr-code.h"
#include "kc-retry-text.h"
#include "kc-settings.h"
#include "kc-status-label.h"
#include "kc-step-row.h"
#include "kc-wrap-button.h"

#include <glib/gi18n.h>

/* A code usually comes within a second or two. */
#define NO_CODE_MS 20000
/* How long the ticked steps stay after the scan. */
#define TICKS_MS 3000
/* After that time the phone may be showing a message. */
#define NO_SCAN_MS 90000
#define LINKING_MS 45000

/* In the order of the template's lists. */
enum { LEAD_SCAN, LEAD_LINKING };
enum { HINT_CODE, HINT_NONE };

/* Something that takes its time, until it takes too long. */
typedef struct {
  KcScanPage *page;
  guint ms; /* 0: not waiting */
  GSource *timer;
  gboolean over;
} Wait;

struct _KcScanPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;
  Wait wait;          /* for a code, or showing the ticks */
  Wait slow;          /* for what the person does on the phone */
  gboolean code_came; /* at least one in this attempt */
  guint update_tick;
  gboolean mapped;
  gboolean keeps_awake;
  guint inhibit_cookie; /* 0: none */

  GtkStack *views;
  GtkLabel *heading;
  KcStatusLabel *lead;
  KcQrCode *code;
  KcQrCode *large_code;
  KcStatusLabel *hints;
  KcCountdown *countdown;
  KcCountdown *large_countdown;
  GtkWidget *renewed_label;
  GtkRevealer *help_card;
  GtkWidget *new_code_button;
  GtkWidget *pretend_button;
  GtkStack *guide;
  GtkStack *phones;
  KcStepRow *first_step; /* the others are done with it */
};

G_DEFINE_FINAL_TYPE (KcScanPage, kc_scan_page, KC_TYPE_PAGE)

enum {
  PROP_0,
  PROP_KEEPS_AWAKE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static KcAttempt *
get_attempt (KcScanPage *self)
{
  KcAttempt *attempt = kc_controller_get_attempt (kc_page_get_controller (KC_PAGE (self)));

  if (attempt == NULL || kc_attempt_get_mode (attempt) != KC_MODE_QR)
    return NULL;

  return attempt;
}

static gboolean
is_large (KcScanPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "large") == 0;
}

static void
show_large (KcScanPage *self, gboolean large)
{
  gtk_stack_set_visible_child_name (self->views, large ? "large" : "page");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (large ? self->large_code : self->code));
}

static void
set_cover (KcScanPage *self, const char *icon_name, const char *title, const char *text)
{
  kc_qr_code_set_cover (self->code, icon_name, title, text);
  kc_qr_code_set_cover (self->large_code, icon_name, title, text);
}

/* Codes stopped coming, and nothing is in the way of another session. Not before the first code:
 * there the advice is to wait. */
static void
offer_new_code (KcScanPage *self, gboolean offers)
{
  gboolean had_focus = gtk_widget_has_focus (self->new_code_button);

  gtk_widget_set_visible (self->new_code_button, offers);
  if (had_focus && !offers)
    gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

/* Why there is no code to scan. */
static void
show_cover (KcScanPage *self, KcAttempt *attempt, KcAttemptState state, gboolean has_code)
{
  KcRateLimiter *rate_limiter = kc_key_manager_get_rate_limiter (
      kc_controller_get_key_manager (kc_page_get_controller (KC_PAGE (self))));
  g_autofree char *trouble
      = attempt != NULL ? kc_retry_text_new_for_attempt (attempt, rate_limiter) : NULL;
  gboolean is_stale = has_code && trouble == NULL && self->wait.over;

  offer_new_code (self, is_stale);
  if (state == KC_ATTEMPT_LINKING)
    set_cover (self, "keebai-art-linked", _ ("Phone Scanned"),
               trouble != NULL   ? trouble
               : self->slow.over ? _ ("This takes longer than usual.")
                                 : _ ("Linking can take a minute."));
  else if (trouble != NULL && kc_attempt_get_connectivity (attempt) == KC_CONNECTIVITY_OFFLINE)
    set_cover (self, "network-offline-symbolic", _ ("No Network"), trouble);
  else if (state == KC_ATTEMPT_CONFIRMING)
    set_cover (self, "content-loading-symbolic", _ ("Checking the Result…"),
               trouble != NULL ? trouble : _ ("Asking Keebai how it ended…"));
  else if (is_stale)
    set_cover (self, "dialog-information-symbolic", _ ("No New Code Yet"),
               _ ("The old code would no longer work. You can wait, or start a new session, "
                  "which gets a new code."));
  else if (has_code)
    set_cover (self, "content-loading-symbolic", _ ("Getting a New Code…"),
               trouble != NULL ? trouble : _ ("The old one would no longer work."));
  else if (trouble != NULL)
    set_cover (self, "network-error-symbolic", _ ("Waiting for Keebai…"), trouble);
  else if (self->wait.over)
    set_cover (self, "dialog-information-symbolic", _ ("No Code Yet"),
               _ ("WhatsApp sends no code right now. If none comes within two minutes, cancel, "
                  "wait a little, and start again."));
  else
    set_cover (self, "content-loading-symbolic", _ ("Getting a Code…"),
               _ ("It appears here in a moment."));
}

static void
show_guide (KcScanPage *self, KcAttempt *attempt, KcAttemptState state)
{
  gboolean scanned = state == KC_ATTEMPT_LINKING;
  /* While Keebai is not reached, it is not the phone that can explain the wait. */
  gboolean offers_help = self->slow.over && attempt != NULL
                         && kc_attempt_get_connectivity (attempt) == KC_CONNECTIVITY_LIVE;

  gtk_label_set_label (self->heading, scanned ? _ ("Look at Your Phone") : _ ("Scan the Code"));
  kc_status_label_show (self->lead, scanned ? LEAD_LINKING : LEAD_SCAN);
  kc_step_row_set_done (self->first_step, scanned);
  gtk_stack_set_visible_child_name (self->guide, scanned && self->wait.over ? "linking" : "steps");
  gtk_revealer_set_reveal_child (self->help_card, offers_help);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->help_card), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !offers_help, -1);
}

/* A code on a dark screen cannot be scanned. */
static void
update_keeps_awake (KcScanPage *self)
{
  gboolean keeps_awake = self->mapped && kc_qr_code_is_shown (self->code);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkApplication *application
      = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;

  if (self->keeps_awake == keeps_awake)
    return;

  self->keeps_awake = keeps_awake;
  if (keeps_awake && application != NULL)
    self->inhibit_cookie
        = gtk_application_inhibit (application, GTK_WINDOW (root), GTK_APPLICATION_INHIBIT_IDLE,
                                   _ ("A code is shown for the phone to scan"));
  else if (self->inhibit_cookie != 0 && application != NULL)
    gtk_application_uninhibit (application, self->inhibit_cookie);
  if (!keeps_awake)
    self->inhibit_cookie = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEPS_AWAKE]);
}

/* Scrolls so that the whole code is visible, however large the text above it is; but only once the
 * code has its place. */
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
  Wait *wait = user_data;

  wait->over = TRUE;
  update (wait->page);
}

static void
set_wait (Wait *wait, guint ms)
{
  if (wait->ms == ms)
    return;

  kc_clear_timer (&wait->timer);
  wait->ms = ms;
  wait->over = FALSE;
  if (ms > 0)
    wait->timer = kc_clock_add_timer (kc_controller_get_clock (
                                          kc_page_get_controller (KC_PAGE (wait->page))),
                                      ms, on_wait_takes_long_cb, wait);
}

static void
set_waits (KcScanPage *self, KcAttemptState state, gboolean live)
{
  switch (state)
    {
    case KC_ATTEMPT_SCANNING:
      set_wait (&self->wait, live ? 0 : NO_CODE_MS);
      set_wait (&self->slow, self->code_came ? NO_SCAN_MS : 0);
      break;
    case KC_ATTEMPT_LINKING:
      set_wait (&self->wait, TICKS_MS);
      set_wait (&self->slow, LINKING_MS);
      break;
    default:
      set_wait (&self->wait, 0);
      set_wait (&self->slow, 0);
    }
}

/* As a text, or as a picture. */
static GBytes *
get_code (KcAttempt *attempt)
{
  GBytes *text = kc_attempt_get_code (attempt);

  return text != NULL ? text : kc_attempt_get_code_picture (attempt);
}

static void
update (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAttemptState state = attempt != NULL ? kc_attempt_get_state (attempt) : KC_ATTEMPT_IDLE;
  /* After the scan, or after the end, nobody can use the code. */
  GBytes *code = state == KC_ATTEMPT_SCANNING ? get_code (attempt) : NULL;
  gboolean live = code != NULL && kc_attempt_get_code_live (attempt);
  gboolean first = live && !self->code_came;

  if (self->update_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->update_tick);
  self->update_tick = 0;

  self->code_came = self->code_came || live;
  set_waits (self, state, live);

  /* It is covered first, with the right words, and uncovered last: a stale code must not be visible
   * in between. */
  show_cover (self, attempt, state, code != NULL);
  if (!live)
    kc_qr_code_set_live (self->code, FALSE);
  kc_qr_code_set_text (self->code, code);
  kc_qr_code_set_live (self->code, live);
  if (first)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->code), scroll_to_code_cb, NULL, NULL);

  kc_status_label_show (self->hints, live ? HINT_CODE : HINT_NONE);
  show_guide (self, attempt, state);
  if (state != KC_ATTEMPT_SCANNING && is_large (self))
    show_large (self, FALSE);
  update_keeps_awake (self);
}

static gboolean
on_update_due_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  KcScanPage *self = KC_SCAN_PAGE (widget);

  self->update_tick = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
on_code_notified_cb (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);

  /* A code is covered at once, but shown only with the next frame: a code and whether it is live
   * are two notifications, and several codes may arrive before a frame. */
  if (attempt == NULL || !kc_attempt_get_code_live (attempt)
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
  else if (self->update_tick == 0)
    self->update_tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_update_due_cb, NULL, NULL);
}

static void
on_attempt_changed_cb (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAutoRenewal *renewal = kc_controller_get_renewal (kc_page_get_controller (KC_PAGE (self)));

  self->code_came = FALSE;
  set_wait (&self->wait, 0);
  set_wait (&self->slow, 0);
  g_signal_group_set_target (self->attempt_signals, attempt);
  kc_countdown_set_attempt (self->countdown, attempt);
  kc_countdown_set_attempt (self->large_countdown, attempt);
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
on_new_code_clicked_cb (KcScanPage *self)
{
  g_assert (KC_IS_SCAN_PAGE (self));

  kc_controller_start_over (kc_page_get_controller (KC_PAGE (self)));
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
kc_scan_page_map (GtkWidget *widget)
{
  KcScanPage *self = KC_SCAN_PAGE (widget);

  GTK_WIDGET_CLASS (kc_scan_page_parent_class)->map (widget);

  self->mapped = TRUE;
  update (self);
}

static void
kc_scan_page_unmap (GtkWidget *widget)
{
  KcScanPage *self = KC_SCAN_PAGE (widget);

  self->mapped = FALSE;
  update_keeps_awake (self);

  GTK_WIDGET_CLASS (kc_scan_page_parent_class)->unmap (widget);
}

static void
kc_scan_page_shown (KcPage *page)
{
  gtk_stack_set_visible_child_name (KC_SCAN_PAGE (page)->views, "page");
}

static gboolean
kc_scan_page_go_back (KcPage *page)
{
  KcScanPage *self = KC_SCAN_PAGE (page);

  if (is_large (self))
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
  static const struct {
    const char *signal;
    GCallback callback;
  } followed[] = {
      {"notify::state", G_CALLBACK (on_attempt_notified_cb)},
      {"notify::connectivity", G_CALLBACK (on_attempt_notified_cb)},
      {"notify::code", G_CALLBACK (on_code_notified_cb)},
      {"notify::code-picture", G_CALLBACK (on_code_notified_cb)},
      {"notify::code-live", G_CALLBACK (on_code_notified_cb)},
  };

  G_OBJECT_CLASS (kc_scan_page_parent_class)->constructed (object);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_group_connect_swapped (self->attempt_signals, followed[i].signal, followed[i].callback,
                                    self);
  g_signal_connect_object (controller, "notify::attempt", G_CALLBACK (on_attempt_changed_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_set_visible (self->pretend_button, kc_controller_is_practice (controller));
  kc_settings_bind_phone (self->phones);
  on_attempt_changed_cb (self);
}

static void
kc_scan_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_KEEPS_AWAKE:
      g_value_set_boolean (value, KC_SCAN_PAGE (object)->keeps_awake);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_scan_page_dispose (GObject *object)
{
  KcScanPage *self = KC_SCAN_PAGE (object);

  set_wait (&self->wait, 0);
  set_wait (&self->slow, 0);
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
  object_class->get_property = kc_scan_page_get_property;
  object_class->dispose = kc_scan_page_dispose;
  widget_class->map = kc_scan_page_map;
  widget_class->unmap = kc_scan_page_unmap;
  page_class->shown = kc_scan_page_shown;
  page_class->go_back = kc_scan_page_go_back;

  properties[PROP_KEEPS_AWAKE]
      = g_param_spec_boolean ("keeps-awake", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (KC_TYPE_COUNTDOWN);
  g_type_ensure (KC_TYPE_ADAPTIVE_BOX);
  g_type_ensure (KC_TYPE_STATUS_LABEL);
  g_type_ensure (KC_TYPE_QR_CODE);
  g_type_ensure (KC_TYPE_STEP_ROW);
  g_type_ensure (KC_TYPE_LISTED_LABEL);
  g_type_ensure (KC_TYPE_WRAP_BUTTON);
  g_type_ensure (KC_TYPE_CENTER_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-scan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, lead);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, code);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, large_code);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, large_countdown);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, renewed_label);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, help_card);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, new_code_button);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, pretend_button);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, guide);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, first_step);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, phones);
  gtk_widget_class_bind_template_callback (widget_class, on_code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_large_code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_code_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_pretend_clicked_cb);
}

static void
kc_scan_page_init (KcScanPage *self)
{
  self->wait.page = self;
  self->slow.page = self;

  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kc_scan_page_new (KcController *controller)
{
  return g_object_new (KC_TYPE_SCAN_PAGE, "controller", controller, NULL);
}
