/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-schema: opens the program's GSettings, whose schema may be missing (if the program was not
 * installed) or older than the program.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* NULL if the schema, or one of the `keys` (NULL-terminated), is missing. Returns: (transfer full)
 */
GSettings *kc_schema_open (const char *const *keys);

/* Whether an administrator has fixed this key. */
gboolean kc_schema_is_locked (GSettings *settings, const char *key);

G_END_DECLS
