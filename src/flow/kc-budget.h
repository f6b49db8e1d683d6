/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBudget: how often a key may be used. Keebai counts 60 requests a minute and 1,000 an hour for
 * each key, over everything that uses it; this keeps what the program itself spends under both.
 *
 * Others may use the same key. So when Keebai says 429 although this budget had some left, the key
 * is slowed for the rest of the run: nobody asks before Keebai wants to be asked, and whatever asks
 * again and again does so half as often.
 *
 * Whoever sends a request first waits (kc_budget_wait_async ()), or looks when it may and then
 * counts it (kc_budget_get_delay (), kc_budget_spend ()); whoever gets an answer hands the error in
 * (kc_budget_note ()).
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_BUDGET_PER_MINUTE 60
#define KC_BUDGET_PER_HOUR 1000
/* Longer than their minute and their hour: not every request is on the way for as long. */
#define KC_BUDGET_MARGIN_MS 1000

/* Waiting for longer than this is told. */
#define KC_BUDGET_PATIENCE_MS 2000

/* Where what is repeated is slowed to. */
#define KC_BUDGET_SLOWEST_MS 60000

#define KC_TYPE_BUDGET (kc_budget_get_type ())
G_DECLARE_FINAL_TYPE (KcBudget, kc_budget, KC, BUDGET, GObject)

/* Properties, read-only, notified on change only:
 *   waiting (gboolean): somebody has to wait for longer than KC_BUDGET_PATIENCE_MS
 */

KcBudget *kc_budget_new (KcClock *clock);

/* One request is being sent now. */
void kc_budget_spend (KcBudget *self);

/* Milliseconds until a further request fits under both limits and Keebai wants to be asked; 0 if
 * it does now. */
gint64 kc_budget_get_delay (KcBudget *self);

/* Waits until `n_requests` fit together, and counts them: they have to be sent then. */
void kc_budget_wait_async (KcBudget *self,
                           guint n_requests,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* FALSE only with G_IO_ERROR_CANCELLED; nothing is counted then. */
gboolean kc_budget_wait_finish (KcBudget *self, GAsyncResult *result, GError **error);

gboolean kc_budget_get_waiting (KcBudget *self);

/* Why nothing is sent now, as KC_ERROR_RATE_LIMITED: nobody was asked. */
GError *kc_budget_create_error (KcBudget *self) G_GNUC_WARN_UNUSED_RESULT;

/* Keebai has said 429. `retry_after_ms`: how long it asks to wait, or -1. */
void kc_budget_slow_down (KcBudget *self, gint64 retry_after_ms);

/* What came of a request: slows down if `error` is KC_ERROR_RATE_LIMITED. NULL is fine. */
void kc_budget_note (KcBudget *self, const GError *error);

/* `interval_ms` between two requests of the same kind, or more on a key that was slowed; twice that
 * for the last quarter of the hour's requests, so that they do not all end at once. */
gint64 kc_budget_stretch (KcBudget *self, gint64 interval_ms);

/* Not much is left, or Keebai wants to be left alone now: what nobody waits for is put off. */
gboolean kc_budget_is_short (KcBudget *self);

G_END_DECLS
