/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcChannelNotes: what this computer knows about the channels that were connected here: the number
 * of a linked phone, which Keebai does not list, and when the channel was connected. No secrets.
 *
 * The newest is last; there are at most KC_CHANNEL_NOTES_MAX, and the oldest are dropped.
 */

#pragma once

#include "kc-channel.h"
#include "kc-records.h"

G_BEGIN_DECLS

#define KC_CHANNEL_NOTES_MAX 200

typedef struct {
  char *id;
  KcChannelKind kind;
  char *phone_number;  /* or NULL */
  char *name;          /* or NULL */
  char *company;       /* of the key that connected it; NULL if Keebai did not say */
  gint64 connected_at; /* seconds since 1970 */
  gboolean settled;    /* it was seen active or gone: no need to look again */
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
G_DECLARE_FINAL_TYPE (KcChannelNotes, kc_channel_notes, KC, CHANNEL_NOTES, KcRecords)

/* `file` NULL: nothing is kept, as in practice. */
KcChannelNotes *kc_channel_notes_new (KcChannelFile *file);

/* KcChannelNote, newest last. Borrowed, until the next change. */
GPtrArray *kc_channel_notes_get_all (KcChannelNotes *self);
/* Borrowed, until the next change; NULL if there is none. */
const KcChannelNote *kc_channel_notes_find (KcChannelNotes *self, const char *id);

/* Notes a copy, in the place of one with the same id. */
void kc_channel_notes_put (KcChannelNotes *self, const KcChannelNote *note);
/* Keebai said only later which number it is. */
void
kc_channel_notes_set_phone_number (KcChannelNotes *self, const char *id, const char *phone_number);
void kc_channel_notes_settle (KcChannelNotes *self, const char *id);

G_END_DECLS
