/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcEnvelope: what a reply with an error status says, in either of Keebai's two envelopes, and
 * whether it is Keebai's at all: firewalls, proxies and gateways use the same statuses. Private to
 * the api layer.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
  char *code; /* such as "INSUFFICIENT_SCOPE"; NULL if there is none */
  char *message;
  char **missing_scopes; /* NULL if there are none */
} KcEnvelope;

/* Reads `{"error": {"code", "message", "details"}}` or `{"message", "error", "statusCode"}`.
 *
 * Returns TRUE if the reply is Keebai's, so that its status says something about the key or the
 * session: JSON by its content type, and one of the two envelopes (the first with a code in
 * UPPER_SNAKE, the second with a number for `statusCode`) or a session with a documented `status`.
 * FALSE for everything else, such as a gateway's `{"message":"Forbidden"}`; its texts are read all
 * the same, for "Details".
 *
 * `content_type` is without parameters; both it and `body` may be NULL. `self` is empty before. */
gboolean kc_envelope_read (KcEnvelope *self, const char *content_type, GBytes *body);

void kc_envelope_clear (KcEnvelope *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KcEnvelope, kc_envelope_clear)

G_END_DECLS
