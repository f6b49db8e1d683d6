/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHomeView: the first page for a person who has a key: the company and its channels. */

#pragma once

#include "kc-channel-list.h"

G_BEGIN_DECLS

#define KC_TYPE_HOME_VIEW (kc_home_view_get_type ())
G_DECLARE_FINAL_TYPE (KcHomeView, kc_home_view, KC, HOME_VIEW, AdwBin)

GtkWidget *kc_home_view_new (KcController *controller);

/* Shows the company and reloads the channels. The controller must have a key. */
void kc_home_view_update (KcHomeView *self);

/* Call when the view is not visible any more: stops loading. */
void kc_home_view_stop (KcHomeView *self);

/* The suggested button. Borrowed. */
GtkWidget *kc_home_view_get_button (KcHomeView *self);

KcChannelList *kc_home_view_get_channel_list (KcHomeView *self);

G_END_DECLS
