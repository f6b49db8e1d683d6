/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-countdown.h"

#include "kc-announce.h"

#include "kc-time-left-text.h"

#include <glib/gi18n.h>

/* From here on the time left is highlighted: it is getting short. */
#define SHORT_SECONDS 60
/* Until the last ten, seconds are shown in steps of five: a number that changes each second wakes
 * the computer twice each second. */
#define FIVES_SECONDS 10
/* How often it updates above that: the computer may have slept. */
#define CALM_TICK_SECONDS 10

/* Announced as they pass, in seconds left, and nothing in between. */
static const int said_at[] = {300, 60, 30, 0};

struct _KcCountdown {
  AdwBin parent_instance;

  KcAttempt *attempt;
  GSignalGroup *attempt_signals;
  KcPendingSession *pending;

  GtkLabel *label;
  GtkProgressBar *bar;

  guint tick_id;
  int last_left; /* when it was last updated; -1: never, or there was nothing to count */
};

G_DEFINE_FINAL_TYPE (KcCountdown, kc_countdown, ADW_TYPE_BIN)

enum { ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Seconds, rounded up; -1 if there is nothing to count. */
static int
get_left (KcCountdown *self)
{
  g_autoptr (KcBootTime) now = NULL;

  if (self->attempt != NULL)
    return kc_attempt_get_seconds_left (self->attempt);
  if (self->pending == NULL)
    return -1;

  now = kc_boot_time_take ();
  return (int) ((kc_pending_session_get_ms_left (self->pending, now) + 999) / 1000);
}

static guint
get_total (KcCountdown *self)
{
  if (self->attempt != NULL)
    return kc_attempt_get_seconds_total (self->attempt);

  return self->pending != NULL ? self->pending->session->expires_in : 0;
}

static gboolean
is_ticking (KcCountdown *self)
{
  KcAttemptState state;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  if (self->attempt == NULL)
    return get_left (self) > 0;

  state = kc_attempt_get_state (self->attempt);
  return state != KC_ATTEMPT_IDLE && !kc_attempt_state_is_terminal (state);
}

/* Rounded up to what is shown. */
static int
round_left (int left)
{
  if (left <= FIVES_SECONDS || left > KC_TIME_LEFT_EXACT_SECONDS)
    return left;

  return (left + 4) / 5 * 5;
}

/* Seconds until the display changes. */
static int
get_next_tick (int left)
{
  if (left > said_at[0])
    return MIN (left - said_at[0], CALM_TICK_SECONDS);
  if (left > KC_TIME_LEFT_EXACT_SECONDS)
    return MIN (left - KC_TIME_LEFT_EXACT_SECONDS, CALM_TICK_SECONDS);
  if (left > FIVES_SECONDS)
    return (left - 1) % 5 + 1;

  return 1;
}

static void
show_time (KcCountdown *self)
{
  int left = get_left (self);
  guint total = get_total (self);
  g_autofree char *text = kc_time_left_text_new (round_left (left));

  /* A no-break space keeps the line while there is nothing to say. */
  gtk_label_set_label (self->label, text[0] != '\0' ? text : "\302\240");
  gtk_progress_bar_set_fraction (
      self->bar, left >= 0 && total > 0
                     ? CLAMP ((double) left / MIN (total, KC_TIME_LEFT_EXACT_SECONDS), 0.0, 1.0)
                     : 0.0);

  /* Visible only near the end: a long bar would look like progress. It keeps its space. */
  gtk_widget_set_opacity (GTK_WIDGET (self->bar),
                          left >= 0 && left <= KC_TIME_LEFT_EXACT_SECONDS ? 1 : 0);

  if (left >= 0 && left <= SHORT_SECONDS)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "warning");
}

static void
say_time (KcCountdown *self)
{
  int left = is_ticking (self) ? get_left (self) : -1;
  g_autofree char *text = NULL;

  for (gsize i = 0; text == NULL && left >= 0 && i < G_N_ELEMENTS (said_at); i++)
    {
      if (self->last_left > said_at[i] && left <= said_at[i])
        text = left == 60 ? g_strdup_printf (ngettext ("%d minute left", "%d minutes left", 1), 1)
                          : kc_time_left_text_new (round_left (left));
    }
  self->last_left = left;
  if (text != NULL)
    kc_announce (GTK_WIDGET (self->label), text);
}

static void update (KcCountdown *self);

static gboolean
on_tick_cb (gpointer user_data)
{
  KcCountdown *self = user_data;

  self->tick_id = 0;
  update (self);
  if (self->attempt == NULL && get_left (self) == 0)
    g_signal_emit (self, signals[ENDED], 0);

  return G_SOURCE_REMOVE;
}

static void
update (KcCountdown *self)
{
  show_time (self);
  say_time (self);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (is_ticking (self))
    self->tick_id = g_timeout_add_seconds (get_next_tick (get_left (self)), on_tick_cb, self);
}

static void
on_state_changed_cb (KcCountdown *self)
{
  update (self);
}

static void
kc_countdown_map (GtkWidget *widget)
{
  KcCountdown *self = KC_COUNTDOWN (widget);

  GTK_WIDGET_CLASS (kc_countdown_parent_class)->map (widget);

  update (self);
  /* It ended while nobody saw it. Not at once: a handler may change the page. */
  if (self->attempt == NULL && get_left (self) == 0)
    self->tick_id = g_idle_add (on_tick_cb, self);
}

static void
kc_countdown_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kc_countdown_parent_class)->unmap (widget);

  update (KC_COUNTDOWN (widget));
}

static void
kc_countdown_dispose (GObject *object)
{
  KcCountdown *self = KC_COUNTDOWN (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);
  g_clear_pointer (&self->pending, kc_pending_session_free);

  G_OBJECT_CLASS (kc_countdown_parent_class)->dispose (object);
}

static void
kc_countdown_class_init (KcCountdownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kc_countdown_dispose;
  widget_class->map = kc_countdown_map;
  widget_class->unmap = kc_countdown_unmap;

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  /* ARIA's timer role: may be read on request, but is never announced by itself each second. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TIMER);
}

static void
kc_countdown_init (KcCountdown *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->last_left = -1;
  self->bar = GTK_PROGRESS_BAR (g_object_new (GTK_TYPE_PROGRESS_BAR, "accessible-role",
                                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);

  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_changed_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time left"), -1);
  show_time (self);
}

void
kc_countdown_set_attempt (KcCountdown *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_COUNTDOWN (self));
  g_return_if_fail (attempt == NULL || KC_IS_ATTEMPT (attempt));

  if (!g_set_object (&self->attempt, attempt))
    return;

  self->last_left = -1;
  g_signal_group_set_target (self->attempt_signals, attempt);
  update (self);
}

void
kc_countdown_set_pending (KcCountdown *self, const KcPendingSession *pending)
{
  g_return_if_fail (KC_IS_COUNTDOWN (self));

  g_clear_pointer (&self->pending, kc_pending_session_free);
  if (pending != NULL)
    self->pending = kc_pending_session_copy (pending);
  update (self);
}
