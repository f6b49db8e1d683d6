/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-redact: the last guard before a technical text reaches a report or the clipboard. Other layers
 * put no secrets into their messages; a server's own words, repeated there, might.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A copy of `text` without access keys, without anything of a web address beyond its host, and
 * without QR texts and other long opaque words. Always valid UTF-8. */
char *kc_redact (const char *text);

G_END_DECLS
