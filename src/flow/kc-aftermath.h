/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAftermath: a session that was left (kc_attempt_may_succeed_late ()) may still be finished at
 * the other end. This looks after it, slowly and only with what the key has to spare, until some
 * time after its own time is over; a channel that came of it shall not go unnoticed.
 *
 * A key that is turned away is not used again; kc_aftermath_set_client () goes on with another one.
 */

#pragma once

#include "kc-budget.h"
#include "kc-client.h"
#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_AFTERMATH_INTERVAL_MS 30000
/* How long after the session's time. */
#define KC_AFTERMATH_EXTRA_MS (2 * 60 * 1000)

#define KC_TYPE_AFTERMATH (kc_aftermath_get_type ())
G_DECLARE_FINAL_TYPE (KcAftermath, kc_aftermath, KC, AFTERMATH, GObject)

/* Signals, exactly one of them, once, and none before kc_aftermath_new () returns:
 *   connected (KcChannel channel): it was finished after all; NULL if Keebai did not name it
 *   over (): nothing will come of it any more, or nobody will know
 */

/* Begins at once. `session` is copied. `before`: the channels there were (KcChannel), NULL if that
 * is not known. `ms_left` of the session's time, may be over already. */
KcAftermath *kc_aftermath_new (KcClient *client,
                               KcClock *clock,
                               KcBudget *budget,
                               const KcSession *session,
                               GPtrArray *before,
                               gint64 ms_left);

/* No other attempt runs that a new channel could be of: then, at the end, the channels are compared
 * once. FALSE in the beginning. */
void kc_aftermath_set_alone (KcAftermath *self, gboolean alone);

/* Another key for the same session. */
void kc_aftermath_set_client (KcAftermath *self, KcClient *client, KcBudget *budget);

/* Cancels; nothing is emitted any more. */
void kc_aftermath_stop (KcAftermath *self);

G_END_DECLS
