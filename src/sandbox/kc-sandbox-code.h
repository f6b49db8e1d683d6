/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The texts that no one can guess: what a QR code holds, and the secret in a portal link. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As long as WhatsApp's own (217 or 256 bytes) and in its two forms. `form` is "link", "plain" or
 * "alternate": then `index` decides. */
char *kc_sandbox_code_new (const char *form, guint index);

/* 32 hex digits from the system's random source. */
char *kc_sandbox_code_create_secret (void);

G_END_DECLS
