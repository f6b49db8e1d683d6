/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPhrases: one of several sentences at a time, in the space of the longest, so that nothing
 * moves when another one is shown.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_PHRASES (kc_phrases_get_type ())
G_DECLARE_FINAL_TYPE (KcPhrases, kc_phrases, KC, PHRASES, AdwBin)

/* Properties, both construct-only:
 *   phrases (GtkStringList)
 *   centered (gboolean, FALSE)
 */

/* `index` counts from 0, in the order of the list. */
void kc_phrases_show (KcPhrases *self, guint index);

/* A sentence that is not in the list, for it depends on more. */
void kc_phrases_show_text (KcPhrases *self, const char *text);

G_END_DECLS
