/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-utf8: the UTF-8 decoder of the web (https://encoding.spec.whatwg.org/#utf-8-decoder): one
 * U+FFFD for each maximal subpart of an ill-formed sequence, where g_utf8_make_valid () writes one
 * for each byte. NUL is a character like any other.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends the bytes to `text`, well-formed. A sequence cut off at the end is ill-formed. */
void kc_utf8_append_decoded (GString *text, const guint8 *bytes, gsize length);

/* Whether nothing of it is ill-formed. */
gboolean kc_utf8_is_valid (const guint8 *bytes, gsize length);

G_END_DECLS
