/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyStatus: what Keebai said about the key in use: whose it is, what it may do, what it lacks
 * and whom to ask, and how long it will be there.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_KEY_STATUS (kc_key_status_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyStatus, kc_key_status, KC, KEY_STATUS, AdwPreferencesGroup)

/* Once. Follows it from then on. */
void kc_key_status_set_controller (KcKeyStatus *self, KcController *controller);

G_END_DECLS
