/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-stop-dialog: asks whether to stop the attempt that runs, or only to close the window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Its response is KC_STOP_DIALOG_STOP, KC_STOP_DIALOG_HIDE if `can_hide`: go on without the
 * window, or anything else: go on. Owned by GTK. */
#define KC_STOP_DIALOG_STOP "stop"
#define KC_STOP_DIALOG_HIDE "hide"

GtkWindow *kc_stop_dialog_new (GtkWindow *parent, gboolean can_hide);

G_END_DECLS
