/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a run of the program has noted of its session. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands in the file `path` was noted `ms` earlier, to the service at `base_url`: so much time
 * has passed, and nobody had to wait. */
void kc_notes_age (const char *path, const char *base_url, gint64 ms);

G_END_DECLS
