/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-manual-clock.h"

#define MANUAL_START_MS 1000000

#define KC_TYPE_MANUAL_CLOCK (kc_manual_clock_get_type ())
G_DECLARE_FINAL_TYPE (KcManualClock, kc_manual_clock, KC, MANUAL_CLOCK, KcClock)

struct _KcManualClock {
  KcClock parent_instance;

  gint64 now;
  GPtrArray *timers; /* borrowed: a timer removes itself when it is freed */
};

G_DEFINE_FINAL_TYPE (KcManualClock, kc_manual_clock, KC_TYPE_CLOCK)

typedef struct {
  GSource parent;
  gint64 due;
  KcManualClock *clock;
} ManualTimer;

static gboolean
manual_timer_check (GSource *source)
{
  ManualTimer *timer = (ManualTimer *) source;

  return timer->clock->now >= timer->due;
}

static gboolean
manual_timer_prepare (GSource *source, int *timeout_ms)
{
  *timeout_ms = -1;

  return manual_timer_check (source);
}

static void
manual_timer_finalize (GSource *source)
{
  ManualTimer *timer = (ManualTimer *) source;

  g_ptr_array_remove_fast (timer->clock->timers, source);
  g_object_unref (timer->clock);
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs manual_timer_funcs = {
    .prepare = manual_timer_prepare,
    .check = manual_timer_check,
    .dispatch = timer_dispatch,
    .finalize = manual_timer_finalize,
};

/* When the next timer is due, or `limit` if that is earlier. */
static gint64
find_next_due (KcManualClock *self, gint64 limit)
{
  for (guint i = 0; i < self->timers->len; i++)
    {
      ManualTimer *timer = g_ptr_array_index (self->timers, i);

      if (!g_source_is_destroyed (&timer->parent))
        limit = MIN (limit, timer->due);
    }

  return MAX (limit, self->now);
}

static gint64
kc_manual_clock_get_now (KcClock *clock)
{
  return KC_MANUAL_CLOCK (clock)->now;
}

static GSource *
kc_manual_clock_create_timer (KcClock *clock, gint64 delay_ms)
{
  KcManualClock *self = KC_MANUAL_CLOCK (clock);
  GSource *source = g_source_new (&manual_timer_funcs, sizeof (ManualTimer));
  ManualTimer *timer = (ManualTimer *) source;

  timer->clock = g_object_ref (self);
  timer->due = self->now + delay_ms;
  g_ptr_array_add (self->timers, source);

  return source;
}

static void
kc_manual_clock_finalize (GObject *object)
{
  KcManualClock *self = KC_MANUAL_CLOCK (object);

  g_clear_pointer (&self->timers, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_manual_clock_parent_class)->finalize (object);
}

static void
kc_manual_clock_class_init (KcManualClockClass *klass)
{
  KcClockClass *clock_class = KC_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kc_manual_clock_finalize;
  clock_class->get_now = kc_manual_clock_get_now;
  clock_class->create_timer = kc_manual_clock_create_timer;
}

static void
kc_manual_clock_init (KcManualClock *self)
{
  self->now = MANUAL_START_MS;
  self->timers = g_ptr_array_new ();
}

static void
run_what_is_pending (void)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  while (g_main_context_iteration (context, FALSE))
    ;
}

KcClock *
kc_clock_new_manual (void)
{
  return g_object_new (KC_TYPE_MANUAL_CLOCK, NULL);
}

void
kc_clock_advance (KcClock *clock, gint64 ms)
{
  g_autoptr (KcManualClock) self = NULL;
  gint64 target;

  g_return_if_fail (KC_IS_MANUAL_CLOCK (clock));
  g_return_if_fail (ms >= 0);

  self = g_object_ref (KC_MANUAL_CLOCK (clock));
  target = self->now + ms;
  run_what_is_pending ();

  /* A callback may itself have advanced the clock. */
  while (self->now < target)
    {
      self->now = find_next_due (self, target);
      run_what_is_pending ();
    }
}

void
kc_clock_sleep (KcClock *clock, gint64 ms)
{
  g_autoptr (KcManualClock) self = NULL;

  g_return_if_fail (KC_IS_MANUAL_CLOCK (clock));
  g_return_if_fail (ms >= 0);

  self = g_object_ref (KC_MANUAL_CLOCK (clock));
  run_what_is_pending ();
  self->now += ms;
  g_signal_emit_by_name (self, "woke", ms);
  run_what_is_pending ();
}
