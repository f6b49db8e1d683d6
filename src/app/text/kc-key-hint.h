/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-key-hint: what there is to say about an access key before it is sent. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sentence about what stands around the key or how it begins, for `text` as it was typed or
 * pasted; NULL if there is nothing to say. A key that cannot be one is no matter of hints: its
 * check fails with an error. */
char *kc_key_hint_new (const char *text);

G_END_DECLS
