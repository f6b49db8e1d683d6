/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The practice service's own time: it may run faster than the wall (knob `time-scale`) and may be
 * moved on (knob `advance`). All deadlines are kept in it, in milliseconds.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 real_us;    /* when `service_ms` was right, g_get_monotonic_time () */
  gint64 service_ms; /* service time at that moment */
  double scale;
} KcSandboxTime;

void kc_sandbox_time_init (KcSandboxTime *self);
gint64 kc_sandbox_time_now (const KcSandboxTime *self);

/* Both change what is still to come; whoever has set a timer has to set it again. */
void kc_sandbox_time_set_scale (KcSandboxTime *self, double scale);
void kc_sandbox_time_advance (KcSandboxTime *self, gint64 ms);

/* Real milliseconds until `deadline_ms` of service time; 0 if it has passed. */
guint kc_sandbox_time_get_delay (const KcSandboxTime *self, gint64 deadline_ms);

G_END_DECLS
