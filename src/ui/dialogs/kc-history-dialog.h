/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHistoryDialog: lists the attempts on this computer (KcHistory), to search, read and delete
 * them.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_HISTORY_DIALOG (kc_history_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KcHistoryDialog, kc_history_dialog, KC, HISTORY_DIALOG, AdwWindow)

/* Present it; GTK owns it. */
GtkWindow *kc_history_dialog_new (GtkWindow *parent, KcController *controller);

G_END_DECLS
