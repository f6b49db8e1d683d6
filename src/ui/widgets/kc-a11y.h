/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-a11y: makes assistive technology see what is on the screen, and each thing once.
 *
 * GTK 4.8 exposes every child of a GtkStack, visible or not; names a button with a mnemonic twice
 * ("_Stop Stop"), and a widget without a name by its class. It does not report the focus while
 * somebody types, nor a change of a status text.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on, for `root` and everything in it: a GtkStack hides the children that it does not
 * show; a button is named by its label, and no widget by its class; titles are headings; a label
 * with the role status or alert is announced when it appears and when it changes (kc-announce).
 *
 * Call it before `root` is in a window, because GTK cannot change roles later. Call it again for
 * widgets that are added later; a second call for the same widget does nothing. It lasts as long as
 * the widgets. */
void kc_a11y_watch (GtkWidget *root);

/* Sets the label if it differs. Setting the same label again would make a screen reader repeat it
 * if the button has the focus. */
void kc_a11y_set_button_label (GtkButton *button, const char *label);

G_END_DECLS
