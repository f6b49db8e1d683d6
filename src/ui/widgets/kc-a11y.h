/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-a11y: assistive technology is told what is shown, and once.
 *
 * Before GTK 4.10 every child of a GtkStack stands in the accessible tree, shown or not: a screen
 * reader would read the buttons of pages that nobody sees. And a button with a mnemonic is called
 * "_Stop Stop", for its label counts twice, once with the underscore.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on each GtkStack in `root`, or `root` itself, hides the children that it does not show,
 * and each button is called what stands on it. To be called again for what is added later; twice
 * does no harm. Lasts as long as the widgets. */
void kc_a11y_watch (GtkWidget *root);

G_END_DECLS
