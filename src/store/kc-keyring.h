/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyring: the access key, and the verification URI of the session that is open, in the system's
 * keyring (Secret Service, or the Secret portal inside Flatpak), through libsecret. One of each
 * kind is kept for each Keebai address.
 *
 * A call without an answer within the deadline fails with KC_KEYRING_ERROR_UNAVAILABLE. While the
 * keyring asks the person for its password, the deadline is twelve times as long. No secret is ever
 * logged or repeated in an error.
 */

#pragma once

#include "kc-keyring-error.h"
#include "kc-secret.h"

G_BEGIN_DECLS

/**
 * KcKeyringKind:
 * @KC_KEYRING_ACCESS_KEY: kept because the person wants it; the keyring may ask for its password
 * @KC_KEYRING_VERIFICATION_URI: kept without asking the person, so the keyring must not ask either:
 *   the call fails at once with KC_KEYRING_ERROR_LOCKED or _UNAVAILABLE
 */
typedef enum {
  KC_KEYRING_ACCESS_KEY,
  KC_KEYRING_VERIFICATION_URI,
} KcKeyringKind;

#define KC_TYPE_KEYRING (kc_keyring_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyring, kc_keyring, KC, KEYRING, GObject)

KcKeyring *kc_keyring_new (void);

/* Milliseconds; for tests. */
void kc_keyring_set_deadline (KcKeyring *self, guint deadline_ms);

/* In all calls `session_id` is the session that the verification URI belongs to; NULL for an access
 * key. They fail with KC_KEYRING_ERROR, or as cancelled. */

/* Returns what is kept for `base_url`, to be freed with kc_secret_free (); NULL without an
 * error if there is none. A verification URI of another session, or one that could not be opened
 * safely, counts as none. */
void kc_keyring_load_async (KcKeyring *self,
                            KcKeyringKind kind,
                            const char *base_url,
                            const char *session_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *kc_keyring_load_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Keeps `secret`, replacing the one before. */
void kc_keyring_store_async (KcKeyring *self,
                             KcKeyringKind kind,
                             const char *base_url,
                             const char *session_id,
                             const char *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_keyring_store_finish (KcKeyring *self, GAsyncResult *result, GError **error);

/* Removes it. TRUE also if there was none. A verification URI of another session stays: it may
 * belong to another program. */
void kc_keyring_clear_async (KcKeyring *self,
                             KcKeyringKind kind,
                             const char *base_url,
                             const char *session_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_keyring_clear_finish (KcKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
