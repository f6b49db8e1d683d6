/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBudget: how often a key may be used. Keebai counts 60 requests a minute and 1,000 an hour for
 * each key, over everything that uses it; this keeps what the program itself spends under both.
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_BUDGET_PER_MINUTE 60
#define KC_BUDGET_PER_HOUR 1000

#define KC_TYPE_BUDGET (kc_budget_get_type ())
G_DECLARE_FINAL_TYPE (KcBudget, kc_budget, KC, BUDGET, GObject)

KcBudget *kc_budget_new (KcClock *clock);

/* One request is being sent now. */
void kc_budget_spend (KcBudget *self);

/* Milliseconds until a further request fits under both limits; 0 if it does now. */
gint64 kc_budget_get_delay (KcBudget *self);

G_END_DECLS
