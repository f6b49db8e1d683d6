/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-lock: shows that an administrator has locked a row (KcPresets): it cannot be changed, and says
 * why.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Adds to the subtitle who has decided this. */
void kc_lock_row (AdwActionRow *row);

/* The same for a row that replaces an entry: it shows `value`; NULL: that there is none. */
void kc_lock_row_with_value (AdwActionRow *row, const char *value);

G_END_DECLS
