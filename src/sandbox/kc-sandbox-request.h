/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Reading what a client or a browser has sent. */

#pragma once

#include "kc-json.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* No request has a longer body. */
#define KC_SANDBOX_REQUEST_MAX_BYTES (64 * 1024)

/* To be called before the body is read. Answers 403 to what a page on another site may have made a
 * browser send (it comes under another name than a loopback one, as with DNS rebinding, or changes
 * something from another origin), and 413 to a body that is too long. Of what is refused no body is
 * kept, and the connection is closed if it does not end soon. */
void kc_sandbox_request_guard (SoupServerMessage *message);

/* The body's object; an empty body is an empty one. KC_ERROR_BAD_REPLY. */
JsonObject *kc_sandbox_request_parse_json (SoupServerMessage *message, GError **error);

/* The fields of a form, name to value; NULL if it is none. */
GHashTable *kc_sandbox_request_parse_form (SoupServerMessage *message);

G_END_DECLS
