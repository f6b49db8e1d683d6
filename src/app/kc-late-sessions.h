/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLateSessions: sessions that were abandoned here and may still be finished: the person stopped,
 * or the time was up, and then the signup in the browser was submitted, or the phone had linked.
 *
 * Each is watched (KcLateCompletion), two at a time. When one is finished, ::show-result asks for
 * its result to be shown, in place of an attempt for the same that runs, so that nothing is
 * connected twice. An attempt whose phone has scanned is waited for. If something else runs, or has
 * been connected meanwhile, that stays on the screen, and ::finished-in-background is emitted.
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
  GPtrArray *before;     /* KcChannel: those that there were; NULL if that is not known */
  gboolean other_key;    /* the key in use is not the one that opened the session */
  KcChannel *channel;    /* what was connected; NULL if Keebai did not name it */
  gboolean key_replaced; /* since Keebai said that it was finished: perhaps another company's */
} KcLateSession;

#define KC_TYPE_LATE_SESSION (kc_late_session_get_type ())
GType kc_late_session_get_type (void) G_GNUC_CONST;
KcLateSession *kc_late_session_ref (KcLateSession *self);
void kc_late_session_unref (KcLateSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcLateSession, kc_late_session_unref)

#define KC_TYPE_LATE_SESSIONS (kc_late_sessions_get_type ())
G_DECLARE_FINAL_TYPE (KcLateSessions, kc_late_sessions, KC, LATE_SESSIONS, GObject)

/* Signals:
 *   show-result (KcLateSession): it was finished after all; the result is to be shown
 *   finished-in-background (KcLateSession): the same, but something else is shown, and stays
 */

KcLateSessions *kc_late_sessions_new (KcClock *clock);

/* Sets the key in use, for every session from now on; both NULL: there is no key, and nothing is
 * polled. */
void
kc_late_sessions_set_client (KcLateSessions *self, KcClient *client, KcRateLimiter *rate_limiter);

/* The session that is noted as pending, or NULL. */
void kc_late_sessions_set_pending (KcLateSessions *self, const char *session_id);

/* The attempt that is about to start; watched once it has ended, if its session may still be
 * finished. */
void kc_late_sessions_follow (KcLateSessions *self, KcAttempt *attempt);

/* An attempt that is not followed any more, and has ended. */
void kc_late_sessions_add_attempt (KcLateSessions *self, KcAttempt *attempt);

/* A session without an attempt, such as one of an earlier run that is not resumed. Everything
 * is copied or taken a reference of; `before` (KcChannel) may be NULL. `ms_left` of the session's
 * time, may be over already. */
void kc_late_sessions_add (KcLateSessions *self,
                           const KcConnectRequest *request,
                           const KcSession *session,
                           GPtrArray *before,
                           gint64 ms_left);

/* Stops watching, for good. */
void kc_late_sessions_stop (KcLateSessions *self);

G_END_DECLS
