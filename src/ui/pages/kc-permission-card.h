/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPermissionCard: a ready-made message to somebody who can make an access key with the
 * permissions that the key in use lacks; it can be read, copied, or sent as mail. Hidden if no
 * permission is missing. */

#pragma once

#include "kc-key-manager.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_PERMISSION_CARD (kc_permission_card_get_type ())
G_DECLARE_FINAL_TYPE (KcPermissionCard, kc_permission_card, KC, PERMISSION_CARD, AdwBin)

/* Shows what the key in use lacks, or hides. `has_note`: says first which permissions are missing;
 * FALSE where the page has said so. */
void
kc_permission_card_update (KcPermissionCard *self, KcKeyManager *key_manager, gboolean has_note);

G_END_DECLS
