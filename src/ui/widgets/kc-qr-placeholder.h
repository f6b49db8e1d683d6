/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrPlaceholder: shown instead of a QR code while there is none to scan: a picture, a title and a
 * sentence. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_QR_PLACEHOLDER (kc_qr_placeholder_get_type ())
G_DECLARE_FINAL_TYPE (KcQrPlaceholder, kc_qr_placeholder, KC, QR_PLACEHOLDER, AdwBin)

GtkWidget *kc_qr_placeholder_new (void);

/* `icon_name`: a symbolic icon, or an illustration, which is drawn larger; NULL for none. `text`
 * may be NULL. */
void kc_qr_placeholder_show (KcQrPlaceholder *self,
                             const char *icon_name,
                             const char *title,
                             const char *text);

/* For tests. */
const char *kc_qr_placeholder_get_title (KcQrPlaceholder *self);

G_END_DECLS
