/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyAnswer: what Keebai said about the key in use: whose it is, what it may do, what it lacks
 * and whom to ask, and how long it will be there.
 */

#pragma once

#include "kc-assistant.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_KEY_ANSWER (kc_key_answer_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyAnswer, kc_key_answer, KC, KEY_ANSWER, AdwPreferencesGroup)

/* Once. Follows it from then on. */
void kc_key_answer_set_assistant (KcKeyAnswer *self, KcAssistant *assistant);

G_END_DECLS
