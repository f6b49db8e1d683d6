/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNotebook: the journal, for those who cannot wait: whatever the disk does, it is read and
 * written in a time that a person does not notice, or the program goes on without it. What was
 * begun is written to its end, also if the window closes meanwhile.
 */

#pragma once

#include "kc-clock.h"
#include "kc-journal.h"

G_BEGIN_DECLS

/* How the notes are, for reports. */
typedef enum {
  KC_NOTES_NOT_KEPT, /* there is no journal: practice */
  KC_NOTES_FINE,
  KC_NOTES_UNREADABLE, /* those of the last time: see ::trouble */
  KC_NOTES_UNWRITABLE, /* the latest could not be written */
} KcNotes;

#define KC_TYPE_NOTEBOOK (kc_notebook_get_type ())
G_DECLARE_FINAL_TYPE (KcNotebook, kc_notebook, KC, NOTEBOOK, GObject)

/* Properties, notified on change only:
 *   looking (gboolean): from the beginning until it is known what is noted, or the disk takes too
 *     long for anyone to wait
 *   trouble (GError or NULL, boxed): KC_JOURNAL_ERROR: the notes of the last time cannot be read
 *   busy (gboolean): something is being written
 * Signal:
 *   found (KcPending): this was noted; before ::looking ends, or after all
 */

/* `journal` may be NULL: then nothing is ever noted. */
KcNotebook *kc_notebook_new (KcJournal *journal, KcClock *clock);

/* Once, at the start. */
void kc_notebook_look (KcNotebook *self);
gboolean kc_notebook_is_looking (KcNotebook *self);
const GError *kc_notebook_get_trouble (KcNotebook *self);
/* Where what could not be read was put, borrowed; NULL: nowhere. */
const char *kc_notebook_get_set_aside (KcNotebook *self);

/* In the place of what was noted before. */
void kc_notebook_write (KcNotebook *self, const KcPending *pending);
void kc_notebook_clear (KcNotebook *self);
gboolean kc_notebook_is_busy (KcNotebook *self);
KcNotes kc_notebook_get_notes (KcNotebook *self);

/* Nothing is looked for any more. */
void kc_notebook_close (KcNotebook *self);

G_END_DECLS
