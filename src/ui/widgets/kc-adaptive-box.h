/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAdaptiveBox: two widgets, side by side where there is room for both, else one over the other.
 * It decides by its own width and the size of text alone, and at the moment of allocation, so that
 * nothing flickers.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_ADAPTIVE_BOX (kc_adaptive_box_get_type ())
G_DECLARE_FINAL_TYPE (KcAdaptiveBox, kc_adaptive_box, KC, ADAPTIVE_BOX, GtkWidget)

/* Properties:
 *   start (GtkWidget): left (in left-to-right languages) or above; gets its natural width if it can
 *   end (GtkWidget): beside it, takes the rest, or under it
 */
/* For tests: others are in `.ui` files. */
GtkWidget *kc_adaptive_box_new (GtkWidget *start, GtkWidget *end);

G_END_DECLS
