/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-stop-dialog: asks whether to stop the attempt that runs, or only to close the window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The response is KC_STOP_DIALOG_STOP, or, if `can_hide`, KC_STOP_DIALOG_HIDE: continue without the
 * window. Anything else: continue. Present it; GTK owns it. */
#define KC_STOP_DIALOG_STOP "stop"
#define KC_STOP_DIALOG_HIDE "hide"

GtkWindow *kc_stop_dialog_new (GtkWindow *parent, gboolean can_hide);

G_END_DECLS
