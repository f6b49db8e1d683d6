/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-json-check: checks that bytes are one JSON text, strictly by the grammar of RFC 8259.
 *
 * Runs before json-glib, which accepts more than the grammar and recurses without a limit. Private
 * to kc-json.
 */

#pragma once

#include "kc-error.h"

G_BEGIN_DECLS

/* Replaces an escaped NUL: U+FFFF, a noncharacter, which kc-json does not accept in a text. */
#define KC_JSON_NUL "\xef\xbf\xbf"

/* Exactly one value with blanks around it, nested at most `max_depth` arrays and objects deep. The
 * bytes have to be valid UTF-8 already. Replaces in place what the grammar allows and json-glib
 * does not: escaped halves of surrogate pairs and NULs, whole numbers beyond 64 bits. */
gboolean kc_json_check (char *text, gsize length, guint max_depth, GError **error);

G_END_DECLS
