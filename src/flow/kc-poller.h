/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPoller: asks how one session stands, again and again.
 *
 * Polls never overlap: the next one is due an interval after the answer to the last, and however
 * short an interval somebody asks for, it is at least the one that Keebai named; one poll may come
 * early, but not a row of them. One that went wrong puts the next off, by what the server asked for
 * or by the backoff, and is never an end by itself: whether to go on is the owner's business. A
 * final word (completed, expired, cancelled) stops the poller; it is remembered, and no poll
 * follows it.
 *
 * No poll is sent above the limits of the key, and on a key that was slowed the intervals are
 * longer. When the computer has slept, a poll under way is given up and the session asked at once.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

/* How often one poll may come early. */
#define KC_POLLER_EARLY_MS 30000

/* Even the poll that comes early keeps this distance from the one before. */
#define KC_POLLER_SPACING_MS 2000

#define KC_TYPE_POLLER (kc_poller_get_type ())
G_DECLARE_FINAL_TYPE (KcPoller, kc_poller, KC, POLLER, GObject)

/* Signals:
 *   answered (KcPoll, GError): exactly one is not NULL; borrowed. After an error or
 *     "pending" the next poll is planned already: stop the poller if there shall be none. Also
 *     emitted, with KC_ERROR_RATE_LIMITED, when a poll has to wait long for the limits of the key.
 */

/* `session` is copied. */
KcPoller *kc_poller_new (KcClient *client,
                         KcClock *clock,
                         KcRateLimiter *rate_limiter,
                         const KcSession *session);

/* Another key for the same session, while the poller does not run. */
void kc_poller_set_client (KcPoller *self, KcClient *client, KcRateLimiter *rate_limiter);

/* Whether it polls only while the key has requests to spare (kc_rate_limiter_is_short ()); FALSE at
 * first. A poll that is left out is not told. */
void kc_poller_set_sparing (KcPoller *self, gboolean sparing);

/* Asks first after `first_ms`, then every `interval_ms`, but not more often than Keebai wants. On
 * one that runs already it starts anew. Nothing is emitted before it returns; after a final word
 * that word is emitted once more, and nothing is asked. */
void kc_poller_start (KcPoller *self, gint64 first_ms, gint64 interval_ms);

/* Counts from the last answer. Does nothing on one that does not run. */
void kc_poller_set_interval (KcPoller *self, gint64 interval_ms);

/* Asks as soon as the spacing, a `Retry-After` and the limits of the key allow; a poll that is late
 * already is given up for that. */
void kc_poller_poll_now (KcPoller *self);

/* Nothing is emitted any more, a poll under way is cancelled. */
void kc_poller_stop (KcPoller *self);

gboolean kc_poller_is_running (KcPoller *self);

G_END_DECLS
