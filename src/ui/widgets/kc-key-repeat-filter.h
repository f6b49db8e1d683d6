/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-key-repeat-filter: makes Enter or the space bar, held down, count as one press.
 *
 * Otherwise key repeat would press each button that gets the focus: "Connect", then the first
 * button of the next page.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Ignores repeats in `window`, except where text is typed. Call it once for each window. */
void kc_key_repeat_filter_ignore (GtkWindow *window);

G_END_DECLS
