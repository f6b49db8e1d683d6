/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelRow: a channel in a list: its number or name, its kind, its state. */

#pragma once

#include "kc-channel-query.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* An AdwActionRow; it only shows. */
GtkWidget *kc_channel_row_new (KcChannel *channel, KcChannelState state);

G_END_DECLS
