/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAssistant: what the pages share: the key, what it may do, the choice, the attempt. Owns no
 * widget. The window has one; pages read it, call it and listen to its properties.
 */

#pragma once

#include "kc-access.h"
#include "kc-attempt.h"
#include "kc-keepsake.h"
#include "kc-renewal.h"
#include "kc-sandbox.h"

G_BEGIN_DECLS

#define KC_TYPE_ASSISTANT (kc_assistant_get_type ())
G_DECLARE_FINAL_TYPE (KcAssistant, kc_assistant, KC, ASSISTANT, GObject)

/* Properties, all notified on change only:
 *   client (KcClient or NULL): there once a key was accepted
 *   key-check (KcKeyCheck or NULL, as pointer): what the key may do
 *   looking (gboolean): whether there is a key, or something to go on with, is not known yet; from
 *     the beginning until kc_assistant_look_for_key () has its answer, or the person typed one
 *   key-error (GError or NULL, boxed): why the latest check of a key failed; gone with the next
 *     check
 *   keeping (KcKeeping, as uint)
 *   attempt (KcAttempt or NULL): the one that the pages show; stays after its end until the next
 *   pending (KcPending or NULL, boxed): a session of before that nothing goes on with: of an
 *     earlier run of the program, or of an attempt that ended without knowing how
 *   awaiting-key (gboolean): the person wants to go on with it, and the next key will
 *
 * Signal:
 *   late-channel (KcChannel or NULL): a session that had been left was finished after all, and is
 *     not shown, for something else is; NULL if Keebai did not name the channel
 */

/* `sandbox` is the running practice service in practice mode, else NULL. `environment_key` may be
 * NULL. */
KcAssistant *kc_assistant_new (const char *base_url,
                               const char *environment_key,
                               KcSandbox *sandbox,
                               KcKeyring *keyring,
                               KcClock *clock);

/* Where sessions that are open are noted; without it, as in practice, only in memory. Before
 * anything else. */
void kc_assistant_set_journal (KcAssistant *self, KcJournal *journal);

const char *kc_assistant_get_base_url (KcAssistant *self);
KcSandbox *kc_assistant_get_sandbox (KcAssistant *self);
gboolean kc_assistant_is_practice (KcAssistant *self);
KcClock *kc_assistant_get_clock (KcAssistant *self);
KcClient *kc_assistant_get_client (KcAssistant *self);
KcBudget *kc_assistant_get_budget (KcAssistant *self);
const KcKeyCheck *kc_assistant_get_key_check (KcAssistant *self);
KcKeyOrigin kc_assistant_get_key_origin (KcAssistant *self);
KcKeeping kc_assistant_get_keeping (KcAssistant *self);
KcAttempt *kc_assistant_get_attempt (KcAssistant *self);
KcKeepsake *kc_assistant_get_keepsake (KcAssistant *self);

/* At the start: looks for what was left by an earlier run, and for a key; if there is one, checks
 * it. A session whose time is over by then is asked for at once what has become of it. When
 * ::looking has become FALSE there is ::client, or ::key-error, or neither: no key was found. Does
 * nothing while it runs. */
void kc_assistant_look_for_key (KcAssistant *self);
gboolean kc_assistant_is_looking (KcAssistant *self);
const GError *kc_assistant_get_key_error (KcAssistant *self);

/* Asks Keebai about a key and, if it is good, uses it from now on (::client, ::key-check).
 * `cancellable` is not NULL. `keep`: puts it into the keyring afterwards (::keeping). Fails with
 * KC_ERROR. */
void kc_assistant_check_key_async (KcAssistant *self,
                                   const char *key,
                                   gboolean keep,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean kc_assistant_check_key_finish (KcAssistant *self, GAsyncResult *result, GError **error);

/* Forgets the key here and in the keyring. Cancels an attempt that runs. */
void kc_assistant_forget_key (KcAssistant *self);

/* The choice, kept between attempts; never NULL. Presets of the command line stand in it. */
const KcConnectRequest *kc_assistant_get_request (KcAssistant *self);
void kc_assistant_set_request (KcAssistant *self, const KcConnectRequest *request);

/* Starts an attempt with the choice. Does nothing while one runs: a double click makes no second
 * session; nor while there is ::pending: the person says first what becomes of that. */
void kc_assistant_begin (KcAssistant *self);

/* The same, but nobody asked for it: ::renewal said that it was due. */
void kc_assistant_renew (KcAssistant *self);
KcRenewal *kc_assistant_get_renewal (KcAssistant *self);

/* Goes on with ::pending, with the choice that was made for it. Without a key it waits for the next
 * one (::awaiting-key). Does nothing while an attempt runs. */
void kc_assistant_resume (KcAssistant *self);
/* Whether ::attempt goes on with a session that was open before. */
gboolean kc_assistant_was_resumed (KcAssistant *self);
/* The person does not go on with it. */
void kc_assistant_drop_pending (KcAssistant *self);
const KcPending *kc_assistant_get_pending (KcAssistant *self);

/* The person has to give another key before ::pending can be gone on with; or does not want to. */
void kc_assistant_set_awaiting_key (KcAssistant *self, gboolean awaiting_key);
gboolean kc_assistant_is_awaiting_key (KcAssistant *self);

/* TRUE while the attempt that runs waits for another key. */
gboolean kc_assistant_is_key_wanted (KcAssistant *self);

/* Leaves the attempt that runs for another one with the same choice. */
void kc_assistant_start_over (KcAssistant *self);

/* The link of the session that is open, wherever it was kept; NULL if there is none or it is lost.
 * Borrowed; a secret. It may be opened once the session is noted (KcKeepsake). */
const char *kc_assistant_get_link (KcAssistant *self);
/* Shows how a session ended that was left before (KcLatecomers), by going on with it. An attempt
 * that runs is cancelled, without its end being shown. `other_key`: than the one that opened it. */
void kc_assistant_show_session (KcAssistant *self,
                                const KcConnectRequest *request,
                                const KcSession *session,
                                GPtrArray *before,
                                gboolean other_key);

/* Cancels the attempt that runs, if any; ::attempt keeps it. */
void kc_assistant_cancel (KcAssistant *self);

/* Whether it was cancelled here, and not in the browser. */
gboolean kc_assistant_was_cancelled_here (KcAssistant *self);

/* TRUE while an attempt is neither idle nor over. */
gboolean kc_assistant_is_running (KcAssistant *self);

/* The window does not need it any more: cancels the attempt and every request. An attempt that runs
 * can be gone on with at the next start. */
void kc_assistant_close (KcAssistant *self);

G_END_DECLS
