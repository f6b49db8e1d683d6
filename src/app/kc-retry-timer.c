/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-retry-timer.h"

#include "kc-backoff.h"
#include "kc-error.h"

struct _KcRetryTimer {
  GObject parent_instance;

  KcClock *clock;
  KcBackoff *backoff;
  GSource *timer;
};

G_DEFINE_FINAL_TYPE (KcRetryTimer, kc_retry_timer, G_TYPE_OBJECT)

enum {
  DUE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
timer_cb (gpointer user_data)
{
  KcRetryTimer *self = KC_RETRY_TIMER (user_data);

  kc_clear_timer (&self->timer);
  g_signal_emit (self, signals[DUE], 0);
}

static void
kc_retry_timer_dispose (GObject *object)
{
  KcRetryTimer *self = KC_RETRY_TIMER (object);

  kc_clear_timer (&self->timer);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_retry_timer_parent_class)->dispose (object);
}

static void
kc_retry_timer_finalize (GObject *object)
{
  kc_backoff_free (KC_RETRY_TIMER (object)->backoff);

  G_OBJECT_CLASS (kc_retry_timer_parent_class)->finalize (object);
}

static void
kc_retry_timer_class_init (KcRetryTimerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_retry_timer_dispose;
  object_class->finalize = kc_retry_timer_finalize;

  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
kc_retry_timer_init (KcRetryTimer *self)
{
  self->backoff = kc_backoff_new (KC_RETRY_TIMER_CAP_MS, NULL);
}

KcRetryTimer *
kc_retry_timer_new (KcClock *clock)
{
  KcRetryTimer *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_RETRY_TIMER, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

void
kc_retry_timer_note (KcRetryTimer *self, const GError *error)
{
  g_return_if_fail (KC_IS_RETRY_TIMER (self));

  kc_clear_timer (&self->timer);
  if (error != NULL && kc_error_is_transient (error))
    self->timer
        = kc_clock_add_timer (self->clock, kc_backoff_next (self->backoff, KC_RETRY_TIMER_FIRST_MS),
                              timer_cb, self);
  else
    kc_backoff_reset (self->backoff);
}
