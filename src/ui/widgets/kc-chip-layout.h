/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChipLayout: a title, a subtitle under it, and a chip at the end, for the children of a row in
 * this order. The title comes first: where it would be cut or broken beside the chip, it gets the
 * whole width, and the chip stands beside the subtitle. The height is the same in both cases, so
 * that rows of one list are equally high.
 *
 * Stacked, the chip stands under the subtitle: for large text.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_CHIP_LAYOUT (kc_chip_layout_get_type ())
G_DECLARE_FINAL_TYPE (KcChipLayout, kc_chip_layout, KC, CHIP_LAYOUT, GtkLayoutManager)

void kc_chip_layout_set_stacked (KcChipLayout *self, gboolean stacked);

G_END_DECLS
