/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHelpRow: a trouble as its title, and what helps when it is unfolded. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_HELP_ROW (kc_help_row_get_type ())
G_DECLARE_FINAL_TYPE (KcHelpRow, kc_help_row, KC, HELP_ROW, AdwExpanderRow)

/* Property: answer (string), beside the title that every row has. */

G_END_DECLS
