/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-key-repeat-filter: Enter or the space bar held down is one press.
 *
 * The keyboard repeats a key that is held, and each time the button that has the focus by then
 * would be pressed: "Connect", then whatever the next page begins with.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For everything in `window`, except where text is typed. Call it once. */
void kc_key_repeat_filter_ignore (GtkWindow *window);

G_END_DECLS
