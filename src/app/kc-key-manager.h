/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyManager: the access key: found, checked, used, kept, forgotten. Owned by the controller,
 * which hands its properties on to the pages.
 */

#pragma once

#include "kc-key-store.h"

G_BEGIN_DECLS

#define KC_TYPE_KEY_MANAGER (kc_key_manager_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyManager, kc_key_manager, KC, KEY_MANAGER, GObject)

/* Properties: client, key-check, looking, key-error and keeping, as KcController explains them. */

/* The keys and the keyring may be NULL. */
KcKeyManager *kc_key_manager_new (const char *base_url,
                                  const char *environment_key,
                                  const char *practice_key,
                                  KcKeyring *keyring,
                                  KcClock *clock);

KcClient *kc_key_manager_get_client (KcKeyManager *self);
KcRateLimiter *kc_key_manager_get_rate_limiter (KcKeyManager *self);
/* Borrowed; a secret. NULL without ::client. */
const char *kc_key_manager_get_key (KcKeyManager *self);
const KcKeyCheck *kc_key_manager_get_key_check (KcKeyManager *self);
const GError *kc_key_manager_get_key_error (KcKeyManager *self);
KcKeyOrigin kc_key_manager_get_key_origin (KcKeyManager *self);
KcKeyStorage kc_key_manager_get_key_storage (KcKeyManager *self);

/* See the functions of the same names of KcController. */
void kc_key_manager_look_for_key (KcKeyManager *self);
gboolean kc_key_manager_is_looking (KcKeyManager *self);
void kc_key_manager_check_key_async (KcKeyManager *self,
                                     const char *key,
                                     gboolean keep,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean kc_key_manager_check_key_finish (KcKeyManager *self, GAsyncResult *result, GError **error);
void kc_key_manager_forget_key (KcKeyManager *self);
void kc_key_manager_close (KcKeyManager *self);

G_END_DECLS
