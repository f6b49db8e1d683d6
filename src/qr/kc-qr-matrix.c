/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-matrix.h"

#include <errno.h>
#include <math.h>
#include <qrencode.h>

/* The versions 1 and 40 (ISO/IEC 18004). */
#define MIN_SIZE 21
#define MAX_SIZE 177
#define FINDER 7
#define DARK_BELOW 128

struct _KcQrMatrix {
  guint size;
  gboolean *dark; /* row by row */
};

G_DEFINE_QUARK (kc - qr - error - quark, kc_qr_error)

/* Not QRcode_encodeString (): that one changes the mode within the text and ends at a NUL. Version
 * 0 is the smallest that holds the text. */
static QRcode *
encode_bytes (const guint8 *text, gsize length, QRecLevel level)
{
  return QRcode_encodeData ((int) length, text, 0, level);
}

static KcQrMatrix *
create_matrix (guint size)
{
  KcQrMatrix *self = g_new0 (KcQrMatrix, 1);

  self->size = size;
  self->dark = g_new0 (gboolean, (gsize) size * size);

  return self;
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

  self = create_matrix ((guint) low->width);
  for (gsize i = 0; i < (gsize) self->size * self->size; i++)
    self->dark[i] = ((medium != NULL ? medium : low)->data[i] & 1) != 0;
  QRcode_free (low);
  g_clear_pointer (&medium, QRcode_free);

  return self;
}

/* One of the three squares in the corners: dark around light around dark. */
static gboolean
has_finder (const KcQrMatrix *self, guint left, guint top)
{
  for (guint y = 0; y < FINDER; y++)
    for (guint x = 0; x < FINDER; x++)
      {
        guint ring = MIN (MIN (x, y), MIN (FINDER - 1 - x, FINDER - 1 - y));

        if (kc_qr_matrix_is_dark (self, left + x, top + y) != (ring != 1))
          return FALSE;
      }

  return TRUE;
}

KcQrMatrix *
kc_qr_matrix_new_from_gray (const guint8 *gray, guint side, GError **error)
{
  g_autoptr (KcQrMatrix) self = NULL;
  guint left = side, right = 0, top = side, bottom = 0, run = 0, size;

  g_return_val_if_fail (gray != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      if (gray[(gsize) y * side + x] < DARK_BELOW)
        {
          left = MIN (left, x);
          right = MAX (right, x);
          top = MIN (top, y);
          bottom = MAX (bottom, y);
        }

  /* The upper edge of the first square is seven modules long. */
  while (left + run <= right && gray[(gsize) top * side + left + run] < DARK_BELOW)
    run++;
  size = run >= FINDER ? (guint) lround ((right - left + 1) * (double) FINDER / run) : 0;
  if (size >= MIN_SIZE && size <= MAX_SIZE && size % 4 == 1 && right - left == bottom - top)
    {
      double module = (right - left + 1) / (double) size;

      self = create_matrix (size);
      for (guint y = 0; y < size; y++)
        for (guint x = 0; x < size; x++)
          {
            guint row = top + (guint) ((y + 0.5) * module);
            guint column = left + (guint) ((x + 0.5) * module);

            self->dark[(gsize) y * size + x] = gray[(gsize) row * side + column] < DARK_BELOW;
          }
      if (has_finder (self, 0, 0) && has_finder (self, size - FINDER, 0)
          && has_finder (self, 0, size - FINDER))
        return g_steal_pointer (&self);
    }

  g_set_error_literal (error, KC_QR_ERROR, KC_QR_ERROR_FAILED, "No plain picture of a QR code");
  return NULL;
}

void
kc_qr_matrix_free (KcQrMatrix *self)
{
  if (self == NULL)
    return;

  g_free (self->dark);
  g_free (self);
}

guint
kc_qr_matrix_get_size (const KcQrMatrix *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

gboolean
kc_qr_matrix_is_dark (const KcQrMatrix *self, guint x, guint y)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (x < self->size && y < self->size, FALSE);

  return self->dark[(gsize) y * self->size + x];
}
