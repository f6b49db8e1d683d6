/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournalWriter: reads and writes the journal for callers that cannot wait for the disk. If that
 * takes so long that a person would notice, the program continues without it. A write that has
 * begun is finished, even if the window closes meanwhile.
 *
 * An earlier run of the program may still be writing to a slow disk. So if another program has the
 * journal locked, this tries again for half a minute, and before each write.
 */

#pragma once

#include "kc-clock.h"
#include "kc-journal.h"

G_BEGIN_DECLS

/**
 * KcJournalStatus:
 * @KC_JOURNAL_STATUS_NOT_KEPT: there is no journal, as in practice
 * @KC_JOURNAL_STATUS_FINE: it can be read and written
 * @KC_JOURNAL_STATUS_UNREADABLE: the note of an earlier run cannot be read, see ::trouble
 * @KC_JOURNAL_STATUS_UNWRITABLE: the latest note could not be written
 */
typedef enum {
  KC_JOURNAL_STATUS_NOT_KEPT,
  KC_JOURNAL_STATUS_FINE,
  KC_JOURNAL_STATUS_UNREADABLE,
  KC_JOURNAL_STATUS_UNWRITABLE,
} KcJournalStatus;

#define KC_TYPE_JOURNAL_STATUS (kc_journal_status_get_type ())
GType kc_journal_status_get_type (void);

#define KC_TYPE_JOURNAL_WRITER (kc_journal_writer_get_type ())
G_DECLARE_FINAL_TYPE (KcJournalWriter, kc_journal_writer, KC, JOURNAL_WRITER, GObject)

/* Properties, notified on change only:
 *   looking (gboolean): TRUE until the note was read, or the disk takes too long
 *   trouble (GError or NULL): KC_JOURNAL_ERROR: why an earlier run's note cannot be read;
 *     BUSY is cleared once the other program has ended
 *   busy (gboolean): something is being written
 * Signal:
 *   found (KcPendingSession): the note of an earlier run; emitted before ::looking becomes FALSE,
 * or later if the disk was slow
 */

/* Without a journal (NULL) nothing is ever noted. */
KcJournalWriter *kc_journal_writer_new (KcJournal *journal, KcClock *clock);

/* Reads the note; once, at the start. */
void kc_journal_writer_look (KcJournalWriter *self);
gboolean kc_journal_writer_is_looking (KcJournalWriter *self);
const GError *kc_journal_writer_get_trouble (KcJournalWriter *self);
/* The path of the file that could not be read and was set aside, borrowed; or NULL. */
const char *kc_journal_writer_get_set_aside (KcJournalWriter *self);

/* Replaces the note with `pending`. It has no cancellable, because it is finished even if the
 * window closes meanwhile. Succeeds once `pending` is on the disk, however late; fails with
 * KC_JOURNAL_ERROR. */
void kc_journal_writer_write_async (KcJournalWriter *self,
                                    const KcPendingSession *pending,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
kc_journal_writer_write_finish (KcJournalWriter *self, GAsyncResult *result, GError **error);

/* Removes the note, even if the window closes meanwhile. */
void kc_journal_writer_clear (KcJournalWriter *self);
gboolean kc_journal_writer_is_busy (KcJournalWriter *self);
/* The state of the journal. */
KcJournalStatus kc_journal_writer_get_status (KcJournalWriter *self);

/* Stops looking; what is being written is written. */
void kc_journal_writer_close (KcJournalWriter *self);

G_END_DECLS
