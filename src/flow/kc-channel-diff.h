/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-channel-diff: which channel of a list was made since another list was taken. Pure. */

#pragma once

#include "kc-channel.h"

G_BEGIN_DECLS

/* The channel in `after` that was not in `before`, or NULL; borrowed from `after`. By id; one that
 * is older than the newest of those before was only not listed then. Of several the newest. */
KcChannel *kc_channel_diff_find (GPtrArray *before, GPtrArray *after);

G_END_DECLS
