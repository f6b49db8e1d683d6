/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcRecords: a few records in memory that a KcRecordFile keeps, as an array of JSON objects. Each
 * kind is a class of its own, which says what a record is. The file is read once and written in the
 * background after each change. If the file cannot be read or written, only its records are lost; a
 * single record that makes no sense is left out.
 */

#pragma once

#include "kc-record-file.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KC_TYPE_RECORDS (kc_records_get_type ())
G_DECLARE_DERIVABLE_TYPE (KcRecords, kc_records, KC, RECORDS, GObject)

/* Property, read-only, notified on change only:
 *   busy (gboolean): the file is being read or written; the records live until that has ended
 * Signal:
 *   changed (): the records have changed; also after the file was read
 */

struct _KcRecordsClass {
  GObjectClass parent_class;

  guint max; /* as many are read; 0: all */
  GDestroyNotify free_record;

  /* Adds the members of an object that was begun. */
  void (*write_record) (gconstpointer record, JsonBuilder *builder);
  /* The caller owns the record; NULL for what is none. */
  gpointer (*read_record) (JsonObject *object);
  /* The records were changed before the file was read. Takes what is to be kept out of `loaded`,
   * which has the file's order. Without this function `loaded` is dropped. */
  void (*merge) (KcRecords *self, GPtrArray *loaded);
};

/* `file`, which has a `member`; NULL: nothing is kept, as in practice. Before anything else. */
void kc_records_set_file (KcRecords *self, KcRecordFile *file);

/* Reads the file, unless that was done. */
void kc_records_load (KcRecords *self);
gboolean kc_records_is_busy (KcRecords *self);

/* Borrowed, until the next change. Whoever changes it calls kc_records_note_change (). */
GPtrArray *kc_records_get_all (KcRecords *self);
void kc_records_note_change (KcRecords *self);

/* Forgets them all, and removes the file. */
void kc_records_clear (KcRecords *self);

/* Writes a member, unless `value` is NULL or longer than KC_RECORDS_MAX_TEXT bytes. */
#define KC_RECORDS_MAX_TEXT 512
void kc_records_add_string (JsonBuilder *builder, const char *name, const char *value);

G_END_DECLS
