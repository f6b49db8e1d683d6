/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPoller: polls one session.
 *
 * Polls never overlap: the next one is due an interval after the answer to the last. The interval
 * is at least the one that Keebai named; one poll may be early, but not several in a row. After an
 * error the next poll is put off, as long as the server asks or by the backoff; an error never ends
 * the polling: that is up to the owner. A final word (completed, expired, cancelled) stops the
 * poller; it is remembered, and no poll follows it.
 *
 * No poll exceeds the rate limit of the key, and with a slowed key the intervals are longer. When
 * the computer has slept, a poll under way is given up and the session is polled at once.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

/* How often one poll may come early. */
#define KC_POLLER_EARLY_MS 30000

/* Even an early poll is at least this long after the one before. */
#define KC_POLLER_SPACING_MS 2000

#define KC_TYPE_POLLER (kc_poller_get_type ())
G_DECLARE_FINAL_TYPE (KcPoller, kc_poller, KC, POLLER, GObject)

/* Signals:
 *   answered (KcPoll, GError): exactly one is not NULL; borrowed. After an error or "pending" the
 *     next poll is already planned; kc_poller_stop () cancels it. Also emitted, with
 *     KC_ERROR_RATE_LIMITED, when a poll has to wait long for the rate limit of the key. */

/* `session` is copied. */
KcPoller *kc_poller_new (KcClient *client,
                         KcClock *clock,
                         KcRateLimiter *rate_limiter,
                         const KcSession *session);

/* Another key for the same session, while the poller does not run. */
void kc_poller_set_client (KcPoller *self, KcClient *client, KcRateLimiter *rate_limiter);

/* Whether it polls only while the key has requests to spare (kc_rate_limiter_is_running_low ());
 * FALSE at first. A poll that is left out is not reported. */
void kc_poller_set_low_priority (KcPoller *self, gboolean low_priority);

/* Polls first after `first_ms`, then every `interval_ms`, but not more often than Keebai wants.
 * Restarts a poller that runs. Nothing is emitted before it returns. After a final word that word
 * is emitted once more instead of a poll. */
void kc_poller_start (KcPoller *self, gint64 first_ms, gint64 interval_ms);

/* Counts from the last answer. Does nothing if the poller does not run. */
void kc_poller_set_interval (KcPoller *self, gint64 interval_ms);

/* Polls as soon as the spacing, a `Retry-After` and the rate limit of the key allow. A poll that is
 * late already is given up. */
void kc_poller_poll_now (KcPoller *self);

/* Nothing is emitted any more, a poll under way is cancelled. */
void kc_poller_stop (KcPoller *self);

gboolean kc_poller_is_running (KcPoller *self);

G_END_DECLS
