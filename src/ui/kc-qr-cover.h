/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrCover: what stands in the place of a QR code while there is none to show. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_QR_COVER (kc_qr_cover_get_type ())
G_DECLARE_FINAL_TYPE (KcQrCover, kc_qr_cover, KC, QR_COVER, AdwBin)

GtkWidget *kc_qr_cover_new (void);

/* A sentence, and a spinner if it will not take long. The spinner turns only while the cover can be
 * seen: else it would keep the computer awake for nothing. */
void kc_qr_cover_set_text (KcQrCover *self, const char *text, gboolean busy);
const char *kc_qr_cover_get_text (KcQrCover *self);
gboolean kc_qr_cover_get_busy (KcQrCover *self);

G_END_DECLS
