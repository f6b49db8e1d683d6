/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Lets a test call the keyring in one line, and checks that each call has exactly one callback and
 * that no error contains a secret.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

#define KEY_A "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "kbai_pk_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define URI_A "https://app.example.com/connect?token=obviously-a-secret"
#define URI_B "https://app.example.com/connect?token=obviously-another"
#define URL_A "https://api.example.com/v1"
#define URL_B "https://staging.example.org:8443/v1"

/* What the keyring says in its errors. It could be anything, so none of it may be passed on. */
#define KEYRINGS_WORDS "I cannot"

/* `session_id` is NULL for the access key, else the session of a verification URI. */

/* NULL for "none". Free with kc_secret_free (). */
char *kc_driver_load (KcKeyring *keyring,
                      const char *base_url,
                      const char *session_id,
                      GCancellable *cancellable,
                      GError **error);
gboolean kc_driver_store (KcKeyring *keyring,
                          const char *base_url,
                          const char *session_id,
                          const char *secret,
                          GCancellable *cancellable,
                          GError **error);
gboolean kc_driver_clear (KcKeyring *keyring,
                          const char *base_url,
                          const char *session_id,
                          GCancellable *cancellable,
                          GError **error);

/* Asserts that the keyring holds `secret` (NULL: nothing). */
void kc_driver_assert_kept (KcKeyring *keyring,
                            const char *base_url,
                            const char *session_id,
                            const char *secret);

/* Drops the last reference; cancelled calls may have to end first. */
void kc_driver_assert_finalize (KcKeyring *keyring);

G_END_DECLS
