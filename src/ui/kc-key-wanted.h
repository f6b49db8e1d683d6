/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyWanted: why another access key is wanted before a session that is open can be gone on with,
 * and how much time it has left. Not there if no key is wanted for that.
 */

#pragma once

#include "kc-assistant.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_KEY_WANTED (kc_key_wanted_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyWanted, kc_key_wanted, KC, KEY_WANTED, AdwBin)

/* Says how things are now. */
void kc_key_wanted_show (KcKeyWanted *self, KcAssistant *assistant);

G_END_DECLS
