/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-channel-diff: which channels are new since an earlier list. Pure. */

#pragma once

#include "kc-channel.h"

G_BEGIN_DECLS

/* The channels in `after` that were not in `before`, newest first, those without a time last; NULL
 * if there are none. Compared by id. A channel that is older than the newest of `before` is not
 * new: it was only missing in that list. The caller owns the array (KcChannel). */
GPtrArray *kc_channel_diff_find (GPtrArray *before, GPtrArray *after);

G_END_DECLS
