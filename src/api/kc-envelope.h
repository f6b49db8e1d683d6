/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcEnvelope: what a server said about an error, whichever of Keebai's two envelopes it used.
 * Private to kc-http.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *code; /* borrowed from the JSON */
  char *message;
  char **missing_scopes; /* NULL if there are none */
} KcEnvelope;

/* `{"error": {"code", "message", "details"}}` or `{"message", "error", "statusCode"}`; every field
 * may be missing or of any type. */
void kc_envelope_read (KcEnvelope *self, JsonObject *root);

void kc_envelope_clear (KcEnvelope *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KcEnvelope, kc_envelope_clear)

G_END_DECLS
