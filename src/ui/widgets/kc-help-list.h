/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHelpList: a searchable list of the messages that the phone (QR) or Meta's page (Embedded
 * Signup) may show. It contains its own scrolled window.
 */

#pragma once

#include "kc-messages.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_HELP_LIST (kc_help_list_get_type ())
G_DECLARE_FINAL_TYPE (KcHelpList, kc_help_list, KC, HELP_LIST, AdwBin)

/* Signal: stop-search (): Escape was pressed in the empty search entry. */

/* `reason`: why Keebai says the attempt failed; a message that fits it comes first, expanded. May
 * be NULL, and may fit none. */
GtkWidget *kc_help_list_new (KcMode mode, const char *reason);

G_END_DECLS
