/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-matrix.h"

#include <errno.h>
#include <qrencode.h>

struct _KcQrMatrix {
  QRcode *code;
};

G_DEFINE_QUARK (kc - qr - error - quark, kc_qr_error)

/* Not QRcode_encodeString (): that one changes the mode within the text and ends at a NUL. Version
 * 0 is the smallest that holds the text. */
static QRcode *
encode_bytes (const guint8 *text, gsize length, QRecLevel level)
{
  return QRcode_encodeData ((int) length, text, 0, level);
}

KcQrMatrix *
kc_qr_matrix_new (const guint8 *text, gsize length, GError **error)
{
  KcQrMatrix *self;
  QRcode *low;
  QRcode *medium;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (length == 0)
    {
      g_set_error_literal (error, KC_QR_ERROR, KC_QR_ERROR_EMPTY, "Nothing to encode");
      return NULL;
    }

  if (length > KC_QR_MAX_BYTES)
    {
      g_set_error (error, KC_QR_ERROR, KC_QR_ERROR_TOO_LONG,
                   "%" G_GSIZE_FORMAT " bytes are over %d", length, KC_QR_MAX_BYTES);
      return NULL;
    }

  low = encode_bytes (text, length, QR_ECLEVEL_L);
  if (low == NULL)
    {
      if (errno == ERANGE)
        g_set_error (error, KC_QR_ERROR, KC_QR_ERROR_TOO_LONG,
                     "No QR code holds %" G_GSIZE_FORMAT " bytes", length);
      else
        g_set_error (error, KC_QR_ERROR, KC_QR_ERROR_FAILED, "The QR encoder failed: %s",
                     g_strerror (errno));
      return NULL;
    }

  /* More correction for free: at the same size it costs nothing to read. */
  medium = encode_bytes (text, length, QR_ECLEVEL_M);
  if (medium != NULL && medium->width > low->width)
    g_clear_pointer (&medium, QRcode_free);

  self = g_new0 (KcQrMatrix, 1);
  if (medium != NULL)
    {
      self->code = medium;
      QRcode_free (low);
    }
  else
    {
      self->code = low;
    }
  return self;
}

void
kc_qr_matrix_free (KcQrMatrix *self)
{
  if (self == NULL)
    return;

  QRcode_free (self->code);
  g_free (self);
}

guint
kc_qr_matrix_get_size (const KcQrMatrix *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) self->code->width;
}

gboolean
kc_qr_matrix_is_dark (const KcQrMatrix *self, guint x, guint y)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (x < (guint) self->code->width && y < (guint) self->code->width, FALSE);

  return (self->code->data[(gsize) y * (guint) self->code->width + x] & 1) != 0;
}
