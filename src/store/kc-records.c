/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-records.h"

#include "kc-json.h"
#include "kc-record-json.h"

#include <string.h>

typedef struct {
  KcRecordFile *file; /* or NULL */
  GPtrArray *records;
  gboolean loaded;
  gboolean busy;
  gboolean changed;     /* before the file was read */
  gboolean wants_save;  /* there are changes that the file does not have */
  gboolean wants_clear; /* the file is to go, before anything else */
} KcRecordsPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KcRecords, kc_records, G_TYPE_OBJECT)

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

static void work (KcRecords *self);

static KcRecordsPrivate *
get_private (KcRecords *self)
{
  return kc_records_get_instance_private (self);
}

/* --- the file -------------------------------------------------------------------------------- */

void
kc_records_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value != NULL && strlen (value) <= KC_RECORDS_MAX_TEXT)
    kc_record_json_add_string (builder, name, value);
}

static GBytes *
write_records (KcRecords *self)
{
  KcRecordsClass *klass = KC_RECORDS_GET_CLASS (self);
  KcRecordsPrivate *priv = get_private (self);
  KcRecordFileClass *file_class = KC_RECORD_FILE_GET_CLASS (priv->file);
  g_autoptr (JsonBuilder) builder
      = kc_record_json_begin (file_class->version, kc_record_file_get_base_url (priv->file));

  json_builder_set_member_name (builder, file_class->member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < priv->records->len; i++)
    {
      json_builder_begin_object (builder);
      klass->write_record (g_ptr_array_index (priv->records, i), builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  return kc_record_json_end (builder);
}

static GPtrArray *
read_records (KcRecords *self, GBytes *bytes)
{
  KcRecordsClass *klass = KC_RECORDS_GET_CLASS (self);
  g_autoptr (JsonObject) root = kc_json_parse_object (bytes, NULL);
  const char *member = KC_RECORD_FILE_GET_CLASS (get_private (self)->file)->member;
  JsonArray *array = kc_json_peek_array (root, member);
  GPtrArray *records = g_ptr_array_new_with_free_func (klass->free_record);

  for (guint i = 0; array != NULL && i < json_array_get_length (array)
                    && (klass->max == 0 || records->len < klass->max);
       i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gpointer record
          = JSON_NODE_HOLDS_OBJECT (node) ? klass->read_record (json_node_get_object (node)) : NULL;

      if (record != NULL)
        g_ptr_array_add (records, record);
    }

  return records;
}

/* --- reading and writing --------------------------------------------------------------------- */

static void
set_busy (KcRecords *self, gboolean busy)
{
  KcRecordsPrivate *priv = get_private (self);

  if (priv->busy == busy)
    return;

  priv->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
take_loaded (KcRecords *self, GPtrArray *loaded)
{
  KcRecordsPrivate *priv = get_private (self);

  if (!priv->changed)
    {
      g_ptr_array_unref (priv->records);
      priv->records = g_ptr_array_ref (loaded);
    }
  else if (KC_RECORDS_GET_CLASS (self)->merge != NULL)
    {
      KC_RECORDS_GET_CLASS (self)->merge (self, loaded);
    }
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcRecords) self = user_data;
  KcRecordsPrivate *priv = get_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kc_record_file_load_finish (KC_RECORD_FILE (object), result, &error);

  /* What was set aside is gone; what another program has may be there later. */
  priv->loaded = error == NULL
                 || !(g_error_matches (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY)
                      || g_error_matches (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE));
  if (error != NULL)
    g_debug ("%s not read: %s", G_OBJECT_TYPE_NAME (self), error->message);
  if (!priv->loaded)
    priv->wants_save = FALSE; /* until the next change */
  if (bytes != NULL && !priv->wants_clear)
    {
      g_autoptr (GPtrArray) loaded = read_records (self, bytes);

      take_loaded (self, loaded);
    }
  set_busy (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
  work (self);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcRecords) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kc_record_file_save_finish (KC_RECORD_FILE (object), result, &error))
    g_debug ("%s not saved: %s", G_OBJECT_TYPE_NAME (self), error->message);
  set_busy (self, FALSE);
  work (self);
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcRecords) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kc_record_file_clear_finish (KC_RECORD_FILE (object), result, &error))
    g_debug ("%s not removed: %s", G_OBJECT_TYPE_NAME (self), error->message);
  set_busy (self, FALSE);
  work (self);
}

