/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcKeyStatus: what is known about the key in use: whose it is, what it can do, how long it is
 * kept, and a button to forget it. If it lacks a permission: which one, and a message to somebody
 * who can grant it. Hidden without a key.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_KEY_STATUS (kc_key_status_get_type ())
G_DECLARE_FINAL_TYPE (KcKeyStatus, kc_key_status, KC, KEY_STATUS, AdwPreferencesGroup)

/* Call this once, first. */
void kc_key_status_set_controller (KcKeyStatus *self, KcController *controller);

/* Shows the current state. `is_in_doubt`: Keebai has rejected the key since it was checked, so that
 * its permissions are not shown. */
void kc_key_status_update (KcKeyStatus *self, gboolean is_in_doubt);

/* Makes a screen reader say what is known about the key. */
void kc_key_status_announce (KcKeyStatus *self);

G_END_DECLS
