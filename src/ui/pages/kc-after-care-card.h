/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAfterCareCard: what has become of the channels that were connected here lately (KcAfterCare),
 * newest first, or of one of them. Hidden if there is nothing to say. It has a button to connect
 * again a channel that is gone.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_AFTER_CARE_CARD (kc_after_care_card_get_type ())
G_DECLARE_FINAL_TYPE (KcAfterCareCard, kc_after_care_card, KC, AFTER_CARE_CARD, AdwBin)

/* Call it once. Follows the controller from then on. */
void kc_after_care_card_set_controller (KcAfterCareCard *self, KcController *controller);

/* Shows only this channel from now on, without a button to dismiss it, for the result page. NULL:
 * shows none. */
void kc_after_care_card_show_only (KcAfterCareCard *self, const char *channel_id);

/* The button to connect that channel again, if it is gone; else NULL. Borrowed until
 * KcAfterCare::changed. */
GtkWidget *kc_after_care_card_get_button (KcAfterCareCard *self);

G_END_DECLS
