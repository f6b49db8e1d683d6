/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLazyList: the items of a GListModel in rows of one height, of which only those in sight exist.
 * GTK 4.8's GtkListView keeps two hundred and lays all of them out in each frame of scrolling.
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
 *   create-row () → GtkWidget: a row, empty, transfer full
 *   bind-row (GtkWidget row, GObject item): fills the row, perhaps in the place of another item
 */

/* `model` may be NULL. Connect the signals before. */
void kc_lazy_list_set_model (KcLazyList *self, GListModel *model);

/* For tests: how many rows there are now, in sight or close to it. */
guint kc_lazy_list_get_n_rows (KcLazyList *self);

G_END_DECLS
