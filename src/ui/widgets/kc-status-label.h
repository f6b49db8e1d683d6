/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStatusLabel: shows one of several sentences, and takes the space of the longest, so that
 * nothing moves when the sentence changes.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_STATUS_LABEL (kc_status_label_get_type ())
G_DECLARE_FINAL_TYPE (KcStatusLabel, kc_status_label, KC, STATUS_LABEL, AdwBin)

/* Properties, both construct-only:
 *   phrases (GtkStringList)
 *   centered (gboolean, FALSE)
 */

/* `index` counts from 0, in the order of the list. */
void kc_status_label_show (KcStatusLabel *self, guint index);

/* Shows a sentence that is not in the list. */
void kc_status_label_show_text (KcStatusLabel *self, const char *text);

G_END_DECLS
