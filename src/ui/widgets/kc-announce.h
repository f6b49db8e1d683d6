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

/* What was said about `widget` is no longer so. That is known without this call when the widget is
 * unmapped, when a label changes, and when the title of a row does. */
void kc_announce_end (GtkWidget *widget);

G_END_DECLS
