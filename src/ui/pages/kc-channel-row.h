/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelRow: a channel in a list: its number or name, its kind, its state. Texts that are longer
 * than two lines are cut, and stand in the tooltip.
 */

#pragma once

#include "kc-channel-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_ROW (kc_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelRow, kc_channel_row, KC, CHANNEL_ROW, GtkBox)

/* Shows nothing until it is given a channel; a row that is used again is given another one. */
GtkWidget *kc_channel_row_new (void);
/* One that is a list item itself, and as high as each other: its texts have one line each. */
GtkWidget *kc_channel_row_new_in_list (void);
void kc_channel_row_set_channel (KcChannelRow *self, KcChannel *channel, KcChannelState state);

/* What people know the channel by; free with g_free (). */
char *kc_channel_row_get_title (KcChannel *channel);

G_END_DECLS
