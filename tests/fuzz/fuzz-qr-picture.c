/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The first byte is the width and height of a grey picture, the rest its pixels. */

#include "kc-fuzz.h"
#include "kc-qr-matrix.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint side = kc_fuzz_take_byte (&data, &size);
  g_autofree guint8 *gray = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrMatrix) matrix = NULL;

  if (side == 0 || size < (gsize) side * side)
    return 0;

  gray = kc_fuzz_copy (data, (gsize) side * side);
  matrix = kc_qr_matrix_new_from_gray (gray, side, &error);
  if (matrix == NULL)
    {
      g_assert_error (error, KC_QR_ERROR, KC_QR_ERROR_FAILED);
      return 0;
    }
  g_assert_cmpuint (kc_qr_matrix_get_size (matrix), >=, 21);
  g_assert_cmpuint (kc_qr_matrix_get_size (matrix), <=, 177);
  kc_qr_matrix_is_dark (matrix, kc_qr_matrix_get_size (matrix) - 1, 0);

  return 0;
}
