/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-clock.h"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Without a timerfd the clock is looked at this often: poll () does not count the time asleep. */
#define FALLBACK_PERIOD_MS 1000
#define MANUAL_START_MS 1000000

G_DEFINE_ABSTRACT_TYPE (KcClock, kc_clock, G_TYPE_OBJECT)

/* --- the system's clock ---------------------------------------------------------------------- */

#define KC_TYPE_SYSTEM_CLOCK (kc_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (KcSystemClock, kc_system_clock, KC, SYSTEM_CLOCK, KcClock)

struct _KcSystemClock {
  KcClock parent_instance;
};

G_DEFINE_FINAL_TYPE (KcSystemClock, kc_system_clock, KC_TYPE_CLOCK)

typedef struct {
  GSource parent;
  gint64 due_us; /* CLOCK_BOOTTIME */
  int fd;        /* a timerfd that only wakes poll () up; -1 if there is none */
} SystemTimer;

static gint64
get_boottime_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
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

  return get_boottime_us () >= timer->due_us;
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
system_timer_finalize (GSource *source)
{
  SystemTimer *timer = (SystemTimer *) source;

  if (timer->fd >= 0)
    close (timer->fd);
}

static GSourceFuncs system_timer_funcs = {
    .prepare = system_timer_prepare,
    .check = system_timer_check,
    .dispatch = timer_dispatch,
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
}

static void
kc_system_clock_init (KcSystemClock *self)
{
}

/* --- the manual clock ------------------------------------------------------------------------ */

#define KC_TYPE_MANUAL_CLOCK (kc_manual_clock_get_type ())
G_DECLARE_FINAL_TYPE (KcManualClock, kc_manual_clock, KC, MANUAL_CLOCK, KcClock)

struct _KcManualClock {
  KcClock parent_instance;

  gint64 now;
  GPtrArray *timers; /* borrowed: a timer takes itself out when it is freed */
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

static GSourceFuncs manual_timer_funcs = {
    .prepare = manual_timer_prepare,
    .check = manual_timer_check,
    .dispatch = timer_dispatch,
    .finalize = manual_timer_finalize,
};

/* When the next timer is due, if that is not after `limit`; else `limit`. */
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

/* --- both ------------------------------------------------------------------------------------ */

typedef struct {
  GSourceOnceFunc func;
  gpointer user_data;
} Call;

static gboolean
call_once_cb (gpointer data)
{
  Call *call = data;

  call->func (call->user_data);

  return G_SOURCE_REMOVE;
}

static void
kc_clock_class_init (KcClockClass *klass)
{
}

static void
kc_clock_init (KcClock *self)
{
}

KcClock *
kc_clock_new_system (void)
{
  return g_object_new (KC_TYPE_SYSTEM_CLOCK, NULL);
}

KcClock *
kc_clock_new_manual (void)
{
  return g_object_new (KC_TYPE_MANUAL_CLOCK, NULL);
}

gint64
kc_clock_get_now (KcClock *self)
{
  g_return_val_if_fail (KC_IS_CLOCK (self), 0);

  return KC_CLOCK_GET_CLASS (self)->get_now (self);
}

GSource *
kc_clock_add_timer (KcClock *self, gint64 delay_ms, GSourceOnceFunc func, gpointer user_data)
{
  GSource *source;
  Call *call;

  g_return_val_if_fail (KC_IS_CLOCK (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  call = g_new (Call, 1);
  call->func = func;
  call->user_data = user_data;

  source = KC_CLOCK_GET_CLASS (self)->create_timer (self, MAX (delay_ms, 0));
  g_source_set_callback (source, call_once_cb, call, g_free);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

void
kc_clear_timer (GSource **timer)
{
  GSource *source = g_steal_pointer (timer);

  if (source == NULL)
    return;

  g_source_destroy (source);
  g_source_unref (source);
}

void
kc_clock_advance (KcClock *clock, gint64 ms)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  KcManualClock *self;
  gint64 target;

  g_return_if_fail (KC_IS_MANUAL_CLOCK (clock));
  g_return_if_fail (ms >= 0);

  self = g_object_ref (KC_MANUAL_CLOCK (clock));
  target = self->now + ms;

  while (g_main_context_iteration (context, FALSE))
    ;

  /* A callback may itself have moved the clock. */
  while (self->now < target)
    {
      self->now = find_next_due (self, target);
      while (g_main_context_iteration (context, FALSE))
        ;
    }

  g_object_unref (self);
}
