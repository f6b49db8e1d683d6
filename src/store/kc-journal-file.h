/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournalFile: the file of the notes and its lock, for one address. Everything here waits for the
 * disk: only for the worker threads of KcJournal, one at a time.
 *
 *   pending-0123456789abcdef.json               what is noted; the digits stand for the address
 *   pending-0123456789abcdef.lock               held as long as this lives; empty
 *   pending-0123456789abcdef.new                what is being written; a crash may leave it behind
 *   pending-0123456789abcdef-set-aside-1.json   a file that could not be used
 */

#pragma once

#include "kc-journal-error.h"

G_BEGIN_DECLS

typedef struct _KcJournalFile KcJournalFile;

KcJournalFile *kc_journal_file_new (const char *folder, const char *base_url);
/* Gives the lock up. */
void kc_journal_file_free (KcJournalFile *self);

/* Takes the lock, and keeps it. KC_JOURNAL_ERROR_BUSY or _UNAVAILABLE. */
gboolean kc_journal_file_lock (KcJournalFile *self, GError **error);

/* All of it, at most `max_bytes`. NULL without an error if there is none. KC_JOURNAL_ERROR_DAMAGED
 * and _FOREIGN: it should be set aside. _UNAVAILABLE: nobody knows what is there. */
GBytes *kc_journal_file_read (KcJournalFile *self, gsize max_bytes, GError **error);

/* The next three need the lock. What they did lasts, once they have returned. */

/* Readable and writable only for the person. After a crash at any time there is the old file or the
 * new one. */
gboolean kc_journal_file_replace (KcJournalFile *self, GBytes *bytes, GError **error);
/* TRUE also if there was none. */
gboolean kc_journal_file_remove (KcJournalFile *self, GError **error);
/* Renames it, never over another one. The new path. */
char *kc_journal_file_set_aside (KcJournalFile *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcJournalFile, kc_journal_file_free)

G_END_DECLS
