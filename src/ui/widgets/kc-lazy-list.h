/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLazyList: shows a GListModel in rows of one height. Only the rows in sight exist. (The
 * GtkListView of GTK 4.8 keeps about 200 rows, and lays out all of them in each frame of
 * scrolling.)
 *
 * A GtkScrollable, to be the child of a GtkScrolledWindow. Its rows can be neither selected nor
 * focused; the list itself takes the focus, so that the keyboard scrolls it.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_LAZY_LIST (kc_lazy_list_get_type ())
G_DECLARE_FINAL_TYPE (KcLazyList, kc_lazy_list, KC, LAZY_LIST, GtkWidget)

/* Signals:
 *   create-row () → GtkWidget: returns an empty row (transfer full)
 *   bind-row (GtkWidget row, GObject item): fills the row, which may show another item
 */

/* `model` may be NULL. Connect the signals first. */
void kc_lazy_list_set_model (KcLazyList *self, GListModel *model);

/* For tests: the number of rows that exist now. */
guint kc_lazy_list_get_n_rows (KcLazyList *self);

G_END_DECLS
