/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCountdown: how much time the session has left, in words, and in its last two minutes also as a
 * thin bar. It only shows what the attempt says, or what is known of a pending session. It looks at
 * most once a second, and only while it can be seen. A screen reader says it at 5 minutes, 1 minute
 * and 30 seconds, and at the end.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-pending-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_COUNTDOWN (kc_countdown_get_type ())
G_DECLARE_FINAL_TYPE (KcCountdown, kc_countdown, KC, COUNTDOWN, AdwBin)

/* Signal: ended (): the time of a session without an attempt came to its end. What an attempt does
 * then is its own business. */

/* NULL: shows nothing, in the same space. */
void kc_countdown_set_attempt (KcCountdown *self, KcAttempt *attempt);

/* Counts while there is no attempt. Copied; NULL for none. */
void kc_countdown_set_pending (KcCountdown *self, const KcPendingSession *pending);

G_END_DECLS
