/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournal: the note about the pending session of one Keebai address, in a file (KcRecordFile).
 */

#pragma once

#include "kc-pending-session.h"
#include "kc-record-file.h"

G_BEGIN_DECLS

#define KC_TYPE_JOURNAL (kc_journal_get_type ())
G_DECLARE_FINAL_TYPE (KcJournal, kc_journal, KC, JOURNAL, KcRecordFile)

/* For tests: the file in `folder`. */
KcJournal *kc_journal_new (const char *folder, const char *base_url);

/* As kc_record_file_acquire (). Returns a reference. */
KcJournal *kc_journal_acquire (const char *base_url);

/* For kc_record_file_load_async (). Returns the note, to be freed by the caller; NULL without an
 * error if there is none. */
KcPendingSession *kc_journal_load_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* Stores `pending`, replacing the note before. Ends with kc_record_file_save_finish (). */
void kc_journal_store_async (KcJournal *self,
                             const KcPendingSession *pending,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

G_END_DECLS
