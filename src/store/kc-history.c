/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history.h"

#include "kc-json.h"
#include "kc-record-file.h"
#include "kc-record-json.h"

#define VERSION 1
/* 200 entries of three texts of 200 characters each are shorter, also with everything escaped. */
#define MAX_BYTES KC_JSON_MAX_BYTES

/* --- the file -------------------------------------------------------------------------------- */

#define KC_TYPE_HISTORY_FILE (kc_history_file_get_type ())
G_DECLARE_FINAL_TYPE (KcHistoryFile, kc_history_file, KC, HISTORY_FILE, KcRecordFile)

struct _KcHistoryFile {
  KcRecordFile parent_instance;
};

G_DEFINE_FINAL_TYPE (KcHistoryFile, kc_history_file, KC_TYPE_RECORD_FILE)

static gboolean
kc_history_file_check (KcRecordFile *file, GBytes *bytes, GError **error)
{
  g_autoptr (JsonObject) root
      = kc_record_json_read (bytes, VERSION, kc_record_file_get_base_url (file), error);

  if (root != NULL && kc_json_peek_array (root, "attempts") == NULL)
    {
      g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED,
                           "The history has no attempts");
      return FALSE;
    }

  return root != NULL;
}

static void
kc_history_file_class_init (KcHistoryFileClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  file_class->stem = "history";
  file_class->max_bytes = MAX_BYTES;
  file_class->check = kc_history_file_check;
}

static void
kc_history_file_init (KcHistoryFile *self)
{
}

/* --- the history ----------------------------------------------------------------------------- */

struct _KcHistory {
  GObject parent_instance;

  GListStore *entries;
  KcRecordFile *file; /* NULL: in memory only */
  GCancellable *cancellable;
  gboolean load_wanted;
  gboolean loading;
  gboolean saving;
  gboolean changed; /* since what is being saved was taken */
};

static void kc_history_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KcHistory,
                               kc_history,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kc_history_list_model_init))

enum { PROP_0, PROP_BUSY, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void save (KcHistory *self);

static GType
kc_history_get_item_type (GListModel *model)
{
  return KC_TYPE_HISTORY_ENTRY;
}

static guint
kc_history_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (KC_HISTORY (model)->entries));
}

static gpointer
kc_history_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (KC_HISTORY (model)->entries), position);
}

static void
kc_history_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kc_history_get_item_type;
  iface->get_n_items = kc_history_get_n_items;
  iface->get_item = kc_history_get_item;
}

static void
set_working (KcHistory *self, gboolean *which, gboolean working)
{
  gboolean was_busy = kc_history_is_busy (self);

  *which = working;
  if (was_busy != kc_history_is_busy (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
limit (KcHistory *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  if (n > KC_HISTORY_MAX)
    g_list_store_splice (self->entries, KC_HISTORY_MAX, n - KC_HISTORY_MAX, NULL, 0);
}

static GBytes *
to_bytes (KcHistory *self)
{
  g_autoptr (JsonBuilder) builder
      = kc_record_json_begin (VERSION, kc_record_file_get_base_url (self->file));

  json_builder_set_member_name (builder, "attempts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->entries)); i++)
    {
      g_autoptr (KcHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

      kc_history_entry_write (entry, builder);
    }
  json_builder_end_array (builder);

  return kc_record_json_end (builder);
}

static void
save_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcHistory) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kc_record_file_save_finish (KC_RECORD_FILE (object), result, &error))
    g_debug ("The history was not saved: %s", error->message);

  /* A later change is saved; after a failure the same is not tried again. */
  if (self->changed && error == NULL)
    {
      self->saving = FALSE;
      save (self);
    }
  else
    set_working (self, &self->saving, FALSE);
}

static void
clear_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcHistory) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kc_record_file_clear_finish (KC_RECORD_FILE (object), result, &error))
    g_debug ("The history was not cleared: %s", error->message);
  set_working (self, &self->saving, FALSE);
  if (self->changed)
    save (self);
}

