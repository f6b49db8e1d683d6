/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHelpDialog: what the messages on the phone or on Meta's page mean (KcHelpList), in a window
 * beside its parent. The parent stays usable: a code can be scanned, and an attempt ends, while
 * this is read.
 */

#pragma once

#include "kc-messages.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_HELP_DIALOG (kc_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KcHelpDialog, kc_help_dialog, KC, HELP_DIALOG, AdwWindow)

/* `reason` as for kc_help_list_new (). It closes with its parent, also when that is only hidden. */
KcHelpDialog *kc_help_dialog_new (GtkWindow *parent, KcMode mode, const char *reason);

KcMode kc_help_dialog_get_mode (KcHelpDialog *self);

/* Keebai has given a reason meanwhile: the message that explains it comes first. Does nothing if
 * the reason is NULL or unchanged. */
void kc_help_dialog_show_reason (KcHelpDialog *self, const char *reason);

G_END_DECLS
