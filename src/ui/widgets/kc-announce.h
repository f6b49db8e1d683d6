/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-announce: a screen reader says what changed by itself, without moving the focus.
 *
 * GTK has gtk_accessible_announce () for that since 4.14. Before, and with GTK_A11Y=test, it tells
 * screen readers about changes of the widget that has the focus, and about no others: there the
 * sentence becomes the description of that widget. It gets its own back when the focus leaves it,
 * or when what was said is no longer so.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Has `text` said once the focus is where it goes now, if `widget` can be seen (is mapped), also by
 * then. Sentences that come together are said together, in the order in which they came, each once;
 * of those about the same widget only the last. */
void kc_announce (GtkWidget *widget, const char *text);

/* Moves the focus to `widget`. Before GTK 4.14, what is about to be said becomes its description
 * first: a screen reader then reads it with the widget, once. */
void kc_announce_move_focus (GtkWidget *widget);

/* What was said about `widget` is no longer so. That is known without this call when the widget is
 * unmapped, when a label changes, and when the title of a row does. */
void kc_announce_end (GtkWidget *widget);

G_END_DECLS
