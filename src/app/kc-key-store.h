/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyStore: finds the access key in the keyring, stores one that was typed, removes it, and says
 * whether it is kept.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

/**
 * KcKeyOrigin:
 * @KC_KEY_ORIGIN_NONE: there is no key
 * @KC_KEY_ORIGIN_ENVIRONMENT: KEEBAI_API_KEY: for this run, never stored
 * @KC_KEY_ORIGIN_PRACTICE: the practice service's own
 * @KC_KEY_ORIGIN_KEYRING: found in the keyring
 * @KC_KEY_ORIGIN_TYPED: typed or pasted by the person
 */
typedef enum {
  KC_KEY_ORIGIN_NONE,
  KC_KEY_ORIGIN_ENVIRONMENT,
  KC_KEY_ORIGIN_PRACTICE,
  KC_KEY_ORIGIN_KEYRING,
  KC_KEY_ORIGIN_TYPED,
} KcKeyOrigin;

#define KC_TYPE_KEY_ORIGIN (kc_key_origin_get_type ())
GType kc_key_origin_get_type (void);

/**
 * KcKeyStorage:
 * @KC_KEY_STORAGE_NOT_ASKED: the person did not want the key kept
 * @KC_KEY_STORAGE_BUSY: the keyring is being asked
 * @KC_KEY_STORAGE_KEPT: the key will be there at the next start
 * @KC_KEY_STORAGE_UNAVAILABLE: the keyring is missing or locked, or its prompt was dismissed: the
 *   key lasts for this run
 */
typedef enum {
  KC_KEY_STORAGE_NOT_ASKED,
  KC_KEY_STORAGE_BUSY,
  KC_KEY_STORAGE_KEPT,
  KC_KEY_STORAGE_UNAVAILABLE,
} KcKeyStorage;

#define KC_TYPE_KEY_STORAGE (kc_key_storage_get_type ())
GType kc_key_storage_get_type (void);

/**
 * KcKeyKeeping: what becomes of the keyring when a typed key is in use
 * @KC_KEY_KEEPING_REMOVE: the person does not want a key kept: an earlier one is removed
 * @KC_KEY_KEEPING_STORE: the key is stored
 * @KC_KEY_KEEPING_LEAVE: nobody was asked: the keyring stays as it is
 */
typedef enum {
  KC_KEY_KEEPING_REMOVE,
  KC_KEY_KEEPING_STORE,
  KC_KEY_KEEPING_LEAVE,
} KcKeyKeeping;

#define KC_TYPE_KEY_STORE (kc_key_store_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyStore, kc_key_store, KC, KEY_STORE, GObject)

/* Property: key-storage (KcKeyStorage), notified on change only. */

/* `keyring` may be NULL: then nothing can be kept. */
KcKeyStore *kc_key_store_new (KcKeyring *keyring, const char *base_url);

KcKeyStorage kc_key_store_get_key_storage (KcKeyStore *self);

/* Finds the key that is kept. Returns NULL without an error if there is none, or if the keyring
 * cannot be asked. Fails only with G_IO_ERROR_CANCELLED. `cancellable` is not NULL. Free the key
 * with kc_secret_free (). */
void kc_key_store_find_async (KcKeyStore *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *kc_key_store_find_finish (KcKeyStore *self, GAsyncResult *result, GError **error);

/* Another key is in use. If it was typed, does what `keeping` says. A key that is not `useful`,
 * because it may not connect numbers, is never stored. Cancels what is still running for the
 * previous key. */
void kc_key_store_follow (
    KcKeyStore *self, const char *key, KcKeyOrigin origin, KcKeyKeeping keeping, gboolean useful);

/* Removes the key from the keyring, even if the window closes meanwhile. */
void kc_key_store_forget (KcKeyStore *self);

G_END_DECLS
