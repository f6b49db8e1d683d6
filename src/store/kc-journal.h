/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournal: the notes about the pending session of one Keebai address, in a file. They outlive a
 * crash of the program and of the computer: there is always the old note, the new one, or none.
 *
 * Calls are carried out one after the other, in the order in which they were made, in a worker
 * thread. What cannot be used is set aside under another name, never overwritten and never removed.
 * A second program for the same address keeps no notes (KC_JOURNAL_ERROR_BUSY), not even when the
 * first has ended: only kc_journal_load_async () tries again, for whoever writes must know what was
 * there. Without a place for notes (KC_JOURNAL_ERROR_UNAVAILABLE) the attempt goes on without them.
 *
 * A call that is cancelled before its turn is not carried out; one that is under way is, and ends
 * as G_IO_ERROR_CANCELLED nevertheless. Calls under way keep the journal alive.
 */

#pragma once

#include "kc-pending-session.h"

G_BEGIN_DECLS

#define KC_TYPE_JOURNAL (kc_journal_get_type ())
G_DECLARE_FINAL_TYPE (KcJournal, kc_journal, KC, JOURNAL, GObject)

/* `folder` is made when it is needed; NULL for keebai-connect in the person's data folder. */
KcJournal *kc_journal_new (const char *folder, const char *base_url);

/* What is noted, to be freed by the caller; NULL without an error if nothing is. DAMAGED, NEWER and
 * FOREIGN: the file is set aside by now (kc_journal_get_set_aside ()). */
void kc_journal_load_async (KcJournal *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
KcPendingSession *kc_journal_load_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* Notes a copy of `pending`, in the place of the note before. */
void kc_journal_store_async (KcJournal *self,
                             const KcPendingSession *pending,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_journal_store_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* Forgets it. TRUE also if there was none. */
void kc_journal_clear_async (KcJournal *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_journal_clear_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* Where the file is that was set aside last, or NULL. Borrowed, until the next call returns. */
const char *kc_journal_get_set_aside (KcJournal *self);

G_END_DECLS
