/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConnectView: shows an attempt in the terminal: its link, opened in the browser and as a code;
 * the codes for the phone; what is going on, and the time left. The same as JSON for other
 * programs, and as a picture in a file. Decides nothing.
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

/* The terminal has another size. */
void kc_connect_view_redraw (KcConnectView *self);

/* Stops drawing: lines can be printed again, and the picture is removed. */
void kc_connect_view_close (KcConnectView *self);

/* Removes the picture at once, because the program ends now. */
void kc_connect_view_remove_traces (KcConnectView *self);

G_END_DECLS
