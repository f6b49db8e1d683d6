/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrTile: draws a bit matrix, every module a whole number of device pixels, on a white tile with
 * four light modules around it; or a blur of it, which shows that there was a code and nothing of
 * what it said. */

#pragma once

#include "kc-qr-matrix.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In logical pixels. Keeps the rounded corners of the tile out of the quiet zone. */
#define KC_QR_TILE_PADDING 4

#define KC_TYPE_QR_TILE (kc_qr_tile_get_type ())
G_DECLARE_FINAL_TYPE (KcQrTile, kc_qr_tile, KC, QR_TILE, GtkWidget)

GtkWidget *kc_qr_tile_new (void);

/* `matrix` is borrowed until the next call. NULL: draws nothing, and drops the picture. */
void kc_qr_tile_set_matrix (KcQrTile *self, const KcQrMatrix *matrix, gboolean blurred);

G_END_DECLS
