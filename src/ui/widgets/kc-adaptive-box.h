/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAdaptiveBox: two widgets, side by side if there is room, otherwise one above the other. It
 * decides by its width and the size of text alone, when it is allocated, so that nothing flickers.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_ADAPTIVE_BOX (kc_adaptive_box_get_type ())
G_DECLARE_FINAL_TYPE (KcAdaptiveBox, kc_adaptive_box, KC, ADAPTIVE_BOX, GtkWidget)

/* Properties:
 *   start (GtkWidget): the first or upper one; gets its natural width if possible
 *   end (GtkWidget): the second or lower one; gets the rest
 */
/* For tests; the program creates it in `.ui` files. */
GtkWidget *kc_adaptive_box_new (GtkWidget *start, GtkWidget *end);

G_END_DECLS
