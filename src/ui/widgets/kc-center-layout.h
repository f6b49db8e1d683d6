/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCenterLayout: puts the one child of a page in the middle of a tall window, as in full screen.
 * In a window of the usual height it stays at the top, as lists do. What unfolds later moves
 * nothing above it, as long as there is room below.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In logical pixels: up to here, a page begins at its top. */
#define KC_CENTER_LAYOUT_USUAL_HEIGHT 700

#define KC_TYPE_CENTER_LAYOUT (kc_center_layout_get_type ())
G_DECLARE_FINAL_TYPE (KcCenterLayout, kc_center_layout, KC, CENTER_LAYOUT, GtkLayoutManager)

/* Property: expected-height (int, 0): the child will soon be about that high, in logical pixels:
 * what it shows is still being loaded. */

G_END_DECLS