static void
load (KcRecords *self)
{
  set_busy (self, TRUE);
  kc_record_file_load_async (get_private (self)->file, NULL, loaded_cb, g_object_ref (self));
}

/* One call at a time; what changes meanwhile is saved with the next. */
static void
work (KcRecords *self)
{
  KcRecordsPrivate *priv = get_private (self);
  g_autoptr (GBytes) bytes = NULL;

  if (priv->file == NULL || priv->busy || !(priv->wants_save || priv->wants_clear))
    return;

  if (priv->wants_clear)
    {
      priv->wants_clear = FALSE;
      priv->loaded = TRUE; /* nothing of it is wanted any more */
      set_busy (self, TRUE);
      kc_record_file_clear_async (priv->file, NULL, cleared_cb, g_object_ref (self));
      return;
    }
  if (!priv->loaded)
    {
      load (self);
      return;
    }

  priv->wants_save = FALSE;
  set_busy (self, TRUE);
  bytes = write_records (self);
  kc_record_file_save_async (priv->file, bytes, NULL, saved_cb, g_object_ref (self));
}

static void
kc_records_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_BUSY)
    g_value_set_boolean (value, kc_records_is_busy (KC_RECORDS (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kc_records_constructed (GObject *object)
{
  KcRecords *self = KC_RECORDS (object);

  G_OBJECT_CLASS (kc_records_parent_class)->constructed (object);

  get_private (self)->records
      = g_ptr_array_new_with_free_func (KC_RECORDS_GET_CLASS (self)->free_record);
}

static void
kc_records_finalize (GObject *object)
{
  KcRecordsPrivate *priv = get_private (KC_RECORDS (object));

  g_clear_object (&priv->file);
  g_clear_pointer (&priv->records, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_records_parent_class)->finalize (object);
}

static void
kc_records_class_init (KcRecordsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_records_get_property;
  object_class->constructed = kc_records_constructed;
  object_class->finalize = kc_records_finalize;

  properties[PROP_BUSY]
      = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_records_init (KcRecords *self)
{
  get_private (self)->loaded = TRUE;
}

void
kc_records_set_file (KcRecords *self, KcRecordFile *file)
{
  KcRecordsPrivate *priv = get_private (self);

  g_return_if_fail (KC_IS_RECORDS (self));
  g_return_if_fail (file == NULL || KC_IS_RECORD_FILE (file));
  g_return_if_fail (!priv->busy);

  g_set_object (&priv->file, file);
  priv->loaded = file == NULL;
}

void
kc_records_load (KcRecords *self)
{
  g_return_if_fail (KC_IS_RECORDS (self));

  if (!get_private (self)->loaded && !get_private (self)->busy)
    load (self);
}

gboolean
kc_records_is_busy (KcRecords *self)
{
  g_return_val_if_fail (KC_IS_RECORDS (self), FALSE);

  return get_private (self)->busy;
}

GPtrArray *
kc_records_get_all (KcRecords *self)
{
  g_return_val_if_fail (KC_IS_RECORDS (self), NULL);

  return get_private (self)->records;
}

void
kc_records_note_change (KcRecords *self)
{
  KcRecordsPrivate *priv = get_private (self);

  g_return_if_fail (KC_IS_RECORDS (self));

  priv->changed = TRUE;
  priv->wants_save = TRUE;
  work (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
kc_records_clear (KcRecords *self)
{
  KcRecordsPrivate *priv = get_private (self);

  g_return_if_fail (KC_IS_RECORDS (self));

  g_ptr_array_set_size (priv->records, 0);
  priv->wants_save = FALSE;
  priv->wants_clear = priv->file != NULL;
  work (self);
  g_signal_emit (self, signals[CHANGED], 0);
}
