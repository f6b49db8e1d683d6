/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcController: what the pages share: the key, what it may do, the choice, the attempt. Owns no
 * widget. The window has one; pages read it, call it and listen to its properties.
 */

#pragma once

#include "kc-key-manager.h"
#include "kc-attempt.h"
#include "kc-session-store.h"
#include "kc-auto-renewal.h"
#include "kc-sandbox.h"

G_BEGIN_DECLS

#define KC_TYPE_CONTROLLER (kc_controller_get_type ())
G_DECLARE_FINAL_TYPE (KcController, kc_controller, KC, CONTROLLER, GObject)

/* Properties, all notified on change only:
 *   client (KcClient or NULL): there once a key was accepted
 *   key-check (KcKeyCheck or NULL, as pointer): what the key may do
 *   looking (gboolean): whether there is a key, or something to go on with, is not known yet; from
 *     the beginning until kc_controller_look_for_key () has its answer, or the person typed one
 *   key-error (GError or NULL, boxed): why the latest check of a key failed; gone with the next
 *     check
 *   keeping (KcKeyStorage, as uint)
 *   attempt (KcAttempt or NULL): the one that the pages show; stays after its end until the next
 *   pending (KcPendingSession or NULL, boxed): a session of before that nothing goes on with: of an
 *     earlier run of the program, or of an attempt that ended without knowing how
 *   awaiting-key (gboolean): the person wants to go on with it, and the next key will
 *
 * Signal:
 *   late-channel (KcChannel or NULL): a session that had been left was finished after all, and is
 *     not shown, for something else is; NULL if Keebai did not name the channel
 */

/* `sandbox` is the running practice service in practice mode, else NULL. `environment_key` may be
 * NULL. */
KcController *kc_controller_new (const char *base_url,
                                 const char *environment_key,
                                 KcSandbox *sandbox,
                                 KcKeyring *keyring,
                                 KcClock *clock);

/* Where sessions that are open are noted; without it, as in practice, only in memory. Before
 * anything else. */
void kc_controller_set_journal (KcController *self, KcJournal *journal);

const char *kc_controller_get_base_url (KcController *self);
KcSandbox *kc_controller_get_sandbox (KcController *self);
gboolean kc_controller_is_practice (KcController *self);
KcClock *kc_controller_get_clock (KcController *self);
KcClient *kc_controller_get_client (KcController *self);
KcRateLimiter *kc_controller_get_rate_limiter (KcController *self);
const KcKeyCheck *kc_controller_get_key_check (KcController *self);
KcKeyOrigin kc_controller_get_key_origin (KcController *self);
KcKeyStorage kc_controller_get_key_storage (KcController *self);
KcAttempt *kc_controller_get_attempt (KcController *self);
KcSessionStore *kc_controller_get_session_store (KcController *self);

/* At the start: looks for what was left by an earlier run, and for a key; if there is one, checks
 * it. A session whose time is over by then is asked for at once what has become of it. When
 * ::looking has become FALSE there is ::client, or ::key-error, or neither: no key was found. Does
 * nothing while it runs. */
void kc_controller_look_for_key (KcController *self);
gboolean kc_controller_is_looking (KcController *self);
const GError *kc_controller_get_key_error (KcController *self);

/* Asks Keebai about a key and, if it is good, uses it from now on (::client, ::key-check).
 * `cancellable` is not NULL. `keep`: puts it into the keyring afterwards (::key-storage). Fails
 * with KC_ERROR. */
void kc_controller_check_key_async (KcController *self,
                                    const char *key,
                                    gboolean keep,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kc_controller_check_key_finish (KcController *self, GAsyncResult *result, GError **error);

/* Forgets the key here and in the keyring. Cancels an attempt that runs. */
void kc_controller_forget_key (KcController *self);

/* The choice, kept between attempts; never NULL. Presets of the command line stand in it. */
const KcConnectRequest *kc_controller_get_request (KcController *self);
void kc_controller_set_request (KcController *self, const KcConnectRequest *request);

/* Starts an attempt with the choice. Does nothing while one runs: a double click makes no second
 * session; nor while there is ::pending: the person says first what becomes of that. */
void kc_controller_begin (KcController *self);

/* The same, but nobody asked for it: ::renewal said that it was due. */
void kc_controller_renew (KcController *self);
KcAutoRenewal *kc_controller_get_renewal (KcController *self);

/* Goes on with ::pending, with the choice that was made for it. Without a key it waits for the next
 * one (::awaiting-key). Does nothing while an attempt runs. */
void kc_controller_resume (KcController *self);
/* Whether ::attempt goes on with a session that was open before. */
gboolean kc_controller_was_resumed (KcController *self);
/* The person does not go on with it. */
void kc_controller_drop_pending (KcController *self);
const KcPendingSession *kc_controller_get_pending (KcController *self);

/* The person has to give another key before ::pending can be gone on with; or does not want to. */
void kc_controller_set_awaiting_key (KcController *self, gboolean awaiting_key);
gboolean kc_controller_is_awaiting_key (KcController *self);

/* TRUE while the attempt that runs waits for another key. */
gboolean kc_controller_is_key_wanted (KcController *self);

/* Leaves the attempt that runs for another one with the same choice. */
void kc_controller_start_over (KcController *self);

/* The link of the session that is open, wherever it was kept; NULL if there is none or it is lost.
 * Borrowed; a secret. It may be opened once the session is noted (KcSessionStore). */
const char *kc_controller_get_verification_uri (KcController *self);
/* Shows how a session ended that was left before (KcLateSessions), by going on with it. An attempt
 * that runs is cancelled, without its end being shown. `other_key`: than the one that opened it. */
void kc_controller_show_session (KcController *self,
                                 const KcConnectRequest *request,
                                 const KcSession *session,
                                 GPtrArray *before,
                                 gboolean other_key);

/* Cancels the attempt that runs, if any; ::attempt keeps it. */
void kc_controller_cancel (KcController *self);

/* Whether it was cancelled here, and not in the browser. */
gboolean kc_controller_was_cancelled_here (KcController *self);

/* TRUE while an attempt is neither idle nor over. */
gboolean kc_controller_is_running (KcController *self);

/* The window does not need it any more: cancels the attempt and every request. An attempt that runs
 * can be gone on with at the next start. */
void kc_controller_close (KcController *self);

G_END_DECLS
