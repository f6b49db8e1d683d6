/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The practice service's own time: it may run faster than real time or stand still (knob
 * `time-scale`), and may be advanced (knob `advance`). All deadlines are in it, in milliseconds,
 * and everything that waits for one is an alarm on it. So when it jumps by an hour, everything of
 * that hour happens in order, each at its own time.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GMainContext *context;
  gint64 real_us;    /* when `service_ms` was right, g_get_monotonic_time () */
  gint64 service_ms; /* service time at that moment */
  double scale;
  GPtrArray *alarms; /* borrowed */
  GSource *timer;    /* until the first of them */
} KcSandboxTime;

void kc_sandbox_time_init (KcSandboxTime *self);
void kc_sandbox_time_clear (KcSandboxTime *self);

/* Where the alarms go off. */
void kc_sandbox_time_set_context (KcSandboxTime *self, GMainContext *context);

gint64 kc_sandbox_time_now (const KcSandboxTime *self);

/* 0: stands still until it is moved on. */
void kc_sandbox_time_set_scale (KcSandboxTime *self, double scale);

/* What becomes due meanwhile is done before this returns. */
void kc_sandbox_time_advance (KcSandboxTime *self, gint64 ms);

/* Something that happens at a moment of service time. */
typedef struct _KcSandboxAlarm KcSandboxAlarm;

/* The owner may free it within `func`. */
typedef void (*KcSandboxAlarmFunc) (gpointer user_data);

KcSandboxAlarm *
kc_sandbox_alarm_new (KcSandboxTime *time, KcSandboxAlarmFunc func, gpointer user_data);
void kc_sandbox_alarm_free (KcSandboxAlarm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSandboxAlarm, kc_sandbox_alarm_free)

/* In place of what it was set to. 0: never; one that has passed: on the next turn of the loop. */
void kc_sandbox_alarm_set (KcSandboxAlarm *self, gint64 deadline_ms);

G_END_DECLS
