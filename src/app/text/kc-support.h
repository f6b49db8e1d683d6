/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-support: whom sentences tell the person to write to. One for the whole program, as its
 * language is.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A mail address; Keebai's before kc_support_set_address (). */
const char *kc_support_get_address (void);

/* `sentence`, which names Keebai's address, with the one that counts here. Free with g_free (). */
char *kc_support_replace_address (const char *sentence);

/* At the start, from the main thread; `address` is copied. */
void kc_support_set_address (const char *address);

G_END_DECLS
