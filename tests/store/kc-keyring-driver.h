/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Lets a test call the keyring in one line, and sees to it that each call comes back exactly once
 * and that no error contains a key or a link.
 */

#pragma once

#include "kc-keyring.h"

G_BEGIN_DECLS

#define KEY_A "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "kbai_pk_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define LINK_A "https://app.example.com/connect?token=obviously-a-secret"
#define LINK_B "https://app.example.com/connect?token=obviously-another"
#define URL_A "https://api.example.com/v1"
#define URL_B "https://staging.example.org:8443/v1"

/* What the keyring says in its errors: it could be anything, so none of it may go on. */
#define KEYRINGS_WORDS "I cannot"

/* NULL for "none". Free with kc_keyring_free_key (). */
char *kc_driver_load (KcKeyring *keyring,
                      const char *base_url,
                      GCancellable *cancellable,
                      GError **error);
gboolean kc_driver_store (KcKeyring *keyring,
                          const char *base_url,
                          const char *key,
                          GCancellable *cancellable,
                          GError **error);
gboolean kc_driver_clear (KcKeyring *keyring,
                          const char *base_url,
                          GCancellable *cancellable,
                          GError **error);

char *kc_driver_load_link (KcKeyring *keyring,
                           const char *base_url,
                           const char *session_id,
                           GCancellable *cancellable,
                           GError **error);
gboolean kc_driver_store_link (KcKeyring *keyring,
                               const char *base_url,
                               const char *session_id,
                               const char *link,
                               GCancellable *cancellable,
                               GError **error);
gboolean kc_driver_clear_link (KcKeyring *keyring,
                               const char *base_url,
                               GCancellable *cancellable,
                               GError **error);
/* The link kept for that session (NULL: none). */
void kc_driver_assert_link (KcKeyring *keyring,
                            const char *base_url,
                            const char *session_id,
                            const char *link);

/* What is kept for `base_url` is `key` (NULL: nothing). */
void kc_driver_assert_kept (KcKeyring *keyring, const char *base_url, const char *key);

/* Drops the last reference; calls that were given up may have to unwind first. */
void kc_driver_assert_finalize (KcKeyring *keyring);

G_END_DECLS
