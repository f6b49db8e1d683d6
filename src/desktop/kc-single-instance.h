/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-single-instance: finds out whether another instance of the program hangs.
 *
 * A second start calls the first instance on the session bus. If that one hangs, GApplication waits
 * 25 s in silence, then gives up. This finds out sooner.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long the first instance may take to answer, in milliseconds. */
#define KC_SINGLE_INSTANCE_TIMEOUT_MS 3000

/* Whether a program that owns `application_id` on the session bus does not answer within
 * `timeout_ms`. Blocks: call it before there is a window. `pid` is set to its process, or to 0 if
 * FALSE is returned or the process is not known, as in a Flatpak. */
gboolean kc_single_instance_hangs (const char *application_id, guint timeout_ms, guint *pid);

G_END_DECLS
