/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNewChannelList: the channels that appeared during an attempt that ended without one, a row
 * each. If several are offered, the person may choose theirs. Hidden without rows.
 */

#pragma once

#include "kc-attempt.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_NEW_CHANNEL_LIST (kc_new_channel_list_get_type ())
G_DECLARE_FINAL_TYPE (
    KcNewChannelList, kc_new_channel_list, KC, NEW_CHANNEL_LIST, AdwPreferencesGroup)

/* Shows the new channels of `attempt`, which is over. A single offered channel has no row, because
 * the page asks about it. */
void kc_new_channel_list_show (KcNewChannelList *self, KcAttempt *attempt);

G_END_DECLS
