/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Reading what a client or a browser has sent. */

#pragma once

#include "kc-json.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* FALSE for a request that a page on another site may have made a browser send: it came under
 * another name than a loopback one (DNS rebinding), or changes something from another origin. */
gboolean kc_sandbox_request_is_local (SoupServerMessage *message);

/* The body's object; an empty body is an empty one. KC_ERROR_BAD_REPLY. */
JsonObject *kc_sandbox_request_parse_json (SoupServerMessage *message, GError **error);

/* The fields of a form, name to value; NULL if it is none. */
GHashTable *kc_sandbox_request_parse_form (SoupServerMessage *message);

G_END_DECLS
