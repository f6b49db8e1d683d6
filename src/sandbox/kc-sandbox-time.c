/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-time.h"

#include <math.h>

/* Starts the count anew at the present moment, so that a new scale has no effect on the past. */
static void
rebase (KcSandboxTime *self)
{
  self->service_ms = kc_sandbox_time_now (self);
  self->real_us = g_get_monotonic_time ();
}

void
kc_sandbox_time_init (KcSandboxTime *self)
{
  self->real_us = g_get_monotonic_time ();
  self->service_ms = 0;
  self->scale = 1;
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
}

void
kc_sandbox_time_advance (KcSandboxTime *self, gint64 ms)
{
  rebase (self);
  self->service_ms += ms;
}

guint
kc_sandbox_time_get_delay (const KcSandboxTime *self, gint64 deadline_ms)
{
  gint64 left = deadline_ms - kc_sandbox_time_now (self);

  if (left <= 0)
    return 0;
  return (guint) MIN (ceil ((double) left / self->scale), (double) G_MAXINT);
}
