/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLateCompletion: a session that was left (kc_attempt_may_succeed_late ()) may still be finished
 * in the browser or on the phone. This polls it slowly (KcPoller), and only while the key has
 * requests to spare, until some time after the session's time is over. Only what Keebai says about
 * the session counts: a new channel in the list may be anybody's.
 *
 * A rejected key is not used again; kc_late_completion_set_client () continues with another one.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_LATE_COMPLETION_INTERVAL_MS 30000
/* How long after the session's time. */
#define KC_LATE_COMPLETION_EXTRA_MS (2 * 60 * 1000)

#define KC_TYPE_LATE_COMPLETION (kc_late_completion_get_type ())
G_DECLARE_FINAL_TYPE (KcLateCompletion, kc_late_completion, KC, LATE_COMPLETION, GObject)

/* Signals, one of the two, once, after kc_late_completion_new () has returned:
 *   connected (KcChannel channel): it was finished after all; NULL if Keebai did not name the
 *     channel
 *   over (): it will not be finished any more, or nobody can know
 */

/* Begins at once. `session` is copied. `ms_left` is what is left of its time; 0 or less if it is
 * over. */
KcLateCompletion *kc_late_completion_new (KcClient *client,
                                          KcClock *clock,
                                          KcRateLimiter *rate_limiter,
                                          const KcSession *session,
                                          gint64 ms_left);

/* Another key for the same session. */
void kc_late_completion_set_client (KcLateCompletion *self,
                                    KcClient *client,
                                    KcRateLimiter *rate_limiter);

/* Cancels; nothing is emitted any more. */
void kc_late_completion_stop (KcLateCompletion *self);

G_END_DECLS
