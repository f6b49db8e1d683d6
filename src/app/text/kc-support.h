/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-support: the mail address of support that sentences name. One for the whole program.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The mail address; Keebai's by default. Borrowed. */
const char *kc_support_get_address (void);

/* A copy of `sentence` with kc_support_get_address () in place of Keebai's address. Free with
 * g_free
 * (). */
char *kc_support_replace_address (const char *sentence);

/* Call at the start, from the main thread. `address` is copied. */
void kc_support_set_address (const char *address);

G_END_DECLS
