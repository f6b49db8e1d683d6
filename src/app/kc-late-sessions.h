/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLateSessions: watches sessions that were abandoned here and may still be finished elsewhere:
 * the person stopped, or the time was up, but the signup was then submitted in the browser, or the
 * phone finished linking.
 *
 * Each is polled (KcLateCompletion), up to KC_LATE_SESSIONS_MAX at a time. When one is finished,
 * ::show-result asks for its result to be shown, in place of an attempt for the same that runs, so
 * that nothing is connected twice. An attempt whose phone has scanned is waited for. If something
 * else runs, or has been connected meanwhile, that stays on the screen, and
 * ::finished-in-background is emitted.
 *
 * Both signals come from the main loop, never from within a notification of an attempt.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

#define KC_LATE_SESSIONS_MAX 2

/* Reference-counted. */
typedef struct {
  KcConnectRequest *request;
  KcSession *session;
  GPtrArray *before;     /* KcChannel: the channels before the session; NULL if not known */
  gboolean other_key;    /* the key in use is not the one that opened the session */
  KcChannel *channel;    /* the connected channel; NULL if Keebai did not name it */
  gboolean key_replaced; /* since Keebai said that it was finished; the new key may be
                          * another company's */
} KcLateSession;

#define KC_TYPE_LATE_SESSION (kc_late_session_get_type ())
GType kc_late_session_get_type (void) G_GNUC_CONST;
KcLateSession *kc_late_session_ref (KcLateSession *self);
void kc_late_session_unref (KcLateSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcLateSession, kc_late_session_unref)

#define KC_TYPE_LATE_SESSIONS (kc_late_sessions_get_type ())
G_DECLARE_FINAL_TYPE (KcLateSessions, kc_late_sessions, KC, LATE_SESSIONS, GObject)

/* Signals:
 *   show-result (KcLateSession): the session was finished after all; show its result
 *   finished-in-background (KcLateSession): the same, but the window keeps showing something else
 */

KcLateSessions *kc_late_sessions_new (KcClock *clock);

/* Sets the key in use, for all sessions from now on. Both NULL: there is no key, and nothing is
 * polled. */
void
kc_late_sessions_set_client (KcLateSessions *self, KcClient *client, KcRateLimiter *rate_limiter);

/* Sets the session that is noted as pending, or NULL. */
void kc_late_sessions_set_pending (KcLateSessions *self, const char *session_id);

/* `attempt` is about to start. When it has ended, its session is watched if it may still be
 * finished. */
void kc_late_sessions_follow (KcLateSessions *self, KcAttempt *attempt);

/* Watches the session of an attempt that has ended and is not followed any more. */
void kc_late_sessions_add_attempt (KcLateSessions *self, KcAttempt *attempt);

/* Watches a session without an attempt, such as one of an earlier run that is not resumed. Copies
 * or references its arguments. `before` (KcChannel) may be NULL. `ms_left`: what is left of the
 * session's time, in milliseconds; may be negative. */
void kc_late_sessions_add (KcLateSessions *self,
                           const KcConnectRequest *request,
                           const KcSession *session,
                           GPtrArray *before,
                           gint64 ms_left);

/* Stops watching, for good. */
void kc_late_sessions_stop (KcLateSessions *self);

G_END_DECLS
