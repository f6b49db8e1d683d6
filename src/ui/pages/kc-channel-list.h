/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelList: the first of the WhatsApp channels that the company has already, as far as the key
 * may list them, and the way to all if there are more.
 */

#pragma once

#include "kc-channel-query.h"
#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_LIST (kc_channel_list_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelList, kc_channel_list, KC, CHANNEL_LIST, AdwBin)

/* Signal: show-all (): the person wants to see the channels that have no room here. */

/* Loads it with the key of `controller`, which there has to be. A list that is there stays until
 * the new one comes, and after that if it says the same. */
void kc_channel_list_load (KcChannelList *self, KcController *controller);

/* Nobody looks at it any more. */
void kc_channel_list_stop (KcChannelList *self);

/* All channels (KcChannel) that were loaded, and what is known of one of them. Borrowed. */
GListModel *kc_channel_list_get_model (KcChannelList *self);
KcChannelState kc_channel_list_get_state (KcChannelList *self, KcChannel *channel);

G_END_DECLS
