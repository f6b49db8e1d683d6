/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcWelcomePage: what this is, for who comes first; the company's channels, for who has a key. */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_WELCOME_PAGE (kc_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (KcWelcomePage, kc_welcome_page, KC, WELCOME_PAGE, KcPage)

GtkWidget *kc_welcome_page_new (KcController *controller);

G_END_DECLS
