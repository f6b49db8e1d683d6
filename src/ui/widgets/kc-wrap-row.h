/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-wrap-row: lets the text of a row wrap, in any font.
 *
 * Rows ask their label how wide it must be to be as high as the row. GTK 4.8 answers with a binary
 * search over the widths, and assumes that a label never gets higher when it gets wider. It does,
 * by a pixel, where a text mixes fonts of different heights, as “WhatsApp” in an Arabic sentence;
 * then the row is laid out wider than the window. GTK does not search if a label has a limit of
 * lines. In `.ui` files, rows set title-lines and subtitle-lines.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An AdwActionRow or an AdwExpanderRow. */
void kc_wrap_row (GtkWidget *row);

G_END_DECLS
