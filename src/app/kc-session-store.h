/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSessionStore: what is kept of the session that is open, so that the person can go on with it
 * after the window, the program or the computer was gone. Owned by the controller.
 *
 * Scenario, an attempt: kc_session_store_follow (). As soon as its session is open, the notes are
 * written, and the link goes into the keyring. ::noted tells when a program that is killed now
 * would find the session again. Only then is the link handed out, so that there is never a session
 * that somebody can finish and that this program has forgotten. When the attempt is over, the notes
 * go; unless how it ended is not known, for then there is something left to ask: ::pending.
 *
 * Scenario, the next start: kc_journal_writer_look () finds the notes: ::pending. The person goes
 * on with it (an attempt with that session is followed), or leaves it (kc_session_store_drop ()).
 */

#pragma once

#include "kc-attempt.h"
#include "kc-link-store.h"
#include "kc-journal-writer.h"

G_BEGIN_DECLS

#define KC_TYPE_SESSION_STORE (kc_session_store_get_type ())
G_DECLARE_FINAL_TYPE (KcSessionStore, kc_session_store, KC, SESSION_STORE, GObject)

/* Properties, notified on change only:
 *   pending (KcPendingSession or NULL, boxed): a session that nothing goes on with: found, or left
 *     by an attempt that ended without knowing how
 *   noted (gboolean): the session of the attempt stands in the notes, or cannot
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
gboolean kc_session_store_is_noted (KcSessionStore *self);

/* The link of the attempt that is followed, safe to open: a program that is killed now would find
 * the session again. NULL until then, after its end, in QR mode, and if the link is lost. Borrowed;
 * a secret. */
const char *kc_session_store_get_verification_uri (KcSessionStore *self);
gboolean kc_session_store_is_verification_uri_lost (KcSessionStore *self);

/* `attempt` has not been started; `key` is the one that it uses. What was kept of another session
 * goes. */
void kc_session_store_follow (KcSessionStore *self, KcAttempt *attempt, const char *key);
/* The attempt goes on with another key. */
void kc_session_store_note_key (KcSessionStore *self, const char *key);

/* Nobody goes on with ::pending. */
void kc_session_store_drop (KcSessionStore *self);

/* The program closes: what is kept stays for the next start, whatever becomes of the attempt. */
void kc_session_store_close (KcSessionStore *self);

G_END_DECLS
