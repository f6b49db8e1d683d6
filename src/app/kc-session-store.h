/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSessionStore: keeps the open session, so that the person can resume it after the window was
 * closed, or the program or the computer was restarted. Owned by the controller.
 *
 * Scenario, an attempt: kc_session_store_follow (). Once its session is open, the session is
 * written to the journal, and then its link to the keyring. ::noted becomes TRUE when the next
 * start would find the session even if the program were killed. Only then is the link shown, so
 * that nobody can finish a session that this program has forgotten. When the attempt ends, the note
 * is removed, unless the outcome is unknown: then Keebai can still be asked, and the session is
 * ::pending.
 *
 * Scenario, the next start: kc_journal_writer_look () finds the note, and the session is ::pending.
 * The person resumes it (an attempt with that session is followed) or drops it
 * (kc_session_store_drop ()).
 */

#pragma once

#include "kc-attempt.h"
#include "kc-link-store.h"
#include "kc-journal-writer.h"

G_BEGIN_DECLS

#define KC_TYPE_SESSION_STORE (kc_session_store_get_type ())
G_DECLARE_FINAL_TYPE (KcSessionStore, kc_session_store, KC, SESSION_STORE, GObject)

/* Properties, notified on change only:
 *   pending (KcPendingSession or NULL, boxed): a session that no attempt has resumed: found at the
 *     start, or left by an attempt whose outcome is unknown
 *   noted (gboolean): the attempt's session is in the journal, or cannot be written there
 *   verification-uri (string or NULL): kc_session_store_get_verification_uri ()
 *   verification-uri-lost (gboolean): the attempt waits, and its link is kept nowhere
 */

/* `keyring` may be NULL. */
KcSessionStore *
kc_session_store_new (KcJournalWriter *journal_writer, KcKeyring *keyring, const char *base_url);

KcJournalWriter *kc_session_store_get_journal_writer (KcSessionStore *self);
KcLinkStore *kc_session_store_get_link_store (KcSessionStore *self);

/* Borrowed. */
const KcPendingSession *kc_session_store_get_pending (KcSessionStore *self);
/* For tests: ::noted. */
gboolean kc_session_store_is_noted (KcSessionStore *self);

/* The link of the followed attempt, once it is safe to open (::noted). NULL until then, after the
 * attempt's end, in QR mode, and if the link is lost. Borrowed; a secret. */
const char *kc_session_store_get_verification_uri (KcSessionStore *self);
gboolean kc_session_store_is_verification_uri_lost (KcSessionStore *self);

/* Follows `attempt`, which has not started yet and uses `key`. Removes what was kept of another
 * session. */
void kc_session_store_follow (KcSessionStore *self, KcAttempt *attempt, const char *key);
/* The attempt now uses another key. */
void kc_session_store_note_key (KcSessionStore *self, const char *key);

/* Removes what was kept of ::pending, which will not be resumed. */
void kc_session_store_drop (KcSessionStore *self);

/* Call when the program closes: what is kept stays for the next start, however the attempt ends. */
void kc_session_store_close (KcSessionStore *self);

G_END_DECLS
