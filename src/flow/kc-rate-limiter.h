/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcRateLimiter: how often a key may be used. Keebai allows 60 requests a minute and 1,000 an hour
 * for each key, over everything that uses it. This keeps the program's own requests under both
 * limits.
 *
 * Others may use the same key. So when Keebai says 429 below the limits, the key is slowed for the
 * rest of the run: nothing is sent before Keebai allows it, and what polls does so half as often.
 *
 * Before each request, wait (kc_rate_limiter_wait_async ()), or check and count
 * (kc_rate_limiter_get_delay (), kc_rate_limiter_count ()). After each answer, report the error
 * (kc_rate_limiter_note ()).
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_RATE_LIMITER_PER_MINUTE 60
#define KC_RATE_LIMITER_PER_HOUR 1000
/* How much longer our minute and hour are than Keebai's: requests do not all take equally long. */
#define KC_RATE_LIMITER_MARGIN_MS 1000

/* A wait that is longer than this is reported. */
#define KC_RATE_LIMITER_LONG_WAIT_MS 2000

/* The slowest interval of repeated requests. */
#define KC_RATE_LIMITER_SLOWEST_MS 60000

#define KC_TYPE_RATE_LIMITER (kc_rate_limiter_get_type ())
G_DECLARE_FINAL_TYPE (KcRateLimiter, kc_rate_limiter, KC, RATE_LIMITER, GObject)

/* Properties, read-only, notified on change only:
 *   waiting (gboolean): a request has to wait for longer than KC_RATE_LIMITER_LONG_WAIT_MS
 */

KcRateLimiter *kc_rate_limiter_new (KcClock *clock);

/* One request is being sent now. */
void kc_rate_limiter_count (KcRateLimiter *self);

/* Milliseconds until one more request is within both limits and Keebai accepts it; 0 if it may be
 * sent now. */
gint64 kc_rate_limiter_get_delay (KcRateLimiter *self);

/* Waits until `n_requests` are within the limits, and counts them: the caller has to send them
 * then. */
void kc_rate_limiter_wait_async (KcRateLimiter *self,
                                 guint n_requests,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* FALSE only with G_IO_ERROR_CANCELLED; then nothing is counted. */
gboolean kc_rate_limiter_wait_finish (KcRateLimiter *self, GAsyncResult *result, GError **error);

gboolean kc_rate_limiter_get_waiting (KcRateLimiter *self);

/* KC_ERROR_RATE_LIMITED, unsent: why nothing is sent now. */
GError *kc_rate_limiter_create_error (KcRateLimiter *self) G_GNUC_WARN_UNUSED_RESULT;

/* Keebai said 429. `retry_after_ms` is how long it asks to wait, or -1. */
void kc_rate_limiter_slow_down (KcRateLimiter *self, gint64 retry_after_ms);

/* The result of a request: slows down if `error` is KC_ERROR_RATE_LIMITED. May be NULL. */
void kc_rate_limiter_note (KcRateLimiter *self, const GError *error);

/* The interval between two requests of the same kind: `interval_ms`, or more with a slowed key;
 * twice that for the last quarter of the hour's requests, so that they last longer. */
gint64 kc_rate_limiter_adjust_interval (KcRateLimiter *self, gint64 interval_ms);

/* Few requests are left, or Keebai accepts none now: requests that nobody waits for should be put
 * off. */
gboolean kc_rate_limiter_is_running_low (KcRateLimiter *self);

G_END_DECLS
