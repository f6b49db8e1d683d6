/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-wrap: buttons whose words may take a second line, so that large text does not force a window
 * to be wider than its screen. GtkButton:can-shrink (GTK 4.12) would cut the words off instead.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `root` and all that is in it now. Their natural size stays the same. */
void kc_wrap_buttons (GtkWidget *root);

G_END_DECLS
