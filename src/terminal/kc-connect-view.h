/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConnectView: shows an attempt in the terminal: its link, which it also opens in the browser and
 * shows as a code; the codes for the phone; the state, and the time left. Or prints all that as
 * JSON for other programs, or writes the code to a file. Decides nothing.
 */

#pragma once

#include "kc-cli-options.h"
#include "kc-controller.h"
#include "kc-output.h"

G_BEGIN_DECLS

#define KC_TYPE_CONNECT_VIEW (kc_connect_view_get_type ())
G_DECLARE_FINAL_TYPE (KcConnectView, kc_connect_view, KC, CONNECT_VIEW, GObject)

KcConnectView *
kc_connect_view_new (KcController *controller, KcOutput *output, const KcCliOptions *options);

/* Shows the controller's attempt from now on. */
void kc_connect_view_follow (KcConnectView *self);

/* Call when the size of the terminal has changed. */
void kc_connect_view_redraw (KcConnectView *self);

/* Stops drawing, so that lines can be printed again, and removes the picture. */
void kc_connect_view_close (KcConnectView *self);

/* Removes the picture at once, because the program ends now. */
void kc_connect_view_remove_traces (KcConnectView *self);

G_END_DECLS
