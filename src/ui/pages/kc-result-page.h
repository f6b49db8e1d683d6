/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcResultPage: how the attempt ended. Connected: the number, the channel, and what comes next. Not
 * connected: what happened, why, and the one next step.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_RESULT_PAGE (kc_result_page_get_type ())
G_DECLARE_FINAL_TYPE (KcResultPage, kc_result_page, KC, RESULT_PAGE, KcPage)

GtkWidget *kc_result_page_new (KcController *controller);

G_END_DECLS
