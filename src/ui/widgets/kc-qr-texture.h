/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-qr-texture: a bit matrix as a picture, pixel for pixel. */

#pragma once

#include "kc-qr-matrix.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Black and white only, the quiet zone included: (size + 2 × KC_QR_QUIET_ZONE) × `module_px` pixels
 * on each side. It is drawn at its own size, one texel a device pixel: GTK 4.8 would smooth it if
 * it had to scale it. */
GdkTexture *kc_qr_texture_new (const KcQrMatrix *matrix, guint module_px);

G_END_DECLS
