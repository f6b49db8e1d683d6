/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyPage: how to get an access key, in steps that stay visible; the last step is to paste it.
 * The key is checked as soon as it is complete. Then KcKeyStatus replaces the entry, and shows what
 * the key can do and what it lacks.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_KEY_PAGE (kc_key_page_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyPage, kc_key_page, KC, KEY_PAGE, KcPage)

GtkWidget *kc_key_page_new (KcController *controller);

G_END_DECLS
