/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelPage: one channel of the company (kc_controller_get_chosen_channel ()): what its state
 * means and what to do about it, and its details to copy.
 */

#pragma once

#include "kc-page.h"

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_PAGE (kc_channel_page_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelPage, kc_channel_page, KC, CHANNEL_PAGE, KcPage)

GtkWidget *kc_channel_page_new (KcController *controller);

G_END_DECLS
