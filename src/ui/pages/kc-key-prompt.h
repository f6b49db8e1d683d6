/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyPrompt: why another access key is wanted before a session that is open can be gone on with,
 * and how much time it has left. Not there if no key is wanted for that.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_KEY_PROMPT (kc_key_prompt_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyPrompt, kc_key_prompt, KC, KEY_PROMPT, AdwBin)

/* Says how things are now. */
void kc_key_prompt_show (KcKeyPrompt *self, KcController *controller);

G_END_DECLS
