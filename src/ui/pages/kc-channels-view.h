/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelsView: all channels of the company, with a search. Only rows in sight exist
 * (KcLazyList), so there may be any number.
 */

#pragma once

#include "kc-channel-list.h"

G_BEGIN_DECLS

#define KC_TYPE_CHANNELS_VIEW (kc_channels_view_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelsView, kc_channels_view, KC, CHANNELS_VIEW, AdwBin)

/* Shows what `list` has loaded, and follows it. */
GtkWidget *kc_channels_view_new (KcChannelList *list);

G_END_DECLS
