/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-stack-access: only what is shown is told to assistive technology.
 *
 * Before GTK 4.10 every child of a GtkStack stands in the accessible tree, shown or not: a screen
 * reader would read the buttons of pages that nobody sees.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on each GtkStack in `root`, or `root` itself, hides the children that it does not show.
 * To be called again for what is added later; twice does no harm. Lasts as long as the stacks. */
void kc_stack_access_watch (GtkWidget *root);

G_END_DECLS
