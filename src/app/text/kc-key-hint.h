/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-key-hint: what there is to say about an access key before it is sent. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sentence about the text around the key, or about how the key begins, for `text` as it was typed
 * or pasted; NULL if there is nothing to say. An unusable key gets no hint: its check fails with an
 * error. */
char *kc_key_hint_new (const char *text);

G_END_DECLS
