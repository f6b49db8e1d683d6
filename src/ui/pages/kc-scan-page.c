/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-scan-page.h"

#include "kc-countdown.h"
#include "kc-fold.h"
#include "kc-help-row.h"
#include "kc-phrases.h"
#include "kc-qr-code.h"
#include "kc-step-row.h"
#include "kc-wrap.h"

#include <glib/gi18n.h>

/* Linking takes a few seconds; after this long the phone may be waiting for the person. */
#define LINKING_HINT_MS 20000

/* In the order of the template's list. */
enum {
  PHRASE_STARTING,
  PHRASE_SCAN,
  PHRASE_COVERED,
  PHRASE_LINKING,
  PHRASE_LINKING_LONG,
  PHRASE_CONFIRMING,
  PHRASE_RETRYING,
  PHRASE_OFFLINE,
};

struct _KcScanPage {
  KcPage parent_instance;

  GSignalGroup *attempt_signals;
  GSource *linking_timer;
  gboolean linking_long;
  gboolean code_came; /* at least one in this attempt */

  GtkStack *views;
  KcQrCode *code;
  KcQrCode *large_code;
  KcPhrases *hints;
  KcCountdown *countdown;
  GtkWidget *pretend_button;
};

G_DEFINE_FINAL_TYPE (KcScanPage, kc_scan_page, KC_TYPE_PAGE)

static KcAttempt *
get_attempt (KcScanPage *self)
{
  KcAttempt *attempt = kc_assistant_get_attempt (kc_page_get_assistant (KC_PAGE (self)));

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

static void
show_cover (KcScanPage *self, KcAttemptState state, gboolean has_code)
{
  switch (state)
    {
    case KC_ATTEMPT_LINKING:
      set_cover (self, _ ("Scanned. Linking…"), TRUE);
      break;
    case KC_ATTEMPT_CONFIRMING:
      set_cover (self, _ ("Asking Keebai how it ended…"), TRUE);
      break;
    case KC_ATTEMPT_SCANNING:
      if (has_code)
        set_cover (self, _ ("This code is old. A new one is coming."), FALSE);
      else
        set_cover (self, _ ("Waiting for WhatsApp…"), TRUE);
      break;
    default:
      set_cover (self, _ ("Waiting for WhatsApp…"), state == KC_ATTEMPT_STARTING);
    }
}

static guint
choose_hint (KcScanPage *self, KcAttempt *attempt, KcAttemptState state)
{
  KcLink link = attempt != NULL ? kc_attempt_get_link (attempt) : KC_LINK_LIVE;

  if (link == KC_LINK_OFFLINE)
    return PHRASE_OFFLINE;
  if (link == KC_LINK_RETRYING)
    return PHRASE_RETRYING;

  switch (state)
    {
    case KC_ATTEMPT_LINKING:
      return self->linking_long ? PHRASE_LINKING_LONG : PHRASE_LINKING;
    case KC_ATTEMPT_CONFIRMING:
      return PHRASE_CONFIRMING;
    case KC_ATTEMPT_SCANNING:
      if (kc_attempt_get_code (attempt) == NULL)
        return PHRASE_STARTING;
      return kc_attempt_get_code_live (attempt) ? PHRASE_SCAN : PHRASE_COVERED;
    default:
      return PHRASE_STARTING;
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

static void
update (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);
  KcAttemptState state = attempt != NULL ? kc_attempt_get_state (attempt) : KC_ATTEMPT_IDLE;
  /* Once the phone has scanned, or it is over, the code is of no use to anyone. */
  GBytes *code = state == KC_ATTEMPT_SCANNING ? kc_attempt_get_code (attempt) : NULL;
  gboolean live = code != NULL && kc_attempt_get_code_live (attempt);
  guint hint = choose_hint (self, attempt, state);

  /* Covered first and uncovered last: a stale code must not be seen in between. */
  if (!live)
    kc_qr_code_set_live (self->code, FALSE);
  show_cover (self, state, code != NULL);
  kc_qr_code_set_text (self->code, code);
  kc_qr_code_set_live (self->code, live);
  if (live && !self->code_came)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->code), scroll_to_code_cb, NULL, NULL);
  self->code_came = self->code_came || live;

  kc_phrases_show (self->hints, hint);
  if (hint == PHRASE_RETRYING || hint == PHRASE_OFFLINE)
    gtk_widget_add_css_class (GTK_WIDGET (self->hints), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hints), "warning");
  gtk_widget_set_sensitive (self->pretend_button, live);
  if (state != KC_ATTEMPT_SCANNING
      && g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "large") == 0)
    show_large (self, FALSE);
}

static void
on_linking_takes_long_cb (gpointer user_data)
{
  KcScanPage *self = user_data;

  self->linking_long = TRUE;
  update (self);
}

static void
on_state_changed_cb (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);

  kc_clear_timer (&self->linking_timer);
  self->linking_long = FALSE;
  if (attempt != NULL && kc_attempt_get_state (attempt) == KC_ATTEMPT_LINKING)
    self->linking_timer
        = kc_clock_add_timer (kc_assistant_get_clock (kc_page_get_assistant (KC_PAGE (self))),
                              LINKING_HINT_MS, on_linking_takes_long_cb, self);
  update (self);
}

static void
on_attempt_changed_cb (KcScanPage *self)
{
  KcAttempt *attempt = get_attempt (self);

  self->code_came = FALSE;
  g_signal_group_set_target (self->attempt_signals, attempt);
  kc_countdown_set_attempt (self->countdown, attempt);
  on_state_changed_cb (self);
}

static void
on_code_changed_cb (KcScanPage *self)
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
  kc_sandbox_scan (kc_assistant_get_sandbox (kc_page_get_assistant (KC_PAGE (self))), text, NULL);
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
  KcAssistant *assistant = kc_page_get_assistant (KC_PAGE (self));
  static const char *const followed[] = {"notify::link", "notify::code", "notify::code-live"};

  G_OBJECT_CLASS (kc_scan_page_parent_class)->constructed (object);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_changed_cb), self);
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_group_connect_swapped (self->attempt_signals, followed[i],
                                    G_CALLBACK (on_code_changed_cb), self);
  g_signal_connect_object (assistant, "notify::attempt", G_CALLBACK (on_attempt_changed_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_set_visible (self->pretend_button, kc_assistant_is_practice (assistant));
  g_object_bind_property (self->code, "text", self->large_code, "text", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->code, "live", self->large_code, "live", G_BINDING_SYNC_CREATE);
  on_attempt_changed_cb (self);
}

static void
kc_scan_page_dispose (GObject *object)
{
  KcScanPage *self = KC_SCAN_PAGE (object);

  kc_clear_timer (&self->linking_timer);
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
  g_type_ensure (KC_TYPE_FOLD);
  g_type_ensure (KC_TYPE_HELP_ROW);
  g_type_ensure (KC_TYPE_PHRASES);
  g_type_ensure (KC_TYPE_QR_CODE);
  g_type_ensure (KC_TYPE_STEP_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-scan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, views);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, code);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, large_code);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KcScanPage, countdown);
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
kc_scan_page_new (KcAssistant *assistant)
{
  return g_object_new (KC_TYPE_SCAN_PAGE, "assistant", assistant, NULL);
}
