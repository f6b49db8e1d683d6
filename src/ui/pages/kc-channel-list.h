/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelList: the first few of the company's WhatsApp channels, as far as the key may list them,
 * and a button that shows all if there are more.
 */

#pragma once

#include "kc-channel-row.h"
#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_LIST (kc_channel_list_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelList, kc_channel_list, KC, CHANNEL_LIST, AdwBin)

/* Properties, read-only, notified on change only:
 *   empty (gboolean): it was loaded, and the company has no channels
 *   failed (gboolean): it could not be loaded; the list says what to do
 * Signal: show-all (): the person wants to see or search all channels.
 */

/* Loads the list with the key of `controller`, which must have one. The current list stays until
 * the new one arrives, and is not rebuilt if both are the same. */
void kc_channel_list_load (KcChannelList *self, KcController *controller);

/* Call when the list is not visible any more: stops loading. */
void kc_channel_list_stop (KcChannelList *self);

gboolean kc_channel_list_is_empty (KcChannelList *self);
gboolean kc_channel_list_has_failed (KcChannelList *self);

/* All channels (KcChannel) that were loaded. Borrowed. */
GListModel *kc_channel_list_get_model (KcChannelList *self);
/* As Keebai names it or, if not, as it was noted here; NULL if neither. Borrowed. */
const char *kc_channel_list_get_phone_number (KcChannelList *self, KcChannel *channel);
/* Shows one of them in `row`. */
void kc_channel_list_bind_row (KcChannelList *self, KcChannelRow *row, KcChannel *channel);
/* Goes to the page of one of them. */
void kc_channel_list_open (KcChannelList *self, KcChannel *channel);

G_END_DECLS
