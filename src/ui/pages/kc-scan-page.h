/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcScanPage: QR pairing. The newest code that Keebai sends, covered as soon as it may be stale,
 * the steps on the phone beside it, and "Linking" as a moment of its own once the phone has
 * scanned. In practice mode a button stands in for the phone.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_SCAN_PAGE (kc_scan_page_get_type ())
G_DECLARE_FINAL_TYPE (KcScanPage, kc_scan_page, KC, SCAN_PAGE, KcPage)

GtkWidget *kc_scan_page_new (KcController *controller);

G_END_DECLS
