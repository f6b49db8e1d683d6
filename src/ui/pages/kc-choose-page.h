/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChoosePage: asks whether to connect in the browser or with the phone, and for the options of
 * each way. */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_CHOOSE_PAGE (kc_choose_page_get_type ())
G_DECLARE_FINAL_TYPE (KcChoosePage, kc_choose_page, KC, CHOOSE_PAGE, KcPage)

GtkWidget *kc_choose_page_new (KcController *controller);

G_END_DECLS
