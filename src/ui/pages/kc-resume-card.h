/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcResumeCard: what the first page says about an earlier run: a number that was not finished, the
 * time it has left, and whether to continue; or that the notes about it could not be read. Hidden
 * if there is nothing to say.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_RESUME_CARD (kc_resume_card_get_type ())
G_DECLARE_FINAL_TYPE (KcResumeCard, kc_resume_card, KC, RESUME_CARD, AdwBin)

/* Once. Follows it from then on. */
void kc_resume_card_set_controller (KcResumeCard *self, KcController *controller);

/* The button that continues; NULL if there is nothing to continue. */
GtkWidget *kc_resume_card_get_button (KcResumeCard *self);

G_END_DECLS
