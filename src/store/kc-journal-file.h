/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournalFile: a file of notes and its lock, for one address. Every function waits for the
 * disk: they are only for the worker threads of KcRecordFile, one at a time.
 *
 *   pending-0123456789abcdef.json               the notes; the digits are a hash of the address
 *   pending-0123456789abcdef.lock               locked by the program that owns the note; empty
 *   pending-0123456789abcdef.new                a note being written; a crash may leave it behind
 *   pending-0123456789abcdef-set-aside-1.json   a file that could not be used
 */

#pragma once

#include "kc-journal-error.h"

G_BEGIN_DECLS

typedef struct _KcJournalFile KcJournalFile;

/* `stem` is what the name begins with ("pending" above). */
KcJournalFile *kc_journal_file_new (const char *folder, const char *stem, const char *base_url);
/* Releases the lock. */
void kc_journal_file_free (KcJournalFile *self);

/* Takes the lock and keeps it. Fails with KC_JOURNAL_ERROR_BUSY or _UNAVAILABLE. */
gboolean kc_journal_file_lock (KcJournalFile *self, GError **error);
void kc_journal_file_unlock (KcJournalFile *self);

/* Returns the whole file, at most `max_bytes`; NULL without an error if there is none. Fails with
 * KC_JOURNAL_ERROR_DAMAGED or _FOREIGN if it should be set aside, and with _UNAVAILABLE if it
 * cannot be known what is there. */
GBytes *kc_journal_file_read (KcJournalFile *self, gsize max_bytes, GError **error);

/* The next three need the lock. When they return, the change is on the disk. They fail with
 * KC_JOURNAL_ERROR_UNAVAILABLE. */

/* Only the person may read and write the file. After a crash at any time there is the old file or
 * the new one. */
gboolean kc_journal_file_replace (KcJournalFile *self, GBytes *bytes, GError **error);
/* TRUE also if there was none. */
gboolean kc_journal_file_remove (KcJournalFile *self, GError **error);
/* Renames the file, never over another one. Returns the new path; free with g_free (). */
char *kc_journal_file_set_aside (KcJournalFile *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcJournalFile, kc_journal_file_free)

G_END_DECLS
