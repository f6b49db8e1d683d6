/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyPage: where an access key comes from, a place to paste it, and what it may do. */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_KEY_PAGE (kc_key_page_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyPage, kc_key_page, KC, KEY_PAGE, KcPage)

GtkWidget *kc_key_page_new (KcController *controller);

G_END_DECLS
