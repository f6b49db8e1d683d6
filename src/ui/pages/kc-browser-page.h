/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBrowserPage: Embedded Signup, while it goes on in the person's own browser. The link opens once
 * by itself; from then on there are three more ways to it, all for the same session: open again,
 * copy, or read it with another device. What happens over there is explained beside it, and so are
 * the usual troubles.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_BROWSER_PAGE (kc_browser_page_get_type ())
G_DECLARE_FINAL_TYPE (KcBrowserPage, kc_browser_page, KC, BROWSER_PAGE, KcPage)

GtkWidget *kc_browser_page_new (KcController *controller);

G_END_DECLS
