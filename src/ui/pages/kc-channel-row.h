/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelRow: a channel in a list: its kind, its number or name, and its state. It is a button,
 * because rows of a GtkListBox have no action for assistive technology before GTK 4.10. Texts of
 * more than two lines are cut; the tooltip has the full text.
 */

#pragma once

#include "kc-channel-notes.h"
#include "kc-channel-query.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_CHANNEL_ROW (kc_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelRow, kc_channel_row, KC, CHANNEL_ROW, GtkButton)

/* An empty row; see kc_channel_row_set_channel (), which may be called again. */
GtkWidget *kc_channel_row_new (void);
/* A row of fixed height: its texts have one line each. */
GtkWidget *kc_channel_row_new_in_list (void);
/* `note`: what is known about the channel on this computer, or NULL. */
void kc_channel_row_set_channel (KcChannelRow *self,
                                 KcChannel *channel,
                                 const KcChannelNote *note,
                                 KcChannelState state);
/* Borrowed; NULL before the first. */
KcChannel *kc_channel_row_get_channel (KcChannelRow *self);

/* A label that shows the state by an icon, a word and a colour. */
GtkWidget *kc_channel_row_create_chip (void);
void kc_channel_row_set_chip (GtkWidget *chip, KcChannelState state);

G_END_DECLS
