/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-a11y: assistive technology is told what is shown, and once.
 *
 * GTK 4.8 tells it too much and too little: every child of a GtkStack, shown or not; a button with
 * a mnemonic as "_Stop Stop"; what has no name by the name of its class; nothing about the focus
 * while somebody types; and nothing when the text of a status changes.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on, for `root` and everything in it: a GtkStack hides the children that it does not
 * show; a button is called what stands on it, and nothing by its class; titles are headings; a
 * label with the role status or alert is said when it appears and when it changes (kc-announce).
 *
 * Roles can only be given before the widget is in a window. To be called again for what is added
 * later; twice does no harm. Lasts as long as the widgets. */
void kc_a11y_watch (GtkWidget *root);

/* Sets the label unless it is that already: GTK would tell of the name again, and a screen reader
 * say it again if the button has the focus. */
void kc_a11y_set_button_label (GtkButton *button, const char *label);

G_END_DECLS
