/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSignupSteps: what is to be done on Meta's page, step by step, for the person who does it: the
 * one in front of the program, or the company's admin, who was sent the link. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_SIGNUP_STEPS (kc_signup_steps_get_type ())
G_DECLARE_FINAL_TYPE (KcSignupSteps, kc_signup_steps, KC, SIGNUP_STEPS, AdwPreferencesGroup)

/* `coexistence`: the number is confirmed in the WhatsApp Business app instead of by a code. */
void kc_signup_steps_show (KcSignupSteps *self, gboolean by_admin, gboolean coexistence);

G_END_DECLS
