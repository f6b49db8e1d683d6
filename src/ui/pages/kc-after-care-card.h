/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAfterCareCard: what has become of the channels that were connected here lately (KcAfterCare),
 * the newest first. Not there if there is no news.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_AFTER_CARE_CARD (kc_after_care_card_get_type ())
G_DECLARE_FINAL_TYPE (KcAfterCareCard, kc_after_care_card, KC, AFTER_CARE_CARD, AdwBin)

/* Once. Follows it from then on. */
void kc_after_care_card_set_controller (KcAfterCareCard *self, KcController *controller);

G_END_DECLS
