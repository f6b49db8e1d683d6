/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrCode: a QR code that a scanner can read: black on a white tile in every theme, four light
 * modules around it, every module a whole number of device pixels. While it is not live it is
 * blurred beyond reading behind a few words, in the same size: a stale WhatsApp code still scans,
 * and hangs the phone.
 *
 * The text is a secret: it is in the picture and nowhere else.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_QR_CODE (kc_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (KcQrCode, kc_qr_code, KC, QR_CODE, GtkWidget)

/* Properties:
 *   text (GBytes or NULL): what the code says, byte for byte, or a PNG picture of a plain code
 *   live (gboolean, TRUE): FALSE covers the code
 *   alternative-text (string): what assistive technology calls it
 *   usage (string, construct-only): its accessible description: how to use it, also without a
 * camera
 *
 * Signal: activated (): a click, Enter or the space bar on a visible code; the owner enlarges it,
 * or makes it small again.
 */
void kc_qr_code_set_text (KcQrCode *self, GBytes *text);
void kc_qr_code_set_live (KcQrCode *self, gboolean live);

/* What to show while no code is shown. `icon_name` and `text` may be NULL. */
void
kc_qr_code_set_cover (KcQrCode *self, const char *icon_name, const char *title, const char *text);

/* Whether a code is visible: it is live, and its text fits into a QR code. */
gboolean kc_qr_code_is_shown (KcQrCode *self);

G_END_DECLS
