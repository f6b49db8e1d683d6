/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAfterCareCard: news of the channels that were connected here lately (KcAfterCare), newest
 * first, or of one of them. Hidden if there is none. A channel that is gone can be connected again
 * from it.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_AFTER_CARE_CARD (kc_after_care_card_get_type ())
G_DECLARE_FINAL_TYPE (KcAfterCareCard, kc_after_care_card, KC, AFTER_CARE_CARD, AdwBin)

/* Once. Follows it from then on. */
void kc_after_care_card_set_controller (KcAfterCareCard *self, KcController *controller);

/* From now on it is about this channel alone, on the page of its result: there is nothing to
 * dismiss. NULL: about none. */
void kc_after_care_card_show_only (KcAfterCareCard *self, const char *channel_id);

/* The button to connect that channel again, if it is gone; else NULL. Borrowed, until the news
 * change. */
GtkWidget *kc_after_care_card_get_button (KcAfterCareCard *self);

G_END_DECLS
