/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelRow: a channel in a list: its kind, its number or name, its state. A button, because a
 * row of a GtkListBox has no action for assistive technology before GTK 4.10. Texts that are longer
 * than two lines are cut, and stand in the tooltip.
 */

#pragma once

#include "kc-channel-notes.h"
#include "kc-channel-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_ROW (kc_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelRow, kc_channel_row, KC, CHANNEL_ROW, GtkButton)

/* Shows nothing until it is given a channel; a row that is used again is given another one. */
GtkWidget *kc_channel_row_new (void);
/* One that is as high as each other: its texts have one line each. */
GtkWidget *kc_channel_row_new_in_list (void);
/* `note`: what is known here of the channel; or NULL. */
void kc_channel_row_set_channel (KcChannelRow *self,
                                 KcChannel *channel,
                                 const KcChannelNote *note,
                                 KcChannelState state);
/* Borrowed; NULL before the first. */
KcChannel *kc_channel_row_get_channel (KcChannelRow *self);

/* The state as a shape and a word, in a color. */
GtkWidget *kc_channel_row_create_chip (void);
void kc_channel_row_set_chip (GtkWidget *chip, KcChannelState state);

G_END_DECLS
