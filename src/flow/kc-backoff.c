/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-backoff.h"

struct _KcBackoff {
  GRand *rand;
  gint64 cap_ms;
  gint64 step_ms;
};

KcBackoff *
kc_backoff_new (gint64 cap_ms, GRand *rand)
{
  KcBackoff *self;

  g_return_val_if_fail (cap_ms >= KC_BACKOFF_FIRST_MS, NULL);

  self = g_new0 (KcBackoff, 1);
  self->rand = rand != NULL ? rand : g_rand_new ();
  self->cap_ms = cap_ms;
  self->step_ms = KC_BACKOFF_FIRST_MS;

  return self;
}

void
kc_backoff_free (KcBackoff *self)
{
  g_rand_free (self->rand);
  g_free (self);
}

gint64
kc_backoff_next (KcBackoff *self, gint64 at_least_ms)
{
  gint64 step_ms;

  g_return_val_if_fail (self != NULL, 0);

  step_ms = self->step_ms;
  self->step_ms = MIN (step_ms * 2, self->cap_ms);

  return MAX (step_ms, at_least_ms) + g_rand_int_range (self->rand, 0, KC_BACKOFF_JITTER_MS + 1);
}

void
kc_backoff_reset (KcBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->step_ms = KC_BACKOFF_FIRST_MS;
}
