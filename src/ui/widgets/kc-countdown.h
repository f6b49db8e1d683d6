/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCountdown: shows how much time a session has left, in words and, in the last two minutes, as a
 * thin bar. The time comes from the attempt or from a pending session. It is updated at most once a
 * second, and only while it is visible. It is announced at 5 minutes, 1 minute and 30 seconds, and
 * at the end.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-pending-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_COUNTDOWN (kc_countdown_get_type ())
G_DECLARE_FINAL_TYPE (KcCountdown, kc_countdown, KC, COUNTDOWN, AdwBin)

/* Signal: ended (): the time of the pending session is over. Not emitted for an attempt, which
 * notices that itself. */

/* NULL: shows nothing, in the same space. */
void kc_countdown_set_attempt (KcCountdown *self, KcAttempt *attempt);

/* The session to show while there is no attempt. Copied; NULL for none. */
void kc_countdown_set_pending (KcCountdown *self, const KcPendingSession *pending);

G_END_DECLS
