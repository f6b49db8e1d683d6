/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCenterLayout: centers the only child of a page vertically in a tall window, such as in full
 * screen. In a window of the usual height the child stays at the top, as in lists. When something
 * expands, nothing above it moves as long as there is room below.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Up to this height, in logical pixels, the child is at the top. */
#define KC_CENTER_LAYOUT_USUAL_HEIGHT 700

#define KC_TYPE_CENTER_LAYOUT (kc_center_layout_get_type ())
G_DECLARE_FINAL_TYPE (KcCenterLayout, kc_center_layout, KC, CENTER_LAYOUT, GtkLayoutManager)

/* Property: expected-height (int, 0): how high the child will be, in logical pixels, once its
 * contents are loaded. */

G_END_DECLS
