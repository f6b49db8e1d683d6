/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrMatrix: which modules of a QR code are dark. Text in, square bit matrix out.
 *
 * Byte mode always, so that the text is read back byte for byte. Level L, the smallest symbol with
 * the largest modules, raised to M where M needs no larger symbol. Without the quiet zone: four
 * light modules on each side (ISO/IEC 18004) are the business of whoever draws it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KC_QR_MAX_BYTES 4096
/* Light modules that have to surround the symbol on each side. */
#define KC_QR_QUIET_ZONE 4

#define KC_QR_ERROR (kc_qr_error_quark ())
typedef enum {
  KC_QR_ERROR_EMPTY,
  KC_QR_ERROR_TOO_LONG, /* over KC_QR_MAX_BYTES, or more than a symbol of version 40 holds (2,953
                           bytes) */
  KC_QR_ERROR_FAILED,
} KcQrError;

GQuark kc_qr_error_quark (void);

typedef struct _KcQrMatrix KcQrMatrix;

/* `text` may be any bytes. The error's message never contains the text. */
KcQrMatrix *kc_qr_matrix_new (const guint8 *text, gsize length, GError **error);
/* Reads the modules off a plain picture of a code: square, straight, dark on light, a byte for the
 * brightness of each of `side` × `side` pixels. KC_QR_ERROR_FAILED if it is none. */
KcQrMatrix *kc_qr_matrix_new_from_gray (const guint8 *gray, guint side, GError **error);
void kc_qr_matrix_free (KcQrMatrix *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcQrMatrix, kc_qr_matrix_free)

/* Modules on each side: 21 to 177. */
guint kc_qr_matrix_get_size (const KcQrMatrix *self);
gboolean kc_qr_matrix_is_dark (const KcQrMatrix *self, guint x, guint y);

G_END_DECLS
