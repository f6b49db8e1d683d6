/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPendingSession: a session that was opened and has not ended, as the journal keeps it between
 * two runs of the program. It has no secrets: the verification URI is in the keyring, of the access
 * key there is only a mark to recognise it by, and codes are never stored.
 */

#pragma once

#include "kc-journal-error.h"
#include "kc-messages.h"
#include "kc-boot-time.h"

G_BEGIN_DECLS

#define KC_TYPE_PENDING_SESSION (kc_pending_session_get_type ())

typedef struct {
  KcConnectRequest *request;
  KcSession *session; /* verification_uri is NULL */
  GPtrArray *before;  /* KcChannel: the channels before the start, by id, kind, state and time of
                         creation; NULL if they are not known */
  KcBootTime *opened; /* when Keebai answered: expires_in counts from here */
  char *key_mark;     /* of the key that opened it, see kc_pending_session_mark_key (); NULL if not
                         known */
} KcPendingSession;

GType kc_pending_session_get_type (void);

/* Copies everything but the verification URI. `before` and `key_mark` may be NULL. */
KcPendingSession *kc_pending_session_new (const KcConnectRequest *request,
                                          const KcSession *session,
                                          GPtrArray *before,
                                          const KcBootTime *opened,
                                          const char *key_mark);
KcPendingSession *kc_pending_session_copy (const KcPendingSession *self);
void kc_pending_session_free (KcPendingSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcPendingSession, kc_pending_session_free)

/* JSON. The list of channels is left out if it would make the text longer than KC_JSON_MAX_BYTES.
 */
GBytes *kc_pending_session_to_bytes (const KcPendingSession *self, const char *base_url);

/* Fails with KC_JOURNAL_ERROR_DAMAGED, _NEWER or _FOREIGN if `bytes` are not what
 * kc_pending_session_to_bytes () makes for `base_url`. The stream's address is checked again,
 * because the access key will be sent there. */
KcPendingSession *
kc_pending_session_new_from_bytes (GBytes *bytes, const char *base_url, GError **error);

/* Milliseconds from expires_in down to 0. If the age cannot be known, all of expires_in: an upper
 * bound, and Keebai decides. */
gint64 kc_pending_session_get_ms_left (const KcPendingSession *self, const KcBootTime *now);

/* A mark that recognises the key without revealing it: "salt:digest", HMAC-SHA256 with a random
 * salt, cut to 64 bits. NULL if the system has no random numbers. Free with g_free (). */
char *kc_pending_session_mark_key (const char *key);
/* FALSE also if there is no mark. */
gboolean kc_pending_session_matches_key (const KcPendingSession *self, const char *key);

G_END_DECLS
