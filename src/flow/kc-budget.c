/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-budget.h"

#define MINUTE_MS (60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)

struct _KcBudget {
  GObject parent_instance;

  KcClock *clock;
  /* When each of the last KC_BUDGET_PER_HOUR requests was sent, as a ring: a further one fits when
   * the one that many requests back has left the window. */
  gint64 sent[KC_BUDGET_PER_HOUR];
  guint64 n_sent; /* ever */
};

G_DEFINE_FINAL_TYPE (KcBudget, kc_budget, G_TYPE_OBJECT)

static gint64
get_window_delay (KcBudget *self, guint limit, gint64 window_ms)
{
  gint64 sent;

  if (self->n_sent < limit)
    return 0;

  sent = self->sent[(self->n_sent - limit) % KC_BUDGET_PER_HOUR];

  return MAX (0, sent + window_ms - kc_clock_get_now (self->clock));
}

static void
kc_budget_finalize (GObject *object)
{
  KcBudget *self = KC_BUDGET (object);

  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_budget_parent_class)->finalize (object);
}

static void
kc_budget_class_init (KcBudgetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_budget_finalize;
}

static void
kc_budget_init (KcBudget *self)
{
}

KcBudget *
kc_budget_new (KcClock *clock)
{
  KcBudget *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_BUDGET, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

void
kc_budget_spend (KcBudget *self)
{
  g_return_if_fail (KC_IS_BUDGET (self));

  self->sent[self->n_sent % KC_BUDGET_PER_HOUR] = kc_clock_get_now (self->clock);
  self->n_sent++;
}

gint64
kc_budget_get_delay (KcBudget *self)
{
  g_return_val_if_fail (KC_IS_BUDGET (self), 0);

  return MAX (get_window_delay (self, KC_BUDGET_PER_MINUTE, MINUTE_MS),
              get_window_delay (self, KC_BUDGET_PER_HOUR, HOUR_MS));
}
