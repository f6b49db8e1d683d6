/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-notes.h"

#include "kc-json.h"

#include <string.h>

#define VERSION 1
/* A longer text is not noted. */
#define MAX_TEXT_BYTES 512

struct _KcChannelFile {
  KcRecordFile parent_instance;
};

struct _KcChannelNotes {
  GObject parent_instance;

  KcChannelFile *file; /* or NULL */
  GPtrArray *notes;    /* KcChannelNote */
  gboolean loaded;
  gboolean busy;
  gboolean wants_save; /* there are changes that the file does not have */
};

G_DEFINE_FINAL_TYPE (KcChannelFile, kc_channel_file, KC_TYPE_RECORD_FILE)
G_DEFINE_FINAL_TYPE (KcChannelNotes, kc_channel_notes, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (KcChannelNote, kc_channel_note, kc_channel_note_copy, kc_channel_note_free)

enum {
  PROP_0,
  PROP_BUSY,
  N_PROPS,
};

enum {
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

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

/* --- the file -------------------------------------------------------------------------------- */

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL || strlen (value) > MAX_TEXT_BYTES)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static GBytes *
write_notes (GPtrArray *notes, const char *base_url)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION);
  json_builder_set_member_name (builder, "base_url");
  json_builder_add_string_value (builder, base_url);
  json_builder_set_member_name (builder, "channels");
  json_builder_begin_array (builder);
  for (guint i = 0; i < notes->len; i++)
    {
      const KcChannelNote *note = g_ptr_array_index (notes, i);

      json_builder_begin_object (builder);
      add_string (builder, "id", note->id);
      add_string (builder, "type",
                  note->kind == KC_CHANNEL_KIND_WHATSAPP_QR ? "whatsapp_qr" : "whatsapp");
      add_string (builder, "phone_number", note->phone_number);
      add_string (builder, "name", note->name);
      add_string (builder, "company", note->company);
      json_builder_set_member_name (builder, "connected_at");
      json_builder_add_int_value (builder, note->connected_at);
      json_builder_set_member_name (builder, "settled");
      json_builder_add_boolean_value (builder, note->settled);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);

  return g_bytes_new_take (text, strlen (text));
}

/* NULL for what is no note. */
static KcChannelNote *
read_note (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id = object != NULL ? kc_json_peek_string (object, "id", MAX_TEXT_BYTES) : NULL;
  KcChannelNote *note;

  if (id == NULL)
    return NULL;

  note = g_new0 (KcChannelNote, 1);
  note->id = g_strdup (id);
  note->kind = g_strcmp0 (kc_json_peek_string (object, "type", MAX_TEXT_BYTES), "whatsapp_qr") == 0
                   ? KC_CHANNEL_KIND_WHATSAPP_QR
                   : KC_CHANNEL_KIND_WHATSAPP;
  note->phone_number = g_strdup (kc_json_peek_string (object, "phone_number", MAX_TEXT_BYTES));
  note->name = g_strdup (kc_json_peek_string (object, "name", MAX_TEXT_BYTES));
  note->company = g_strdup (kc_json_peek_string (object, "company", MAX_TEXT_BYTES));
  if (!kc_json_get_int (object, "connected_at", 0, G_MAXINT32 * G_GINT64_CONSTANT (100),
                        &note->connected_at, NULL))
    note->connected_at = 0;
  note->settled = kc_json_peek_boolean (object, "settled", TRUE);

  return note;
}

/* NULL with KC_JOURNAL_ERROR for a file that cannot be used. A single note that makes no sense is
 * left out. */
static GPtrArray *
read_notes (GBytes *bytes, const char *base_url, GError **error)
{
  g_autoptr (JsonNode) root = kc_json_parse (bytes, NULL);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *array;
  GPtrArray *notes;
  gint64 version;

  if (object == NULL || !kc_json_get_int (object, "version", 1, G_MAXINT32, &version, NULL))
    {
      g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED,
                           "The notes about channels are damaged");
      return NULL;
    }
  if (version > VERSION)
    {
      g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_NEWER,
                           "The notes about channels are of a newer version");
      return NULL;
    }
  if (g_strcmp0 (kc_json_peek_string (object, "base_url", KC_JSON_MAX_BYTES), base_url) != 0)
    {
      g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_FOREIGN,
                           "The notes about channels are of another address");
      return NULL;
    }

  notes = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_channel_note_free);
  array = kc_json_peek_array (object, "channels");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      KcChannelNote *note = read_note (json_array_get_element (array, i));

      if (note != NULL)
        g_ptr_array_add (notes, note);
    }

  return notes;
}

static gboolean
kc_channel_file_check (KcRecordFile *file, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) notes = read_notes (bytes, kc_record_file_get_base_url (file), error);

  return notes != NULL;
}

static void
kc_channel_file_class_init (KcChannelFileClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  file_class->stem = "channels";
  file_class->max_bytes = KC_JSON_MAX_BYTES;
  file_class->check = kc_channel_file_check;
}

static void
kc_channel_file_init (KcChannelFile *self)
{
}

/* --- the notes ------------------------------------------------------------------------------- */

static void work (KcChannelNotes *self);

