/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHistory: the attempts that were made on this computer, the newest first: a GListModel of
 * KcHistoryEntry. It holds KC_HISTORY_MAX of them. As with all KcRecords: if the file cannot be
 * read or written, or another program has it, the history lasts for this run.
 */

#pragma once

#include "kc-history-entry.h"
#include "kc-records.h"

G_BEGIN_DECLS

#define KC_HISTORY_MAX 200

#define KC_TYPE_HISTORY (kc_history_get_type ())
G_DECLARE_FINAL_TYPE (KcHistory, kc_history, KC, HISTORY, KcRecords)

/* The file for `base_url` in `folder`; `folder` NULL: in the person's data folder. */
KcHistory *kc_history_new (const char *folder, const char *base_url);
/* Without a file, as in practice. */
KcHistory *kc_history_new_in_memory (void);

void kc_history_add (KcHistory *self, KcHistoryEntry *entry);
/* `entry` tells more about the attempt of `old`, which was added before. */
void kc_history_replace (KcHistory *self, KcHistoryEntry *old, KcHistoryEntry *entry);

G_END_DECLS
