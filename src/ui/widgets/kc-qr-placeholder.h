/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcQrPlaceholder: what stands in the place of a QR code while there is none to show. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_QR_PLACEHOLDER (kc_qr_placeholder_get_type ())
G_DECLARE_FINAL_TYPE (KcQrPlaceholder, kc_qr_placeholder, KC, QR_PLACEHOLDER, AdwBin)

GtkWidget *kc_qr_placeholder_new (void);

/* A sentence, and a still symbol over it while something is awaited (`busy`). */
void kc_qr_placeholder_set_text (KcQrPlaceholder *self, const char *text, gboolean busy);
const char *kc_qr_placeholder_get_text (KcQrPlaceholder *self);
gboolean kc_qr_placeholder_get_busy (KcQrPlaceholder *self);

G_END_DECLS