static void
set_busy (KcChannelNotes *self, gboolean busy)
{
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static guint
find_index (KcChannelNotes *self, const char *id)
{
  guint i = self->notes->len;

  while (i-- > 0)
    {
      const KcChannelNote *note = g_ptr_array_index (self->notes, i);

      if (g_str_equal (note->id, id))
        return i;
    }

  return G_MAXUINT;
}

static void
drop_oldest (KcChannelNotes *self)
{
  if (self->notes->len > KC_CHANNEL_NOTES_MAX)
    g_ptr_array_remove_range (self->notes, 0, self->notes->len - KC_CHANNEL_NOTES_MAX);
}

/* What was noted meanwhile is newer. */
static void
take_loaded (KcChannelNotes *self, GPtrArray *loaded)
{
  g_autoptr (GPtrArray) newer = self->notes;

  self->notes = loaded;
  for (guint i = 0; i < newer->len; i++)
    {
      const KcChannelNote *note = g_ptr_array_index (newer, i);
      guint index = find_index (self, note->id);

      if (index != G_MAXUINT)
        g_ptr_array_remove_index (self->notes, index);
      g_ptr_array_add (self->notes, kc_channel_note_copy (note));
    }
  drop_oldest (self);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcChannelNotes) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kc_record_file_load_finish (KC_RECORD_FILE (object), result, &error);
  GPtrArray *loaded = NULL;

  if (bytes != NULL)
    loaded = read_notes (bytes, kc_record_file_get_base_url (KC_RECORD_FILE (object)), NULL);
  /* What was set aside is gone; what another program has may be there later. */
  self->loaded = error == NULL
                 || !(g_error_matches (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY)
                      || g_error_matches (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE));
  if (error != NULL)
    g_debug ("notes about channels: %s", error->message);
  if (!self->loaded)
    self->wants_save = FALSE; /* until the next change */
  if (loaded != NULL)
    take_loaded (self, loaded);
  set_busy (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
  work (self);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcChannelNotes) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kc_record_file_save_finish (KC_RECORD_FILE (object), result, &error))
    g_debug ("notes about channels: %s", error->message);
  set_busy (self, FALSE);
  work (self);
}

static void
load (KcChannelNotes *self)
{
  set_busy (self, TRUE);
  kc_record_file_load_async (KC_RECORD_FILE (self->file), NULL, loaded_cb, g_object_ref (self));
}

/* One call at a time; what changes meanwhile is saved with the next. */
static void
work (KcChannelNotes *self)
{
  g_autoptr (GBytes) bytes = NULL;

  if (self->file == NULL || self->busy || !self->wants_save)
    return;
  if (!self->loaded)
    {
      load (self);
      return;
    }

  self->wants_save = FALSE;
  set_busy (self, TRUE);
  bytes = write_notes (self->notes, kc_record_file_get_base_url (KC_RECORD_FILE (self->file)));
  kc_record_file_save_async (KC_RECORD_FILE (self->file), bytes, NULL, saved_cb,
                             g_object_ref (self));
}

static void
note_change (KcChannelNotes *self)
{
  self->wants_save = TRUE;
  work (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
kc_channel_notes_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcChannelNotes *self = KC_CHANNEL_NOTES (object);

  if (prop_id == PROP_BUSY)
    g_value_set_boolean (value, self->busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kc_channel_notes_finalize (GObject *object)
{
  KcChannelNotes *self = KC_CHANNEL_NOTES (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->notes, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_channel_notes_parent_class)->finalize (object);
}

static void
kc_channel_notes_class_init (KcChannelNotesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_channel_notes_get_property;
  object_class->finalize = kc_channel_notes_finalize;

  properties[PROP_BUSY]
      = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_channel_notes_init (KcChannelNotes *self)
{
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_channel_note_free);
}

KcChannelNotes *
kc_channel_notes_new (KcChannelFile *file)
{
  KcChannelNotes *self = g_object_new (KC_TYPE_CHANNEL_NOTES, NULL);

  g_set_object (&self->file, file);
  self->loaded = file == NULL;

  return self;
}

void
kc_channel_notes_load (KcChannelNotes *self)
{
  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));

  if (!self->loaded && !self->busy)
    load (self);
}

gboolean
kc_channel_notes_is_busy (KcChannelNotes *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL_NOTES (self), FALSE);

  return self->busy;
}

GPtrArray *
kc_channel_notes_get_all (KcChannelNotes *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL_NOTES (self), NULL);

  return self->notes;
}

const KcChannelNote *
kc_channel_notes_find (KcChannelNotes *self, const char *id)
{
  guint index;

  g_return_val_if_fail (KC_IS_CHANNEL_NOTES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  index = find_index (self, id);

  return index != G_MAXUINT ? g_ptr_array_index (self->notes, index) : NULL;
}

void
kc_channel_notes_put (KcChannelNotes *self, const KcChannelNote *note)
{
  KcChannelNote *copy;
  guint index;

  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));
  g_return_if_fail (note != NULL && note->id != NULL);

  copy = kc_channel_note_copy (note);
  index = find_index (self, note->id);
  if (index != G_MAXUINT)
    g_ptr_array_remove_index (self->notes, index);
  g_ptr_array_add (self->notes, copy);
  drop_oldest (self);
  note_change (self);
}

void
kc_channel_notes_settle (KcChannelNotes *self, const char *id)
{
  guint index;
  KcChannelNote *note;

  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));
  g_return_if_fail (id != NULL);

  index = find_index (self, id);
  note = index != G_MAXUINT ? g_ptr_array_index (self->notes, index) : NULL;
  if (note == NULL || note->settled)
    return;

  note->settled = TRUE;
  note_change (self);
}

void
kc_channel_notes_clear (KcChannelNotes *self)
{
  g_return_if_fail (KC_IS_CHANNEL_NOTES (self));

  g_ptr_array_set_size (self->notes, 0);
  self->wants_save = FALSE;
  if (self->file != NULL)
    {
      self->loaded = TRUE; /* nothing of it is wanted any more */
      kc_record_file_clear_async (KC_RECORD_FILE (self->file), NULL, NULL, NULL);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}
