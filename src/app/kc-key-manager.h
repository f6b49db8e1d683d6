/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyManager: the access key: found, checked, used, kept, forgotten. Owned by the controller;
 * pages take it from there (kc_controller_get_key_manager ()).
 */

#pragma once

#include "kc-attempt.h"
#include "kc-key-check.h"
#include "kc-key-store.h"

G_BEGIN_DECLS

#define KC_TYPE_KEY_MANAGER (kc_key_manager_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyManager, kc_key_manager, KC, KEY_MANAGER, GObject)

/* Properties, all notified on change only:
 *   client (KcClient or NULL): there once a key was accepted
 *   key-check (KcKeyCheck or NULL, boxed): what the key may do; a 403 to one of its attempts says
 *     that it may not connect, whatever was known before
 *   looking (gboolean): whether there is a key is not known yet
 *   key-error (GError or NULL, boxed): why the latest check of a key failed; gone with the next
 *     check
 *   key-storage (KcKeyStorage): whether the key will be there at the next start
 *   key-origin (KcKeyOrigin): where the key comes from
 * Signal:
 *   key-changed (): another key is in use, or none; before the properties are notified, so that the
 *     controller has done what follows from it by the time a page is told
 */

/* The keys and the keyring may be NULL. */
KcKeyManager *kc_key_manager_new (const char *base_url,
                                  const char *environment_key,
                                  const char *practice_key,
                                  KcKeyring *keyring,
                                  KcClock *clock);

/* The host that the key is sent to, if it is not Keebai's own and this is not practice: then the
 * person has to see it. NULL otherwise. */
const char *kc_key_manager_get_other_host (KcKeyManager *self);

KcClient *kc_key_manager_get_client (KcKeyManager *self);
KcRateLimiter *kc_key_manager_get_rate_limiter (KcKeyManager *self);
/* Borrowed; a secret. NULL without ::client. */
const char *kc_key_manager_get_key (KcKeyManager *self);
const KcKeyCheck *kc_key_manager_get_key_check (KcKeyManager *self);
/* The permissions that the key in use is known to lack for connecting a number; NULL-terminated.
 * NULL: none that is known. */
const char *const *kc_key_manager_get_missing_permissions (KcKeyManager *self);
/* Whether Keebai has refused an attempt with the key in use for want of a permission. That is final
 * until the key is checked again; what its check says about permissions is only a hint. */
gboolean kc_key_manager_is_refused (KcKeyManager *self);
const GError *kc_key_manager_get_key_error (KcKeyManager *self);
KcKeyOrigin kc_key_manager_get_key_origin (KcKeyManager *self);
KcKeyStorage kc_key_manager_get_key_storage (KcKeyManager *self);

/* An attempt with the key in use. `other_key`: the session was opened with another one. See
 * kc_attempt_new () and kc_attempt_new_resumed (). */
KcAttempt *kc_key_manager_create_attempt (KcKeyManager *self, const KcConnectRequest *request);
KcAttempt *kc_key_manager_create_resumed_attempt (KcKeyManager *self,
                                                  const KcConnectRequest *request,
                                                  const KcSession *session,
                                                  GPtrArray *before,
                                                  gboolean other_key,
                                                  gint64 ms_left);

/* At the start: looks for a key, and checks it. When ::looking has become FALSE there is ::client,
 * or ::key-error, or neither: no key was found. Does nothing while it runs. */
void kc_key_manager_look_for_key (KcKeyManager *self);
gboolean kc_key_manager_is_looking (KcKeyManager *self);

/* Asks Keebai about a key and, if it is good, uses it from now on (::client, ::key-check).
 * `cancellable` is not NULL. `keep`: puts it into the keyring afterwards (::key-storage). Fails
 * with KC_ERROR. */
void kc_key_manager_check_key_async (KcKeyManager *self,
                                     const char *key,
                                     gboolean keep,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* The same for the key in use, which there is; what was known of it is replaced. */
void kc_key_manager_check_again_async (KcKeyManager *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* For both. */
gboolean kc_key_manager_check_key_finish (KcKeyManager *self, GAsyncResult *result, GError **error);

/* Forgets the key here and in the keyring. An attempt that runs with it is cancelled. */
void kc_key_manager_forget_key (KcKeyManager *self);

/* Stops looking for a key. A key that is being stored may still arrive in the keyring. */
void kc_key_manager_close (KcKeyManager *self);

G_END_DECLS
