/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-time.h"

#include <math.h>

struct _KcSandboxAlarm {
  KcSandboxTime *time;
  gint64 deadline_ms; /* 0: never */
  KcSandboxAlarmFunc func;
  gpointer user_data;
};

static void arm_timer (KcSandboxTime *self);

/* Starts the count anew at the present moment, so that a new scale has no effect on the past. */
static void
rebase (KcSandboxTime *self)
{
  self->service_ms = kc_sandbox_time_now (self);
  self->real_us = g_get_monotonic_time ();
}

/* The one that is due first, or NULL. */
static KcSandboxAlarm *
find_first (KcSandboxTime *self)
{
  KcSandboxAlarm *first = NULL;

  for (guint i = 0; i < self->alarms->len; i++)
    {
      KcSandboxAlarm *alarm = g_ptr_array_index (self->alarms, i);

      if (alarm->deadline_ms != 0 && (first == NULL || alarm->deadline_ms < first->deadline_ms))
        first = alarm;
    }
  return first;
}

/* Real milliseconds until `deadline_ms`, or -1 if nothing brings it nearer. */
static double
get_delay (KcSandboxTime *self, gint64 deadline_ms)
{
  gint64 left = deadline_ms - kc_sandbox_time_now (self);

  if (left <= 0)
    return 0;
  return self->scale > 0 ? MIN (ceil ((double) left / self->scale), (double) G_MAXINT) : -1;
}

static void
ring (KcSandboxAlarm *alarm)
{
  alarm->deadline_ms = 0;
  alarm->func (alarm->user_data);
}

static gboolean
timer_cb (gpointer user_data)
{
  KcSandboxTime *self = user_data;
  KcSandboxAlarm *first = find_first (self);

  g_clear_pointer (&self->timer, g_source_unref);
  if (first != NULL && first->deadline_ms <= kc_sandbox_time_now (self))
    ring (first);
  arm_timer (self);
  return G_SOURCE_REMOVE;
}

static void
arm_timer (KcSandboxTime *self)
{
  KcSandboxAlarm *first = find_first (self);
  double delay = first != NULL ? get_delay (self, first->deadline_ms) : -1;

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (delay < 0)
    return;

  self->timer = g_timeout_source_new ((guint) delay);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

void
kc_sandbox_time_init (KcSandboxTime *self)
{
  self->real_us = g_get_monotonic_time ();
  self->service_ms = 1; /* 0 stands for never */
  self->scale = 1;
  self->alarms = g_ptr_array_new ();
}

void
kc_sandbox_time_clear (KcSandboxTime *self)
{
  g_assert (self->alarms->len == 0);

  arm_timer (self);
  g_clear_pointer (&self->alarms, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

void
kc_sandbox_time_set_context (KcSandboxTime *self, GMainContext *context)
{
  g_clear_pointer (&self->context, g_main_context_unref);
  self->context = g_main_context_ref (context);
  arm_timer (self);
}

gint64
kc_sandbox_time_now (const KcSandboxTime *self)
{
  double passed_us = (double) (g_get_monotonic_time () - self->real_us);

  return self->service_ms + (gint64) (passed_us * self->scale / 1000);
}

void
kc_sandbox_time_set_scale (KcSandboxTime *self, double scale)
{
  rebase (self);
  self->scale = scale;
  arm_timer (self);
}

void
kc_sandbox_time_advance (KcSandboxTime *self, gint64 ms)
{
  KcSandboxAlarm *first;
  gint64 target;

  rebase (self);
  target = self->service_ms + ms;
  while ((first = find_first (self)) != NULL && first->deadline_ms <= target)
    {
      self->service_ms = MAX (self->service_ms, first->deadline_ms);
      ring (first);
    }
  self->service_ms = target;
  self->real_us = g_get_monotonic_time ();
  arm_timer (self);
}

KcSandboxAlarm *
kc_sandbox_alarm_new (KcSandboxTime *time, KcSandboxAlarmFunc func, gpointer user_data)
{
  KcSandboxAlarm *self = g_new0 (KcSandboxAlarm, 1);

  self->time = time;
  self->func = func;
  self->user_data = user_data;
  g_ptr_array_add (time->alarms, self);
  return self;
}

void
kc_sandbox_alarm_free (KcSandboxAlarm *self)
{
  g_ptr_array_remove_fast (self->time->alarms, self);
  if (self->deadline_ms != 0)
    arm_timer (self->time);
  g_free (self);
}

void
kc_sandbox_alarm_set (KcSandboxAlarm *self, gint64 deadline_ms)
{
  if (self->deadline_ms == deadline_ms)
    return;

  self->deadline_ms = deadline_ms;
  arm_timer (self->time);
}
