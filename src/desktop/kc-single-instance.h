/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-single-instance: whether the program runs already, and hangs.
 *
 * A second start hands over to the first one on the session bus. Where that one hangs, GApplication
 * waits 25 s in silence and gives up; this asks before.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long the first one may take to answer, in milliseconds. */
#define KC_SINGLE_INSTANCE_PATIENCE_MS 3000

/* Whether a program that owns `application_id` on the session bus does not answer. Blocks, so only
 * before there is a window. `pid` is set to its process if TRUE is returned and that can be known
 * from here, which it cannot in a Flatpak; to 0 else. */
gboolean kc_single_instance_hangs (const char *application_id, guint patience_ms, guint *pid);

G_END_DECLS
