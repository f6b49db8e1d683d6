/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournal: the note about the pending session of one Keebai address, in a file. It survives a
 * crash of the program and of the computer: there is always the old note, the new one, or none.
 *
 * Calls are carried out in a worker thread, one after the other, in the order in which they were
 * made. A file that cannot be used is set aside under another name, never overwritten or removed.
 *
 * Only one program at a time has the journal of an address. A second one gets KC_JOURNAL_ERROR_BUSY
 * and leaves the file alone, until the first has ended: from then on loading works, and so does
 * storing unless the first left a note, which has to be loaded before it may be replaced. If the
 * file cannot be used (KC_JOURNAL_ERROR_UNAVAILABLE) the attempt goes on without a note.
 *
 * A call that is cancelled before its turn is not carried out; one that has begun is, and returns
 * G_IO_ERROR_CANCELLED all the same. Calls keep the journal alive until they return.
 */

#pragma once

#include "kc-pending-session.h"

G_BEGIN_DECLS

#define KC_TYPE_JOURNAL (kc_journal_get_type ())
G_DECLARE_FINAL_TYPE (KcJournal, kc_journal, KC, JOURNAL, GObject)

/* `folder` is created when it is needed; NULL for keebai-connect in the person's data folder. */
KcJournal *kc_journal_new (const char *folder, const char *base_url);

/* The journal of that address in the default folder, the same one for as long as anybody has it, so
 * that this program does not wait for itself. Returns a reference. */
KcJournal *kc_journal_acquire (const char *base_url);

/* Returns the note, to be freed by the caller; NULL without an error if there is none. After
 * KC_JOURNAL_ERROR_DAMAGED, _NEWER and _FOREIGN the file has been set aside
 * (kc_journal_get_set_aside ()). */
void kc_journal_load_async (KcJournal *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
KcPendingSession *kc_journal_load_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* Stores a copy of `pending`, replacing the note before. */
void kc_journal_store_async (KcJournal *self,
                             const KcPendingSession *pending,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_journal_store_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* Removes the note. TRUE also if there was none. */
void kc_journal_clear_async (KcJournal *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kc_journal_clear_finish (KcJournal *self, GAsyncResult *result, GError **error);

/* The path of the file that was set aside last, or NULL. Borrowed, until the next call returns. */
const char *kc_journal_get_set_aside (KcJournal *self);

G_END_DECLS
