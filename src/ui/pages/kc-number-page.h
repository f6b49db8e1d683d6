/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNumberPage: a few plain questions about the number, one at a time, that end in a recommendation
 * (kc-recommendation) with its reason and what to have ready. An answer goes on at once; Back goes
 * to the question before. The answers are kept for the next number, but for those of practice also
 * over a restart: then the page says that its
 * recommendation is based on them, and offers to answer again.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_NUMBER_PAGE (kc_number_page_get_type ())
G_DECLARE_FINAL_TYPE (KcNumberPage, kc_number_page, KC, NUMBER_PAGE, KcPage)

GtkWidget *kc_number_page_new (KcController *controller);

G_END_DECLS
