/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeepsake: what is kept of the session that is open, so that the person can go on with it after
 * the window, the program or the computer was gone. Owned by the assistant.
 *
 * Scenario, an attempt: kc_keepsake_follow (). As soon as its session is open, the notes are
 * written, and the link goes into the keyring. ::noted tells when a program that is killed now
 * would find the session again. Only then is the link handed out, so that there is never a session
 * that somebody can finish and that this program has forgotten. When the attempt is over, the notes
 * go; unless how it ended is not known, for then there is something left to ask: ::pending.
 *
 * Scenario, the next start: kc_notebook_look () finds the notes: ::pending. The person goes on with
 * it (an attempt with that session is followed), or leaves it (kc_keepsake_drop ()).
 */

#pragma once

#include "kc-attempt.h"
#include "kc-link-keeper.h"
#include "kc-notebook.h"

G_BEGIN_DECLS

#define KC_TYPE_KEEPSAKE (kc_keepsake_get_type ())
G_DECLARE_FINAL_TYPE (KcKeepsake, kc_keepsake, KC, KEEPSAKE, GObject)

/* Properties, notified on change only:
 *   pending (KcPending or NULL, boxed): a session that nothing goes on with: found, or left by an
 *     attempt that ended without knowing how
 *   noted (gboolean): the session of the attempt stands in the notes, or cannot
 */

/* `keyring` may be NULL. */
KcKeepsake *kc_keepsake_new (KcNotebook *notebook, KcKeyring *keyring, const char *base_url);

KcNotebook *kc_keepsake_get_notebook (KcKeepsake *self);
KcLinkKeeper *kc_keepsake_get_link_keeper (KcKeepsake *self);

/* Borrowed. */
const KcPending *kc_keepsake_get_pending (KcKeepsake *self);
gboolean kc_keepsake_is_noted (KcKeepsake *self);

/* `attempt` has not been started; `key` is the one that it uses. What was kept of another session
 * goes. */
void kc_keepsake_follow (KcKeepsake *self, KcAttempt *attempt, const char *key);
/* The attempt goes on with another key. */
void kc_keepsake_note_key (KcKeepsake *self, const char *key);

/* Nobody goes on with ::pending. */
void kc_keepsake_drop (KcKeepsake *self);

/* The program closes: what is kept stays for the next start, whatever becomes of the attempt. */
void kc_keepsake_close (KcKeepsake *self);

G_END_DECLS
