/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyPrompt: why another access key is needed before an open session can continue, and how much
 * time it has left. Hidden if no key is needed for that.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_KEY_PROMPT (kc_key_prompt_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyPrompt, kc_key_prompt, KC, KEY_PROMPT, AdwBin)

/* Shows the current state of `controller`, or hides. */
void kc_key_prompt_show (KcKeyPrompt *self, KcController *controller);

G_END_DECLS
