/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-notes.h"

#include "kc-enum.h"
#include "kc-json.h"

struct _KcChannelFile {
  KcRecordFile parent_instance;
};

struct _KcChannelNotes {
  KcRecords parent_instance;
};

G_DEFINE_FINAL_TYPE (KcChannelFile, kc_channel_file, KC_TYPE_RECORD_FILE)
G_DEFINE_FINAL_TYPE (KcChannelNotes, kc_channel_notes, KC_TYPE_RECORDS)
G_DEFINE_BOXED_TYPE (KcChannelNote, kc_channel_note, kc_channel_note_copy, kc_channel_note_free)

/* --- one note -------------------------------------------------------------------------------- */

KcChannelNote *
kc_channel_note_copy (const KcChannelNote *self)
{
  KcChannelNote *copy = g_new (KcChannelNote, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->phone_number = g_strdup (self->phone_number);
  copy->name = g_strdup (self->name);
  copy->company = g_strdup (self->company);

  return copy;
}

void
kc_channel_note_free (KcChannelNote *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->phone_number);
  g_free (self->name);
  g_free (self->company);
  g_free (self);
}

static void
write_note (gconstpointer record, JsonBuilder *builder)
{
  const KcChannelNote *note = record;

  kc_records_add_string (builder, "id", note->id);
  kc_records_add_string (builder, "type",
                         kc_enum_get_nick (KC_TYPE_CHANNEL_KIND, (int) note->kind));
  kc_records_add_string (builder, "phone_number", note->phone_number);
  kc_records_add_string (builder, "name", note->name);
  kc_records_add_string (builder, "company", note->company);
  json_builder_set_member_name (builder, "connected_at");
  json_builder_add_int_value (builder, note->connected_at);
  json_builder_set_member_name (builder, "settled");
  json_builder_add_boolean_value (builder, note->settled);
}

static gpointer
read_note (JsonObject *object)
{
  const char *id = kc_json_peek_string (object, "id", KC_RECORDS_MAX_TEXT);
  KcChannelNote *note;

  if (id == NULL)
    return NULL;

  note = g_new0 (KcChannelNote, 1);
  note->id = g_strdup (id);
  note->kind
      = (KcChannelKind) kc_enum_parse (KC_TYPE_CHANNEL_KIND,
                                       kc_json_peek_string (object, "type", KC_RECORDS_MAX_TEXT),
                                       KC_CHANNEL_KIND_WHATSAPP);
  note->phone_number = g_strdup (kc_json_peek_string (object, "phone_number", KC_RECORDS_MAX_TEXT));
  note->name = g_strdup (kc_json_peek_string (object, "name", KC_RECORDS_MAX_TEXT));
  note->company = g_strdup (kc_json_peek_string (object, "company", KC_RECORDS_MAX_TEXT));
  if (!kc_json_get_int (object, "connected_at", 0, G_MAXINT32 * G_GINT64_CONSTANT (100),
                        &note->connected_at, NULL))
    note->connected_at = 0;
  note->settled = kc_json_peek_boolean (object, "settled", TRUE);

  return note;
}

/* --- the file -------------------------------------------------------------------------------- */

static void
kc_channel_file_class_init (KcChannelFileClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  file_class->stem = "channels";
  file_class->member = "channels";
}

static void
kc_channel_file_init (KcChannelFile *self)
{
}

/* --- the notes ------------------------------------------------------------------------------- */

static guint
find_index (GPtrArray *notes, const char *id)
{
  guint i = notes->len;

  while (i-- > 0)
    {
      const KcChannelNote *note = g_ptr_array_index (notes, i);

      if (g_str_equal (note->id, id))
        return i;
    }

  return G_MAXUINT;
}

/* In the place of one with the same id, as the newest; takes the note. */
static void
put (GPtrArray *notes, KcChannelNote *note)
{
  guint index = find_index (notes, note->id);

  if (index != G_MAXUINT)
    g_ptr_array_remove_index (notes, index);
  g_ptr_array_add (notes, note);
  if (notes->len > KC_CHANNEL_NOTES_MAX)
    g_ptr_array_remove_range (notes, 0, notes->len - KC_CHANNEL_NOTES_MAX);
}

/* What was noted meanwhile is newer. */
static void
kc_channel_notes_merge (KcRecords *records, GPtrArray *loaded)
{
  GPtrArray *notes = kc_records_get_all (records);

  for (guint i = 0; i < notes->len; i++)
    put (loaded, kc_channel_note_copy (g_ptr_array_index (notes, i)));
  g_ptr_array_set_size (notes, 0);
  g_ptr_array_extend_and_steal (notes, g_ptr_array_ref (loaded));
}

static void
kc_channel_notes_class_init (KcChannelNotesClass *klass)
{
  KcRecordsClass *records_class = KC_RECORDS_CLASS (klass);

  records_class->free_record = (GDestroyNotify) kc_channel_note_free;
  records_class->write_record = write_note;
  records_class->read_record = read_note;
  records_class->merge = kc_channel_notes_merge;
}

static void
kc_channel_notes_init (KcChannelNotes *self)
{
}

KcChannelNotes *
kc_channel_notes_new (KcChannelFile *file)
{
  KcChannelNotes *self = g_object_new (KC_TYPE_CHANNEL_NOTES, NULL);

  kc_records_set_file (KC_RECORDS (self), (KcRecordFile *) file);

  return self;
}

GPtrArray *
kc_channel_notes_get_all (KcChannelNotes *self)
{
  return kc_records_get_all (KC_RECORDS (self));
}

static KcChannelNote *
find (KcChannelNotes *self, const char *id)
{
  GPtrArray *notes = kc_channel_notes_get_all (self);
  guint index = find_index (notes, id);

  return index != G_MAXUINT ? g_ptr_array_index (notes, index) : NULL;
}

const KcChannelNote *
kc_channel_notes_find (KcChannelNotes *self, const char *id)
{
  g_return_val_if_fail (KC_IS_CHANNEL_NOTES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return find (self, id);
}

void
kc_channel_notes_put (KcChannelNotes *self, const KcChannelNote *note)
{
  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));
  g_return_if_fail (note != NULL && note->id != NULL);

  put (kc_channel_notes_get_all (self), kc_channel_note_copy (note));
  kc_records_note_change (KC_RECORDS (self));
}

void
kc_channel_notes_set_phone_number (KcChannelNotes *self, const char *id, const char *phone_number)
{
  KcChannelNote *note;

  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));
  g_return_if_fail (id != NULL && phone_number != NULL);

  note = find (self, id);
  if (note == NULL || g_strcmp0 (note->phone_number, phone_number) == 0)
    return;

  g_free (note->phone_number);
  note->phone_number = g_strdup (phone_number);
  kc_records_note_change (KC_RECORDS (self));
}

void
kc_channel_notes_settle (KcChannelNotes *self, const char *id)
{
  KcChannelNote *note;

  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));
  g_return_if_fail (id != NULL);

  note = find (self, id);
  if (note == NULL || note->settled)
    return;

  note->settled = TRUE;
  kc_records_note_change (KC_RECORDS (self));
}
