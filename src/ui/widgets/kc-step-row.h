/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStepRow: one step of several, with its number in front, a tick instead once it is done, and
 * a picture of what to do if there is one. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_STEP_ROW (kc_step_row_get_type ())
G_DECLARE_FINAL_TYPE (KcStepRow, kc_step_row, KC, STEP_ROW, AdwActionRow)

/* Properties, beside the title and the subtitle that every row has:
 *   number (uint)
 *   picture (string or NULL, construct-only): name of a symbolic icon of 64 px
 *   done (gboolean)
 */

void kc_step_row_set_done (KcStepRow *self, gboolean done);

G_END_DECLS
