/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-lock: how a row looks that an administrator has fixed (KcPresets): it cannot be changed, and
 * says why.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Its subtitle, and under it whose choice it is. */
void kc_lock_row (AdwActionRow *row);

/* The same for a row that stands in for an entry: it shows `value` instead; NULL: that there is
 * none. */
void kc_lock_row_with_value (AdwActionRow *row, const char *value);

G_END_DECLS
