/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-utf8: the UTF-8 decoder of the web (https://encoding.spec.whatwg.org/#utf-8-decoder): one
 * U+FFFD for each maximal subpart of an ill-formed sequence, where g_utf8_make_valid () writes one
 * for each byte. NUL is a character like any other.
 */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Appends the bytes to `text`, well-formed. A sequence cut off at the end is ill-formed. */
void kc_utf8_append_decoded (GString *text, const guint8 *bytes, gsize length);

/* Whether nothing of it is ill-formed. */
gboolean kc_utf8_is_valid (const guint8 *bytes, gsize length);

/* Appends the bytes as they are. It is g_string_append_len (), inline as in GLib 2.76: with a few
 * bytes at a time, the call is half of the work. */
static inline void
kc_utf8_append_bytes (GString *text, const guint8 *bytes, gsize length)
{
  if (length >= text->allocated_len - text->len)
    {
      g_string_append_len (text, (const char *) bytes, (gssize) length);
      return;
    }

  memcpy (text->str + text->len, bytes, length);
  text->len += length;
  text->str[text->len] = '\0';
}

G_END_DECLS
