/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyManager: finds the access key, checks it, uses it, and keeps or forgets it. Owned by the
 * controller (kc_controller_get_key_manager ()).
 */

#pragma once

#include "kc-attempt.h"
#include "kc-key-check.h"
#include "kc-key-store.h"

G_BEGIN_DECLS

#define KC_TYPE_KEY_MANAGER (kc_key_manager_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyManager, kc_key_manager, KC, KEY_MANAGER, GObject)

/* Properties, all notified on change only:
 *   client (KcClient or NULL): set once a key was accepted
 *   key-check (KcKeyCheck or NULL, boxed): what the key may do. After a 403 to one of its attempts,
 *     it says that the key may not connect, whatever was known before
 *   looking (gboolean): it is not known yet whether there is a key
 *   key-error (GError or NULL, boxed): why the latest check of a key failed; NULL again from the
 *     next check on
 *   key-storage (KcKeyStorage): whether the key will be there at the next start
 *   key-origin (KcKeyOrigin): where the key comes from
 * Signal:
 *   key-changed (): another key is in use, or none. Emitted before the properties are notified, so
 *     that the controller is up to date when a page hears of it
 */

/* `environment_key`, `practice_key` and `keyring` may be NULL. */
KcKeyManager *kc_key_manager_new (const char *base_url,
                                  const char *environment_key,
                                  const char *practice_key,
                                  KcKeyring *keyring,
                                  KcClock *clock);

/* The host that the key is sent to if it is not Keebai's, because the person has to see it then.
 * NULL for Keebai and in practice. Borrowed. */
const char *kc_key_manager_get_other_host (KcKeyManager *self);

KcClient *kc_key_manager_get_client (KcKeyManager *self);
KcRateLimiter *kc_key_manager_get_rate_limiter (KcKeyManager *self);
/* Borrowed; a secret. NULL without ::client. */
const char *kc_key_manager_get_key (KcKeyManager *self);
const KcKeyCheck *kc_key_manager_get_key_check (KcKeyManager *self);
/* The permissions for connecting a number that the key in use is known to lack, NULL-terminated;
 * NULL if none is known. Borrowed. */
const char *const *kc_key_manager_get_missing_permissions (KcKeyManager *self);
/* Whether Keebai has refused an attempt because the key in use lacks a permission. That is final
 * until the key is checked again; the permissions in ::key-check are only a hint. */
gboolean kc_key_manager_is_refused (KcKeyManager *self);
const GError *kc_key_manager_get_key_error (KcKeyManager *self);
KcKeyOrigin kc_key_manager_get_key_origin (KcKeyManager *self);
KcKeyStorage kc_key_manager_get_key_storage (KcKeyManager *self);

/* Create an attempt that uses the key in use. `other_key`: the session was opened with another key.
 * See kc_attempt_new () and kc_attempt_new_resumed (). Returns: (transfer full) */
KcAttempt *kc_key_manager_create_attempt (KcKeyManager *self, const KcConnectRequest *request);
KcAttempt *kc_key_manager_create_resumed_attempt (KcKeyManager *self,
                                                  const KcConnectRequest *request,
                                                  const KcSession *session,
                                                  GPtrArray *before,
                                                  gboolean other_key,
                                                  gint64 ms_left);

/* Call at the start. Looks for a key, and checks it. When ::looking becomes FALSE, ::client is set
 * (the key is good), or ::key-error (it is not), or neither (no key was found). Does nothing if it
 * is called again meanwhile. */
void kc_key_manager_look_for_key (KcKeyManager *self);
gboolean kc_key_manager_is_looking (KcKeyManager *self);

/* Asks Keebai about `key` and, if it is good, uses it from now on (::client, ::key-check), and does
 * with it in the keyring what `keeping` says (::key-storage). `cancellable` is not NULL. Fails with
 * KC_ERROR. */
void kc_key_manager_check_key_async (KcKeyManager *self,
                                     const char *key,
                                     KcKeyKeeping keeping,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* The same for the key in use; there must be one. Replaces what was known about it. */
void kc_key_manager_check_again_async (KcKeyManager *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* For both. */
gboolean kc_key_manager_check_key_finish (KcKeyManager *self, GAsyncResult *result, GError **error);

/* Forgets the key here and in the keyring. Cancels an attempt that runs with it. */
void kc_key_manager_forget_key (KcKeyManager *self);

/* Stops looking for a key. A key that is being stored may still reach the keyring. */
void kc_key_manager_close (KcKeyManager *self);

G_END_DECLS
