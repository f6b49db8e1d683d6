/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-schema: the GSettings of the program, if there are any: its schema may be missing, where the
 * program was not installed, or an older one.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* NULL if the schema, or one of the `keys` in it (NULL-terminated), is not there. */
GSettings *kc_schema_open (const char *const *keys);

/* Whether an administrator has fixed this key. */
gboolean kc_schema_is_locked (GSettings *settings, const char *key);

G_END_DECLS
