/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrFile: writes the current code to a PNG file, for a terminal that is too small. Only its owner
 * may read it. Each picture replaces the last one atomically, in a thread, so that readers never
 * see half a picture. The file is removed at the end.
 */

#pragma once

#include "kc-qr-matrix.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define KC_TYPE_QR_FILE (kc_qr_file_get_type ())
G_DECLARE_FINAL_TYPE (KcQrFile, kc_qr_file, KC, QR_FILE, GObject)

/* Signal: failed (GError): the picture could not be written. Emitted once. */

/* Replaces an existing file. */
KcQrFile *kc_qr_file_new (const char *path);

/* `matrix` NULL: there is no code to scan, and the picture is blank. */
void kc_qr_file_show (KcQrFile *self, const KcQrMatrix *matrix);

/* Removes the file. Keeps the program alive until that is done (kc_app_hold_begin ()). */
void kc_qr_file_close (KcQrFile *self);

/* Removes the file at once: blocks. */
void kc_qr_file_remove (KcQrFile *self);

G_END_DECLS
