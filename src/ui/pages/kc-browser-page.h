/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBrowserPage: Embedded Signup, while it goes on in a browser. The link opens once by itself,
 * unless somebody else is the admin (kc_controller_is_hand_over ()): then it is theirs, by mail
 * first. Copy, QR code and mail are other ways to the same link; a browser that did not open, and a
 * link that is lost, are told in the place of the primary button.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_BROWSER_PAGE (kc_browser_page_get_type ())
G_DECLARE_FINAL_TYPE (KcBrowserPage, kc_browser_page, KC, BROWSER_PAGE, KcPage)

GtkWidget *kc_browser_page_new (KcController *controller);

G_END_DECLS
