/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The system's clock. */

#include "kc-clock.h"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* How often the clock is read without a timerfd: poll () does not count the time asleep. */
#define FALLBACK_PERIOD_MS 1000
/* A shorter sleep does not matter; the two clocks are not read at the same moment. */
#define SHORTEST_SLEEP_MS 1000

#define KC_TYPE_SYSTEM_CLOCK (kc_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (KcSystemClock, kc_system_clock, KC, SYSTEM_CLOCK, KcClock)

struct _KcSystemClock {
  KcClock parent_instance;

  gint64 asleep_us; /* how long the computer has slept since it was started, as far as seen */
};

G_DEFINE_FINAL_TYPE (KcSystemClock, kc_system_clock, KC_TYPE_CLOCK)

typedef struct {
  GSource parent;
  KcSystemClock *clock;
  gint64 due_us; /* CLOCK_BOOTTIME */
  int fd;        /* a timerfd that only wakes poll () up; -1 if there is none */
} SystemTimer;

static gint64
get_time_us (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
get_boottime_us (void)
{
  return get_time_us (CLOCK_BOOTTIME);
}

/* CLOCK_MONOTONIC stops while the computer sleeps: what it is behind CLOCK_BOOTTIME, and was not
 * seen yet, is the last sleep. */
static gint64
get_unseen_sleep_us (KcSystemClock *self)
{
  return get_boottime_us () - get_time_us (CLOCK_MONOTONIC) - self->asleep_us;
}

static gint64
kc_system_clock_take_sleep (KcClock *clock)
{
  KcSystemClock *self = KC_SYSTEM_CLOCK (clock);
  gint64 slept_us = get_unseen_sleep_us (self);

  if (slept_us < SHORTEST_SLEEP_MS * 1000)
    return 0;

  self->asleep_us += slept_us;

  return slept_us / 1000;
}

static gboolean
system_timer_prepare (GSource *source, int *timeout_ms)
{
  SystemTimer *timer = (SystemTimer *) source;
  gint64 left_us = timer->due_us - get_boottime_us ();

  *timeout_ms = -1;
  if (timer->fd < 0)
    *timeout_ms = CLAMP ((left_us + 999) / 1000, 0, FALLBACK_PERIOD_MS);

  return left_us <= 0;
}

static gboolean
system_timer_check (GSource *source)
{
  SystemTimer *timer = (SystemTimer *) source;

  return get_boottime_us () >= timer->due_us
         || get_unseen_sleep_us (timer->clock) >= SHORTEST_SLEEP_MS * 1000;
}

/* Handlers learn of the sleep before any timer fires, and may stop this one. */
static gboolean
system_timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  SystemTimer *timer = (SystemTimer *) source;
  gint64 slept_ms = kc_system_clock_take_sleep (KC_CLOCK (timer->clock));

  if (slept_ms > 0)
    g_signal_emit_by_name (timer->clock, "woke", slept_ms);
  if (g_source_is_destroyed (source) || get_boottime_us () < timer->due_us)
    return G_SOURCE_CONTINUE;

  return callback (user_data);
}

static void
system_timer_finalize (GSource *source)
{
  SystemTimer *timer = (SystemTimer *) source;

  if (timer->fd >= 0)
    close (timer->fd);
  g_object_unref (timer->clock);
}

static GSourceFuncs system_timer_funcs = {
    .prepare = system_timer_prepare,
    .check = system_timer_check,
    .dispatch = system_timer_dispatch,
    .finalize = system_timer_finalize,
};

static gint64
kc_system_clock_get_now (KcClock *clock)
{
  return get_boottime_us () / 1000;
}

static GSource *
kc_system_clock_create_timer (KcClock *clock, gint64 delay_ms)
{
  GSource *source = g_source_new (&system_timer_funcs, sizeof (SystemTimer));
  SystemTimer *timer = (SystemTimer *) source;
  struct itimerspec spec = {0};

  timer->clock = g_object_ref (KC_SYSTEM_CLOCK (clock));
  timer->due_us = get_boottime_us () + delay_ms * 1000;
  timer->fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer->fd < 0)
    return source;

  spec.it_value.tv_sec = timer->due_us / G_USEC_PER_SEC;
  spec.it_value.tv_nsec = timer->due_us % G_USEC_PER_SEC * 1000;
  if (timerfd_settime (timer->fd, TFD_TIMER_ABSTIME, &spec, NULL) == 0)
    g_source_add_unix_fd (source, timer->fd, G_IO_IN);
  else
    {
      close (timer->fd);
      timer->fd = -1;
    }

  return source;
}

static void
kc_system_clock_class_init (KcSystemClockClass *klass)
{
  KcClockClass *clock_class = KC_CLOCK_CLASS (klass);

  clock_class->get_now = kc_system_clock_get_now;
  clock_class->create_timer = kc_system_clock_create_timer;
  clock_class->take_sleep = kc_system_clock_take_sleep;
}

static void
kc_system_clock_init (KcSystemClock *self)
{
  self->asleep_us = get_unseen_sleep_us (self);
}

KcClock *
kc_clock_new_system (void)
{
  return g_object_new (KC_TYPE_SYSTEM_CLOCK, NULL);
}