/* What is in memory now; once more afterwards if it changes meanwhile. */
static void
save (KcHistory *self)
{
  g_autoptr (GBytes) bytes = NULL;

  if (self->file == NULL)
    return;
  if (self->saving || self->loading)
    {
      self->changed = TRUE;
      return;
    }

  self->changed = FALSE;
  set_working (self, &self->saving, TRUE);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->entries)) == 0)
    {
      kc_record_file_clear_async (self->file, self->cancellable, clear_cb, g_object_ref (self));
      return;
    }
  bytes = to_bytes (self);
  kc_record_file_save_async (self->file, bytes, self->cancellable, save_cb, g_object_ref (self));
}

/* An entry that cannot be read is left out. */
static void
append_all (KcHistory *self, GBytes *bytes)
{
  g_autoptr (JsonObject) root = kc_json_parse_object (bytes, NULL);
  JsonArray *entries = kc_json_peek_array (root, "attempts");

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);
      g_autoptr (KcHistoryEntry) entry = JSON_NODE_HOLDS_OBJECT (node)
                                             ? kc_history_entry_read (json_node_get_object (node))
                                             : NULL;

      if (entry != NULL)
        g_list_store_append (self->entries, entry);
    }
  limit (self);
}

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcHistory) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kc_record_file_load_finish (KC_RECORD_FILE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_debug ("The history was not read: %s", error->message);

  /* Cleared meanwhile: then what was there is not wanted any more. */
  if (bytes != NULL && self->load_wanted)
    append_all (self, bytes);
  set_working (self, &self->loading, FALSE);
  if (self->changed)
    save (self);
}

static void
kc_history_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_BUSY)
    g_value_set_boolean (value, kc_history_is_busy (KC_HISTORY (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kc_history_finalize (GObject *object)
{
  KcHistory *self = KC_HISTORY (object);

  g_clear_object (&self->entries);
  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kc_history_parent_class)->finalize (object);
}

static void
kc_history_class_init (KcHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_history_get_property;
  object_class->finalize = kc_history_finalize;

  properties[PROP_BUSY]
      = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_history_init (KcHistory *self)
{
  self->entries = g_list_store_new (KC_TYPE_HISTORY_ENTRY);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->entries, "items-changed", G_CALLBACK (g_list_model_items_changed),
                           self, G_CONNECT_SWAPPED);
}

KcHistory *
kc_history_new (const char *folder, const char *base_url)
{
  KcHistory *self = kc_history_new_in_memory ();

  g_return_val_if_fail (base_url != NULL, self);

  self->file = folder != NULL ? kc_record_file_new (KC_TYPE_HISTORY_FILE, folder, base_url)
                              : kc_record_file_acquire (KC_TYPE_HISTORY_FILE, base_url);

  return self;
}

KcHistory *
kc_history_new_in_memory (void)
{
  return g_object_new (KC_TYPE_HISTORY, NULL);
}

void
kc_history_load (KcHistory *self)
{
  g_return_if_fail (KC_IS_HISTORY (self));

  if (self->file == NULL || self->load_wanted)
    return;

  self->load_wanted = TRUE;
  set_working (self, &self->loading, TRUE);
  kc_record_file_load_async (self->file, self->cancellable, load_cb, g_object_ref (self));
}

void
kc_history_add (KcHistory *self, KcHistoryEntry *entry)
{
  g_return_if_fail (KC_IS_HISTORY (self));
  g_return_if_fail (KC_IS_HISTORY_ENTRY (entry));

  g_list_store_insert (self->entries, 0, entry);
  limit (self);
  save (self);
}

void
kc_history_clear (KcHistory *self)
{
  g_return_if_fail (KC_IS_HISTORY (self));

  self->load_wanted = FALSE;
  g_list_store_remove_all (self->entries);
  save (self);
}

gboolean
kc_history_is_busy (KcHistory *self)
{
  g_return_val_if_fail (KC_IS_HISTORY (self), FALSE);

  return self->loading || self->saving;
}
