/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-clock.h"

struct _KcSoakClock {
  KcClock parent_instance;

  gint64 start_us;
  gint64 slept_ms;
  guint scale;
};

G_DEFINE_FINAL_TYPE (KcSoakClock, kc_soak_clock, KC_TYPE_CLOCK)

typedef struct {
  GSource parent;
  KcSoakClock *clock;
  gint64 due;
} SoakTimer;

static gint64
kc_soak_clock_get_now (KcClock *clock)
{
  KcSoakClock *self = KC_SOAK_CLOCK (clock);

  return (g_get_monotonic_time () - self->start_us) * self->scale / 1000 + self->slept_ms;
}

static gint64
get_left (SoakTimer *timer)
{
  return timer->due - kc_soak_clock_get_now (KC_CLOCK (timer->clock));
}

static gboolean
soak_timer_prepare (GSource *source, int *timeout_ms)
{
  SoakTimer *timer = (SoakTimer *) source;
  gint64 left = get_left (timer);

  *timeout_ms = left > 0 ? (int) ((left + timer->clock->scale - 1) / timer->clock->scale) : 0;

  return left <= 0;
}

static gboolean
soak_timer_check (GSource *source)
{
  return get_left ((SoakTimer *) source) <= 0;
}

static gboolean
soak_timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
soak_timer_finalize (GSource *source)
{
  g_object_unref (((SoakTimer *) source)->clock);
}

static GSourceFuncs soak_timer_funcs = {
    .prepare = soak_timer_prepare,
    .check = soak_timer_check,
    .dispatch = soak_timer_dispatch,
    .finalize = soak_timer_finalize,
};

static GSource *
kc_soak_clock_create_timer (KcClock *clock, gint64 delay_ms)
{
  GSource *source = g_source_new (&soak_timer_funcs, sizeof (SoakTimer));
  SoakTimer *timer = (SoakTimer *) source;

  timer->clock = g_object_ref (KC_SOAK_CLOCK (clock));
  timer->due = kc_soak_clock_get_now (clock) + delay_ms;

  return source;
}

static void
kc_soak_clock_class_init (KcSoakClockClass *klass)
{
  KcClockClass *clock_class = KC_CLOCK_CLASS (klass);

  clock_class->get_now = kc_soak_clock_get_now;
  clock_class->create_timer = kc_soak_clock_create_timer;
}

static void
kc_soak_clock_init (KcSoakClock *self)
{
}

KcClock *
kc_soak_clock_new (guint scale)
{
  KcSoakClock *self = g_object_new (KC_TYPE_SOAK_CLOCK, NULL);

  self->start_us = g_get_monotonic_time ();
  self->scale = scale;

  return KC_CLOCK (self);
}

void
kc_soak_clock_sleep (KcSoakClock *self, gint64 ms)
{
  g_return_if_fail (KC_IS_SOAK_CLOCK (self));

  self->slept_ms += ms;
  g_signal_emit_by_name (self, "woke", ms);
}

static void
timer_free (gpointer data)
{
  GSource *source = data;

  kc_clear_timer (&source);
}

GPtrArray *
kc_soak_timers_new (void)
{
  return g_ptr_array_new_with_free_func (timer_free);
}

void
kc_soak_timers_add (
    GPtrArray *timers, KcClock *clock, gint64 delay_ms, GSourceOnceFunc func, gpointer user_data)
{
  g_ptr_array_add (timers, kc_clock_add_timer (clock, delay_ms, func, user_data));
}
