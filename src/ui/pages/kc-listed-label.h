/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcListedLabel: which number of the list (KcNumberQueue) the attempt is for; on a KcPage. Not
 * there if it is for none of them.
 *
 * Properties, construct-only:
 *   entered (gboolean): the page is about Meta's, where the number must be entered
 *   result (gboolean): instead, after a success, that another number was connected; not there if it
 * is the right one
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_LISTED_LABEL (kc_listed_label_get_type ())
G_DECLARE_FINAL_TYPE (KcListedLabel, kc_listed_label, KC, LISTED_LABEL, AdwBin)

G_END_DECLS
