/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStepRow: one step of several, with its number in front. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_STEP_ROW (kc_step_row_get_type ())
G_DECLARE_FINAL_TYPE (KcStepRow, kc_step_row, KC, STEP_ROW, AdwActionRow)

/* Property: number (uint), beside the title and the subtitle that every row has. */

G_END_DECLS
