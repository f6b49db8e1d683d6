/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcRateLimiter: how often a key may be used. Keebai counts 60 requests a minute and 1,000 an hour
 * for each key, over everything that uses it; this keeps what the program itself spends under both.
 *
 * Others may use the same key. So when Keebai says 429 below the limits, the key is slowed for the
 * rest of the run: nothing is sent before Keebai allows it, and what polls does so half as often.
 *
 * Whoever sends a request first waits (kc_rate_limiter_wait_async ()), or looks when it may and
 * then counts it (kc_rate_limiter_get_delay (), kc_rate_limiter_spend ()); whoever gets an answer
 * hands the error in (kc_rate_limiter_note ()).
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_RATE_LIMITER_PER_MINUTE 60
#define KC_RATE_LIMITER_PER_HOUR 1000
/* Longer than their minute and their hour: not every request is on the way for as long. */
#define KC_RATE_LIMITER_MARGIN_MS 1000

/* Waiting for longer than this is told. */
#define KC_RATE_LIMITER_PATIENCE_MS 2000

/* Where what is repeated is slowed to. */
#define KC_RATE_LIMITER_SLOWEST_MS 60000

#define KC_TYPE_RATE_LIMITER (kc_rate_limiter_get_type ())
G_DECLARE_FINAL_TYPE (KcRateLimiter, kc_rate_limiter, KC, RATE_LIMITER, GObject)

/* Properties, read-only, notified on change only:
 *   waiting (gboolean): somebody has to wait for longer than KC_RATE_LIMITER_PATIENCE_MS
 */

KcRateLimiter *kc_rate_limiter_new (KcClock *clock);

/* One request is being sent now. */
void kc_rate_limiter_spend (KcRateLimiter *self);

/* Milliseconds until a further request fits under both limits and Keebai wants to be asked; 0 if
 * it does now. */
gint64 kc_rate_limiter_get_delay (KcRateLimiter *self);

/* Waits until `n_requests` fit together, and counts them: they have to be sent then. */
void kc_rate_limiter_wait_async (KcRateLimiter *self,
                                 guint n_requests,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* FALSE only with G_IO_ERROR_CANCELLED; nothing is counted then. */
gboolean kc_rate_limiter_wait_finish (KcRateLimiter *self, GAsyncResult *result, GError **error);

gboolean kc_rate_limiter_get_waiting (KcRateLimiter *self);

/* Why nothing is sent now, as KC_ERROR_RATE_LIMITED: nobody was asked. */
GError *kc_rate_limiter_create_error (KcRateLimiter *self) G_GNUC_WARN_UNUSED_RESULT;

/* Keebai has said 429. `retry_after_ms`: how long it asks to wait, or -1. */
void kc_rate_limiter_slow_down (KcRateLimiter *self, gint64 retry_after_ms);

/* What came of a request: slows down if `error` is KC_ERROR_RATE_LIMITED. NULL is fine. */
void kc_rate_limiter_note (KcRateLimiter *self, const GError *error);

/* `interval_ms` between two requests of the same kind, or more on a key that was slowed; twice that
 * for the last quarter of the hour's requests, so that they do not all end at once. */
gint64 kc_rate_limiter_stretch (KcRateLimiter *self, gint64 interval_ms);

/* Not much is left, or Keebai wants to be left alone now: what nobody waits for is put off. */
gboolean kc_rate_limiter_is_short (KcRateLimiter *self);

G_END_DECLS
