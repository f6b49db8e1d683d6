/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStepRow: one of several steps: its number, which becomes a tick when the step is done, and
 * optionally a picture of what to do. */

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
