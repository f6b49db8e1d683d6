/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelNotes: what this computer knows of the channels that were connected here: the number of
 * a linked phone, which Keebai does not list, and since when there is the channel. No secrets.
 *
 * Held in memory, newest last, at most KC_CHANNEL_NOTES_MAX; the oldest go first. Written to the
 * file in the background after each change. A file that cannot be read or written costs only what
 * would have stood in it.
 */

#pragma once

#include "kc-channel.h"
#include "kc-record-file.h"

G_BEGIN_DECLS

#define KC_CHANNEL_NOTES_MAX 200

typedef struct {
  char *id;
  KcChannelKind kind;
  char *phone_number;  /* or NULL */
  char *name;          /* or NULL */
  char *company;       /* whose key it was connected with; NULL if Keebai did not tell */
  gint64 connected_at; /* seconds since 1970 */
  gboolean settled;    /* what has become of it was seen: nobody needs to look again */
} KcChannelNote;

#define KC_TYPE_CHANNEL_NOTE (kc_channel_note_get_type ())
GType kc_channel_note_get_type (void) G_GNUC_CONST;
KcChannelNote *kc_channel_note_copy (const KcChannelNote *self);
void kc_channel_note_free (KcChannelNote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcChannelNote, kc_channel_note_free)

/* The file of one address. */
#define KC_TYPE_CHANNEL_FILE (kc_channel_file_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelFile, kc_channel_file, KC, CHANNEL_FILE, KcRecordFile)

#define KC_TYPE_CHANNEL_NOTES (kc_channel_notes_get_type ())
G_DECLARE_FINAL_TYPE (KcChannelNotes, kc_channel_notes, KC, CHANNEL_NOTES, GObject)

/* Property, read-only, notified on change only:
 *   busy (gboolean): the file is being read or written; the notes live until that has ended
 * Signal:
 *   changed (): other notes than before; also once the file was read
 */

/* `file` NULL: nothing is kept, as in practice. */
KcChannelNotes *kc_channel_notes_new (KcChannelFile *file);

/* Reads the file. What was noted before it was read stays. */
void kc_channel_notes_load (KcChannelNotes *self);
gboolean kc_channel_notes_is_busy (KcChannelNotes *self);

/* KcChannelNote, newest last. Borrowed, until the next change. */
GPtrArray *kc_channel_notes_get_all (KcChannelNotes *self);
/* Borrowed, until the next change; NULL if there is none. */
const KcChannelNote *kc_channel_notes_find (KcChannelNotes *self, const char *id);

/* Notes a copy, in the place of one with the same id. */
void kc_channel_notes_put (KcChannelNotes *self, const KcChannelNote *note);
void kc_channel_notes_settle (KcChannelNotes *self, const char *id);
/* Forgets them all, and removes the file. */
void kc_channel_notes_clear (KcChannelNotes *self);

G_END_DECLS
