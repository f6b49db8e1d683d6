/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHelpDialog: explains the messages on the phone or on Meta's page (KcHelpList) in a window of
 * its own. It is not modal: a code can be scanned, and an attempt can end, while it is open.
 */

#pragma once

#include "kc-messages.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_HELP_DIALOG (kc_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KcHelpDialog, kc_help_dialog, KC, HELP_DIALOG, AdwWindow)

/* `reason`: see kc_help_list_new (). Closes when its parent is closed or hidden. */
KcHelpDialog *kc_help_dialog_new (GtkWindow *parent, KcMode mode, const char *reason);

KcMode kc_help_dialog_get_mode (KcHelpDialog *self);

/* Puts the message that explains `reason` first. Does nothing if the reason is NULL or unchanged.
 */
void kc_help_dialog_show_reason (KcHelpDialog *self, const char *reason);

G_END_DECLS
