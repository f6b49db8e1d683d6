/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLateCompletion: a session that was left (kc_attempt_may_succeed_late ()) may still be finished
 * at the other end. This looks after it, slowly and only with what the key has to spare, until some
 * time after its own time is over; a channel that came of it shall not go unnoticed.
 *
 * A key that is turned away is not used again; kc_late_completion_set_client () goes on with
 * another one.
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

/* Signals, exactly one of them, once, and none before kc_late_completion_new () returns:
 *   connected (KcChannel channel): it was finished after all; NULL if Keebai did not name it
 *   over (): nothing will come of it any more, or nobody will know
 */

/* Begins at once. `session` is copied. `before`: the channels there were (KcChannel), NULL if that
 * is not known. `ms_left` of the session's time, may be over already. */
KcLateCompletion *kc_late_completion_new (KcClient *client,
                                          KcClock *clock,
                                          KcRateLimiter *rate_limiter,
                                          const KcSession *session,
                                          GPtrArray *before,
                                          gint64 ms_left);

/* No other attempt runs that a new channel could be of: then, at the end, the channels are compared
 * once. FALSE in the beginning. */
void kc_late_completion_set_alone (KcLateCompletion *self, gboolean alone);

/* Another key for the same session. */
void kc_late_completion_set_client (KcLateCompletion *self,
                                    KcClient *client,
                                    KcRateLimiter *rate_limiter);

/* Cancels; nothing is emitted any more. */
void kc_late_completion_stop (KcLateCompletion *self);

G_END_DECLS
