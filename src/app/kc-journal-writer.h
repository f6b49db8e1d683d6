/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcJournalWriter: the journal, for those who cannot wait: whatever the disk does, it is read and
 * written in a time that a person does not notice, or the program goes on without it. What was
 * begun is written to its end, also if the window closes meanwhile.
 */

#pragma once

#include "kc-clock.h"
#include "kc-journal.h"

G_BEGIN_DECLS

/* How the notes are, for reports. */
typedef enum {
  KC_JOURNAL_STATUS_NOT_KEPT, /* there is no journal: practice */
  KC_JOURNAL_STATUS_FINE,
  KC_JOURNAL_STATUS_UNREADABLE, /* those of the last time: see ::trouble */
  KC_JOURNAL_STATUS_UNWRITABLE, /* the latest could not be written */
} KcJournalStatus;

#define KC_TYPE_JOURNAL_WRITER (kc_journal_writer_get_type ())
G_DECLARE_FINAL_TYPE (KcJournalWriter, kc_journal_writer, KC, JOURNAL_WRITER, GObject)

/* Properties, notified on change only:
 *   looking (gboolean): from the beginning until it is known what is noted, or the disk takes too
 *     long for anyone to wait
 *   trouble (GError or NULL, boxed): KC_JOURNAL_ERROR: the notes of the last time cannot be read
 *   busy (gboolean): something is being written
 * Signal:
 *   found (KcPendingSession): this was noted; before ::looking ends, or after all
 */

/* `journal` may be NULL: then nothing is ever noted. */
KcJournalWriter *kc_journal_writer_new (KcJournal *journal, KcClock *clock);

/* Once, at the start. */
void kc_journal_writer_look (KcJournalWriter *self);
gboolean kc_journal_writer_is_looking (KcJournalWriter *self);
const GError *kc_journal_writer_get_trouble (KcJournalWriter *self);
/* Where what could not be read was put, borrowed; NULL: nowhere. */
const char *kc_journal_writer_get_set_aside (KcJournalWriter *self);

/* In the place of what was noted before. */
void kc_journal_writer_write (KcJournalWriter *self, const KcPendingSession *pending);
void kc_journal_writer_clear (KcJournalWriter *self);
gboolean kc_journal_writer_is_busy (KcJournalWriter *self);
KcJournalStatus kc_journal_writer_get_notes (KcJournalWriter *self);

/* Nothing is looked for any more. */
void kc_journal_writer_close (KcJournalWriter *self);

G_END_DECLS
