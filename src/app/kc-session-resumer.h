/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSessionResumer: resumes the pending session if the person wants that and there is a key for it.
 * Owned by the controller, which shows the resulting attempt.
 *
 * Scenario: KcSessionStore finds a session of an earlier run, or an attempt ends and its outcome is
 * unknown: that session is ::pending. The person resumes it (kc_session_resumer_resume ()) or not
 * (kc_session_resumer_drop ()). Without a key it waits for the next one (::awaiting-key).
 */

#pragma once

#include "kc-key-manager.h"
#include "kc-late-sessions.h"
#include "kc-session-store.h"

G_BEGIN_DECLS

#define KC_TYPE_SESSION_RESUMER (kc_session_resumer_get_type ())
G_DECLARE_FINAL_TYPE (KcSessionResumer, kc_session_resumer, KC, SESSION_RESUMER, GObject)

/* Properties, notified on change only:
 *   pending (KcPendingSession or NULL, boxed): kc_session_store_get_pending ()
 *   asking (gboolean): Keebai is being asked, for a few seconds at most, whether ::pending is still
 *     open; if it is over, it is resumed at once, so that the person sees how it ended
 *   awaiting-key (gboolean): the person wants to resume it; that happens with the next key
 * Signal:
 *   resumed (KcAttempt): the attempt that resumes it; not started yet
 */

/* `late_sessions` watches sessions that are dropped. */
KcSessionResumer *kc_session_resumer_new (KcSessionStore *session_store,
                                          KcKeyManager *key_manager,
                                          KcLateSessions *late_sessions);

/* Borrowed. */
const KcPendingSession *kc_session_resumer_get_pending (KcSessionResumer *self);

gboolean kc_session_resumer_is_asking (KcSessionResumer *self);
/* Whether Keebai has said that ::pending is still open. */
gboolean kc_session_resumer_is_known_open (KcSessionResumer *self);

/* Resumes ::pending with its own request. Does nothing if there is none. */
void kc_session_resumer_resume (KcSessionResumer *self);

/* The person does not want to resume it. */
void kc_session_resumer_drop (KcSessionResumer *self);

/* Whether the person must give another key before ::pending can be resumed. */
void kc_session_resumer_set_awaiting_key (KcSessionResumer *self, gboolean awaiting_key);
gboolean kc_session_resumer_is_awaiting_key (KcSessionResumer *self);

/* Another key is in use, or none. Resumes ::pending if the person need not be asked first: they are
 * waiting for it, or the session's time is over, so that asking Keebai how it ended does no harm.
 */
void kc_session_resumer_note_key (KcSessionResumer *self);

/* Call when the key manager has finished looking for a key at the start. */
void kc_session_resumer_note_looked (KcSessionResumer *self);

/* An attempt is about to start: from now on the person is asked before a session is resumed. */
void kc_session_resumer_note_attempt (KcSessionResumer *self);

G_END_DECLS
