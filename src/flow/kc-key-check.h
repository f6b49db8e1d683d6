/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-key-check: what can be known before the start: whose key it is and what it may do, with as few
 * requests as possible. GET /me, then one harmless request for each permission that the answer does
 * not name. Only a 403 of Keebai means NO.
 */

#pragma once

#include "kc-rate-limiter.h"
#include "kc-client.h"

G_BEGIN_DECLS

typedef enum {
  KC_ANSWER_UNKNOWN,
  KC_ANSWER_NO,
  KC_ANSWER_YES,
} KcAnswer;

typedef struct {
  KcAccount *account;   /* NULL if Keebai did not say */
  KcAnswer can_connect; /* channels:connect; NO: the key cannot start a session */
  KcAnswer can_read;    /* channels:read: optional, lists the channels */
} KcKeyCheck;

#define KC_TYPE_KEY_CHECK (kc_key_check_get_type ())
GType kc_key_check_get_type (void) G_GNUC_CONST;
KcKeyCheck *kc_key_check_copy (const KcKeyCheck *self);
void kc_key_check_free (KcKeyCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcKeyCheck, kc_key_check_free)

/* Each request waits for the rate limit of the key (KcRateLimiter:waiting tells when that takes
 * long). Fails with KC_ERROR: UNAUTHORIZED for a rejected key, or transient trouble, after which
 * the page offers "Try again". A missing permission is an answer, not a failure. */
void kc_key_check_check_key_async (KcClient *client,
                                   KcRateLimiter *rate_limiter,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KcKeyCheck *kc_key_check_check_key_finish (GAsyncResult *result, GError **error);

G_END_DECLS
