/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-redact: removes secrets from a technical text before it reaches a report or the clipboard. Our
 * own messages contain none, but a server's message that they repeat might.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A copy of `text` without access keys, QR texts and other long opaque words, and with web
 * addresses cut after the host. Always valid UTF-8. Free with g_free (). */
char *kc_redact (const char *text);

G_END_DECLS
