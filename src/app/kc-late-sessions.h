/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLateSessions: sessions that were left here and may be finished all the same: the person
 * stopped, or the time was up, and then the signup in the browser was sent off, or the phone was
 * through.
 *
 * Each is looked after (KcLateCompletion), two at a time. If one is finished, what was wanted is
 * done: an attempt for the same that runs is ended, so that nothing is connected twice, and the
 * result of the old one is shown. An attempt whose phone has scanned is waited for. If something
 * else runs, or has been connected meanwhile, that stays on the screen, and the other is only told.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

#define KC_LATE_SESSIONS_MAX 2

typedef struct _KcController KcController;

#define KC_TYPE_LATE_SESSIONS (kc_late_sessions_get_type ())
G_DECLARE_FINAL_TYPE (KcLateSessions, kc_late_sessions, KC, LATE_SESSIONS, GObject)

/* `controller` is our owner. */
KcLateSessions *kc_late_sessions_new (KcController *controller);

/* The attempt that is about to start; looked after when it has ended, if that is worth it. */
void kc_late_sessions_follow (KcLateSessions *self, KcAttempt *attempt);

/* An attempt that is not followed any more, and has ended. */
void kc_late_sessions_add_attempt (KcLateSessions *self, KcAttempt *attempt);

/* A session without an attempt, such as one of an earlier run that is not gone on with. Everything
 * is copied or taken a reference of; `before` may be NULL. */
void kc_late_sessions_add (KcLateSessions *self,
                           const KcConnectRequest *request,
                           const KcSession *session,
                           GPtrArray *before,
                           gint64 ms_left);

/* The controller has another key, or none. */
void kc_late_sessions_follow_client (KcLateSessions *self);

/* For good. */
void kc_late_sessions_stop (KcLateSessions *self);

G_END_DECLS
