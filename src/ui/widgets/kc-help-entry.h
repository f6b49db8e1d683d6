/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHelpEntry: a message that the phone or Meta's page shows, and, expanded, what it means,
 * what to do, and whether waiting helps.
 */

#pragma once

#include "kc-help-message.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_HELP_ENTRY (kc_help_entry_get_type ())
G_DECLARE_FINAL_TYPE (KcHelpEntry, kc_help_entry, KC, HELP_ENTRY, AdwBin)

GtkWidget *kc_help_entry_new (KcHelpMessage *message);

/* Borrowed. */
KcHelpMessage *kc_help_entry_get_message (KcHelpEntry *self);

void kc_help_entry_set_expanded (KcHelpEntry *self, gboolean expanded);
/* For tests. */
gboolean kc_help_entry_get_expanded (KcHelpEntry *self);

G_END_DECLS
