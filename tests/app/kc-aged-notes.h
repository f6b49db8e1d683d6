/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Notes of earlier runs, for tests of what happens later. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Changes the note in the file `path`, of the service at `base_url`, as if it had been written `ms`
 * earlier. */
void kc_age_notes (const char *path, const char *base_url, gint64 ms);

G_END_DECLS
