/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-texture.h"

#include <string.h>

#define BYTES_PER_PIXEL 3

GdkTexture *
kc_qr_texture_new (const KcQrMatrix *matrix, guint module_px)
{
  g_autoptr (GBytes) bytes = NULL;
  guint modules;
  gsize module_bytes, side, stride;
  guint8 *pixels;

  g_return_val_if_fail (matrix != NULL, NULL);
  g_return_val_if_fail (module_px > 0, NULL);

  modules = kc_qr_matrix_get_size (matrix);
  module_bytes = (gsize) module_px * BYTES_PER_PIXEL;
  side = (gsize) (modules + 2 * KC_QR_QUIET_ZONE) * module_px;
  stride = side * BYTES_PER_PIXEL;
  pixels = g_malloc (side * stride);
  memset (pixels, 0xff, side * stride);

  for (guint y = 0; y < modules; y++)
    {
      guint8 *row = pixels + (gsize) (y + KC_QR_QUIET_ZONE) * module_px * stride;

      for (guint x = 0; x < modules; x++)
        if (kc_qr_matrix_is_dark (matrix, x, y))
          memset (row + (x + KC_QR_QUIET_ZONE) * module_bytes, 0x00, module_bytes);
      for (guint copy = 1; copy < module_px; copy++)
        memcpy (row + copy * stride, row, stride);
    }

  bytes = g_bytes_new_take (pixels, side * stride);
  return gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_R8G8B8, bytes, stride);
}
