/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyStore: finds the access key in the keyring, puts the one that was typed into it, or takes it
 * out again, and says what became of that.
 */

#pragma once

#include "kc-credential.h"
#include "kc-keyring.h"

G_BEGIN_DECLS

/* Whether the key that was typed will be there the next time. */
typedef enum {
  KC_KEY_STORAGE_NOT_ASKED, /* the person did not want it kept */
  KC_KEY_STORAGE_BUSY,      /* the keyring is being asked */
  KC_KEY_STORAGE_KEPT,
  KC_KEY_STORAGE_UNAVAILABLE, /* no keyring, locked or dismissed: it lasts for this run */
} KcKeyStorage;

#define KC_TYPE_KEY_STORE (kc_key_store_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyStore, kc_key_store, KC, KEY_STORE, GObject)

/* Property: keeping (KcKeyStorage, as uint), notified on change only. */

/* `keyring` may be NULL: then nothing can be kept. */
KcKeyStore *kc_key_store_new (KcKeyring *keyring, const char *base_url);

KcKeyStorage kc_key_store_get_key_storage (KcKeyStore *self);

/* The key that is kept, to be freed with kc_keyring_free_key (); NULL if there is none, or the
 * keyring cannot be asked. Fails only as cancelled. */
void kc_key_store_find_async (KcKeyStore *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *kc_key_store_find_finish (KcKeyStore *self, GAsyncResult *result, GError **error);

/* The key in use is another: keeps it or not, as it was wanted; ends what the one before began. */
void kc_key_store_follow (KcKeyStore *self, const KcCredential *credential);

/* Takes out what is there. */
void kc_key_store_forget (KcKeyStore *self);

G_END_DECLS
