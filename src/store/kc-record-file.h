/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcRecordFile: a small file of this program about one Keebai address, read and written as a whole.
 * Each kind is a class of its own, which says its name, its size and what it contains. It
 * survives a crash of the program and of the computer: there is always the old file, the new one,
 * or none.
 *
 * Calls are carried out in a worker thread, one after the other, in the order in which they were
 * made. A file that cannot be used is set aside under another name, never overwritten or removed.
 *
 * Only one program at a time has the file of an address. A second one gets KC_JOURNAL_ERROR_BUSY
 * and leaves the file alone, until the first has ended: from then on loading works, and so does
 * saving unless the first left a file, which has to be loaded before it may be replaced. If the
 * file cannot be used (KC_JOURNAL_ERROR_UNAVAILABLE), the program continues without it.
 *
 * A call that is cancelled before its turn is not carried out; one that has begun is, and returns
 * G_IO_ERROR_CANCELLED all the same. Calls keep the object alive until they return.
 */

#pragma once

#include "kc-journal-error.h"

G_BEGIN_DECLS

#define KC_TYPE_RECORD_FILE (kc_record_file_get_type ())
G_DECLARE_DERIVABLE_TYPE (KcRecordFile, kc_record_file, KC, RECORD_FILE, GObject)

struct _KcRecordFileClass {
  GObjectClass parent_class;

  /* The file is called STEM-0123456789abcdef.json; the digits are a hash of the address. */
  const char *stem;
  /* A longer file counts as damaged, and is not saved. KC_JSON_MAX_BYTES by default. */
  gsize max_bytes;
  /* The version that is written (1 by default), and the array that the file has to have, or NULL.
   */
  int version;
  const char *member;

  /* FALSE with KC_JOURNAL_ERROR_DAMAGED, _NEWER or _FOREIGN for contents that cannot be used. By
   * default it checks the head (kc-record-json) and that the array is there.
   * Called in the worker thread: of `self` it may read only what never changes. */
  gboolean (*check) (KcRecordFile *self, GBytes *bytes, GError **error);
};

/* `folder` is created when it is needed; NULL for keebai-connect in the person's data folder. */
gpointer kc_record_file_new (GType type, const char *folder, const char *base_url);

/* The file of that address in the default folder. The same object as long as anybody has it, so
 * that this program does not lock itself out. Returns a reference. */
gpointer kc_record_file_acquire (GType type, const char *base_url);

const char *kc_record_file_get_base_url (KcRecordFile *self);

/* Returns the contents, which were checked; NULL without an error if there is no file. After
 * KC_JOURNAL_ERROR_DAMAGED, _NEWER and _FOREIGN the file has been set aside
 * (kc_record_file_get_set_aside ()). */
void kc_record_file_load_async (KcRecordFile *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GBytes *kc_record_file_load_finish (KcRecordFile *self, GAsyncResult *result, GError **error);

/* Replaces the contents. When it returns, they are on the disk. */
void kc_record_file_save_async (KcRecordFile *self,
                                GBytes *bytes,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean kc_record_file_save_finish (KcRecordFile *self, GAsyncResult *result, GError **error);

/* Removes the file. TRUE also if there was none. */
void kc_record_file_clear_async (KcRecordFile *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean kc_record_file_clear_finish (KcRecordFile *self, GAsyncResult *result, GError **error);

/* The path of the file that was set aside last, or NULL. Borrowed, until the next call returns. */
const char *kc_record_file_get_set_aside (KcRecordFile *self);

G_END_DECLS
