/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelList: the WhatsApp channels that the company has already, as far as the key may list
 * them.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_LIST (kc_channel_list_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelList, kc_channel_list, KC, CHANNEL_LIST, AdwBin)

/* Loads it with the key of `controller`, which there has to be. A list that is there stays until
 * the new one comes. */
void kc_channel_list_load (KcChannelList *self, KcController *controller);

/* Nobody looks at it any more. */
void kc_channel_list_stop (KcChannelList *self);

G_END_DECLS
