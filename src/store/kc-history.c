/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history.h"

/* --- the file -------------------------------------------------------------------------------- */

#define KC_TYPE_HISTORY_FILE (kc_history_file_get_type ())
G_DECLARE_FINAL_TYPE (KcHistoryFile, kc_history_file, KC, HISTORY_FILE, KcRecordFile)

struct _KcHistoryFile {
  KcRecordFile parent_instance;
};

G_DEFINE_FINAL_TYPE (KcHistoryFile, kc_history_file, KC_TYPE_RECORD_FILE)

static void
kc_history_file_class_init (KcHistoryFileClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  /* 200 entries of three texts of 200 characters and a report each are within the default size. */
  file_class->stem = "history";
  file_class->member = "attempts";
}

static void
kc_history_file_init (KcHistoryFile *self)
{
}

/* --- the history ----------------------------------------------------------------------------- */

struct _KcHistory {
  KcRecords parent_instance;

  guint n_announced; /* with the last items-changed */
};

static void kc_history_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KcHistory,
                               kc_history,
                               KC_TYPE_RECORDS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kc_history_list_model_init))

static GType
kc_history_get_item_type (GListModel *model)
{
  return KC_TYPE_HISTORY_ENTRY;
}

static guint
kc_history_get_n_items (GListModel *model)
{
  return kc_records_get_all (KC_RECORDS (model))->len;
}

static gpointer
kc_history_get_item (GListModel *model, guint position)
{
  GPtrArray *entries = kc_records_get_all (KC_RECORDS (model));

  return position < entries->len ? g_object_ref (g_ptr_array_index (entries, position)) : NULL;
}

static void
kc_history_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kc_history_get_item_type;
  iface->get_n_items = kc_history_get_n_items;
  iface->get_item = kc_history_get_item;
}

static void
on_changed_cb (KcHistory *self)
{
  guint n_before = self->n_announced;

  self->n_announced = kc_history_get_n_items (G_LIST_MODEL (self));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->n_announced);
}

static void
limit (GPtrArray *entries)
{
  if (entries->len > KC_HISTORY_MAX)
    g_ptr_array_set_size (entries, KC_HISTORY_MAX);
}

/* What was added before the file was read is newer. */
static void
kc_history_merge (KcRecords *records, GPtrArray *loaded)
{
  GPtrArray *entries = kc_records_get_all (records);

  g_ptr_array_extend_and_steal (entries, g_ptr_array_ref (loaded));
  limit (entries);
}

static void
kc_history_class_init (KcHistoryClass *klass)
{
  KcRecordsClass *records_class = KC_RECORDS_CLASS (klass);

  records_class->max = KC_HISTORY_MAX;
  records_class->free_record = g_object_unref;
  records_class->write_record = kc_history_entry_write;
  records_class->read_record = kc_history_entry_read;
  records_class->merge = kc_history_merge;
}

static void
kc_history_init (KcHistory *self)
{
  g_signal_connect (self, "changed", G_CALLBACK (on_changed_cb), NULL);
}

KcHistory *
kc_history_new (const char *folder, const char *base_url)
{
  KcHistory *self = kc_history_new_in_memory ();
  g_autoptr (KcRecordFile) file = NULL;

  g_return_val_if_fail (base_url != NULL, self);

  file = folder != NULL ? kc_record_file_new (KC_TYPE_HISTORY_FILE, folder, base_url)
                        : kc_record_file_acquire (KC_TYPE_HISTORY_FILE, base_url);
  kc_records_set_file (KC_RECORDS (self), file);

  return self;
}

KcHistory *
kc_history_new_in_memory (void)
{
  return g_object_new (KC_TYPE_HISTORY, NULL);
}

void
kc_history_add (KcHistory *self, KcHistoryEntry *entry)
{
  GPtrArray *entries;

  g_return_if_fail (KC_IS_HISTORY (self));
  g_return_if_fail (KC_IS_HISTORY_ENTRY (entry));

  entries = kc_records_get_all (KC_RECORDS (self));
  g_ptr_array_insert (entries, 0, g_object_ref (entry));
  limit (entries);
  kc_records_note_change (KC_RECORDS (self));
}

void
kc_history_replace (KcHistory *self, KcHistoryEntry *old, KcHistoryEntry *entry)
{
  GPtrArray *entries;
  guint position;

  g_return_if_fail (KC_IS_HISTORY (self));
  g_return_if_fail (KC_IS_HISTORY_ENTRY (old));
  g_return_if_fail (KC_IS_HISTORY_ENTRY (entry));

  entries = kc_records_get_all (KC_RECORDS (self));
  if (g_ptr_array_find (entries, old, &position))
    g_ptr_array_remove_index (entries, position);
  kc_history_add (self, entry);
}
