/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCredential: an access key and what belongs to it, from the question whether it is good on. */

#pragma once

#include "kc-key-check.h"

G_BEGIN_DECLS

/* Where a key comes from. */
typedef enum {
  KC_KEY_ORIGIN_NONE,
  KC_KEY_ORIGIN_ENVIRONMENT, /* KEEBAI_API_KEY: for this run, never stored */
  KC_KEY_ORIGIN_PRACTICE,
  KC_KEY_ORIGIN_KEYRING,
  KC_KEY_ORIGIN_TYPED,
} KcKeyOrigin;

/* Counted: who asks about it and who uses it may be two. */
typedef struct {
  char *key;
  KcKeyOrigin origin;
  gboolean keep; /* the person wants it in the keyring */
  KcClient *client;
  KcRateLimiter *rate_limiter;
  KcKeyCheck *check; /* what it may do; NULL until Keebai has answered */
} KcCredential;

/* `key` may have blanks around it. Without client and check. The budget is in `budgets`, or put
 * there: Keebai counts per key, and what one has spent is spent when it comes back. */
KcCredential *kc_credential_new (
    const char *key, KcKeyOrigin origin, gboolean keep, GHashTable *rate_limiters, KcClock *clock);

/* KcRateLimiter of every key so far, and of no key the text. */
GHashTable *kc_credential_create_rate_limiters (void);
KcCredential *kc_credential_ref (KcCredential *self);
void kc_credential_unref (KcCredential *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcCredential, kc_credential_unref)

/* Asks Keebai about the key; it gets client and check. Fails with
 * KC_ERROR. Returns a reference. */
void kc_credential_check_async (KcCredential *self,
                                const char *base_url,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KcCredential *kc_credential_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
