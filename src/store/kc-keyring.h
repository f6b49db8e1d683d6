/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyring: the access key, and the link of the session that is not over, in the system's keyring
 * (Secret Service, or the Secret portal inside Flatpak), by way of libsecret. A schema for each,
 * one key and one link for each Keebai address.
 *
 * Nothing hangs: a lookup or a store that has no answer within the deadline ends as
 * KC_KEYRING_ERROR_UNAVAILABLE. A keyring that asks the person for its password gets longer (the
 * person is typing). Neither key nor link is ever logged, and they stand in no error.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_KEYRING_ERROR (kc_keyring_error_quark ())
typedef enum {
  KC_KEYRING_ERROR_UNAVAILABLE, /* no keyring on this computer, or it does not answer */
  KC_KEYRING_ERROR_LOCKED, /* locked, and the person dismissed the question or cannot be asked */
  KC_KEYRING_ERROR_FAILED, /* anything else that the keyring said */
} KcKeyringError;

GQuark kc_keyring_error_quark (void);

#define KC_TYPE_KEYRING (kc_keyring_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyring, kc_keyring, KC, KEYRING, GObject)

KcKeyring *kc_keyring_new (void);

/* Milliseconds; for tests. */
void kc_keyring_set_deadline (KcKeyring *self, guint deadline_ms);

/* The key kept for `base_url`, to be freed by the caller with secret_password_free () semantics
 * (kc_keyring_free_key ()); NULL without an error if there is none. */
void kc_keyring_load_async (KcKeyring *self,
                            const char *base_url,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *kc_keyring_load_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Keeps `key`, replacing the one before. */
void kc_keyring_store_async (KcKeyring *self,
                             const char *base_url,
                             const char *key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_keyring_store_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Forgets it. TRUE also if there was none. */
void kc_keyring_clear_async (KcKeyring *self,
                             const char *base_url,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_keyring_clear_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* The link of a session. Nobody asked for it to be kept, so these three never make the keyring ask
 * the person: KC_KEYRING_ERROR_LOCKED or _UNAVAILABLE at once, and the session goes on without.
 *
 * The link kept for that session of `base_url`, to be freed with kc_keyring_free_key (); NULL
 * without an error if there is none, or one that could not be opened safely. */
void kc_keyring_load_link_async (KcKeyring *self,
                                 const char *base_url,
                                 const char *session_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *kc_keyring_load_link_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Keeps it, replacing that of the session before. */
void kc_keyring_store_link_async (KcKeyring *self,
                                  const char *base_url,
                                  const char *session_id,
                                  const char *link,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kc_keyring_store_link_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Forgets it, whichever session's it was. TRUE also if there was none. */
void kc_keyring_clear_link_async (KcKeyring *self,
                                  const char *base_url,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kc_keyring_clear_link_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Wipes and frees. NULL is fine. */
void kc_keyring_free_key (char *key);

G_END_DECLS
