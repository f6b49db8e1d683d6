/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-key-hint: a hint about an access key before it is sent. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For `text` as it was typed or pasted: a sentence about what was copied along with the key, or
 * about how the key begins; NULL if there is nothing to say. An unusable key gets no hint: its
 * check fails with an error. Free with g_free (). */
char *kc_key_hint_new (const char *text);

G_END_DECLS
