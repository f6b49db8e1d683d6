/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcWrapButton: a button whose label wraps if there is no room, so that large text does not make a
 * window wider than its screen. GtkButton:can-shrink (GTK 4.12)
 * ellipsizes the label instead. The natural size is that of a GtkButton.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_WRAP_BUTTON (kc_wrap_button_get_type ())
G_DECLARE_DERIVABLE_TYPE (KcWrapButton, kc_wrap_button, KC, WRAP_BUTTON, GtkButton)

struct _KcWrapButtonClass {
  GtkButtonClass parent_class;
};

/* The same for the label of a menu button, which is not a GtkButton. */
void kc_wrap_button_wrap_menu_button (GtkMenuButton *button);

G_END_DECLS
