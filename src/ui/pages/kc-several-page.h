/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSeveralPage: a list of numbers to connect one after the other (KcNumberQueue): a text to fill
 * it with, then how far each has come, and the one whose turn it is.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_SEVERAL_PAGE (kc_several_page_get_type ())
G_DECLARE_FINAL_TYPE (KcSeveralPage, kc_several_page, KC, SEVERAL_PAGE, KcPage)

GtkWidget *kc_several_page_new (KcController *controller);

G_END_DECLS
