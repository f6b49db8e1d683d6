/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNewChannelList: the channels that appeared while an attempt ended without one, a row each. The
 * person may say that one of them is the one, if several are offered. Hidden without rows.
 */

#pragma once

#include "kc-attempt.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_NEW_CHANNEL_LIST (kc_new_channel_list_get_type ())
G_DECLARE_FINAL_TYPE (
    KcNewChannelList, kc_new_channel_list, KC, NEW_CHANNEL_LIST, AdwPreferencesGroup)

/* Shows the new channels of `attempt`, which is over. If only one is offered, it has no row: it
 * is in the question on the page. */
void kc_new_channel_list_show (KcNewChannelList *self, KcAttempt *attempt);

G_END_DECLS
