/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-record-file.h"

#include "kc-journal-file.h"
#include "kc-json.h"
#include "kc-record-json.h"

typedef struct {
  char *base_url;
  char *set_aside;
  GQueue waiting; /* GTask; the first is under way */

  /* Only for the worker, of which there is one at a time. */
  KcJournalFile *file;
  gboolean looked; /* we have the lock and know what was there */
  gboolean busy;   /* another program had the lock when we last looked */
} KcRecordFilePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KcRecordFile, kc_record_file, G_TYPE_OBJECT)

#define get_private(self)                                                                          \
  ((KcRecordFilePrivate *) kc_record_file_get_instance_private (KC_RECORD_FILE (self)))

typedef enum {
  LOAD,
  SAVE,
  CLEAR,
} Job;

/* The task data of one call. */
typedef struct {
  Job job;
  GBytes *bytes;   /* to be saved */
  char *set_aside; /* by the worker */
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_pointer (&operation->bytes, g_bytes_unref);
  g_clear_pointer (&operation->set_aside, g_free);
  g_free (operation);
}

/* --- in the worker --------------------------------------------------------------------------- */

static gboolean
take_lock (KcRecordFile *self, GError **error)
{
  KcRecordFilePrivate *priv = get_private (self);
  g_autoptr (GError) local_error = NULL;

  priv->busy = FALSE;
  if (kc_journal_file_lock (priv->file, &local_error))
    return TRUE;
  priv->busy = g_error_matches (local_error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* Returns the contents. A file that cannot be used has been set aside afterwards, or the error is
 * UNAVAILABLE. */
static GBytes *
look (KcRecordFile *self, Operation *operation, GError **error)
{
  KcRecordFilePrivate *priv = get_private (self);
  KcRecordFileClass *klass = KC_RECORD_FILE_GET_CLASS (self);
  g_autoptr (GError) lock_error = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  priv->looked = take_lock (self, &lock_error);
  if (priv->busy)
    {
      g_propagate_error (error, g_steal_pointer (&lock_error));
      return NULL;
    }

  /* Even without the lock: a file can be read from a disk that is full or read-only. */
  bytes = kc_journal_file_read (priv->file, klass->max_bytes, &local_error);
  if (local_error == NULL && (bytes == NULL || klass->check (self, bytes, &local_error)))
    return g_steal_pointer (&bytes);

  if (g_error_matches (local_error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE))
    priv->looked = FALSE;
  else if (priv->looked)
    {
      operation->set_aside = kc_journal_file_set_aside (priv->file, &lock_error);
      priv->looked = operation->set_aside != NULL;
    }
  g_propagate_error (error, lock_error != NULL ? g_steal_pointer (&lock_error)
                                               : g_steal_pointer (&local_error));

  return NULL;
}

/* Before writing, the file must have been read. */
static gboolean
may_write (KcRecordFile *self, Operation *operation, GError **error)
{
  KcRecordFilePrivate *priv = get_private (self);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) found = NULL;
  gboolean was_busy = priv->busy;

  if (priv->looked)
    return TRUE;
  if (!take_lock (self, error))
    return FALSE;

  found = look (self, operation, &local_error);
  /* What another program left has to be loaded before it may be replaced. */
  if (priv->looked && was_busy && found != NULL)
    {
      kc_journal_file_unlock (priv->file);
      priv->looked = FALSE;
      priv->busy = TRUE;
      g_set_error_literal (&local_error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY,
                           "Another program left a note");
    }
  if (!priv->looked)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return priv->looked;
}

static void
write_down (KcRecordFile *self, GBytes *bytes, GError **error)
{
  /* It could not be read again. */
  if (g_bytes_get_size (bytes) > KC_RECORD_FILE_GET_CLASS (self)->max_bytes)
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE,
                         "There is too much to be noted");
  else
    kc_journal_file_replace (get_private (self)->file, bytes, error);
}

static void
work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  KcRecordFile *self = source;
  Operation *operation = task_data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;

  if (operation->job == LOAD)
    bytes = look (self, operation, &error);
  else if (may_write (self, operation, &error) && operation->job == CLEAR)
    kc_journal_file_remove (get_private (self)->file, &error);
  else if (error == NULL)
    write_down (self, operation->bytes, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/* --- in the caller's thread ------------------------------------------------------------------ */

static void run_next (KcRecordFile *self);

static void
work_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcRecordFile) self = g_object_ref (KC_RECORD_FILE (source));
  KcRecordFilePrivate *priv = get_private (self);
  GTask *task = g_queue_peek_head (&priv->waiting);
  Operation *operation = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (operation->set_aside != NULL)
    {
      g_free (priv->set_aside);
      priv->set_aside = g_steal_pointer (&operation->set_aside);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (operation->job == LOAD)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_boolean (task, TRUE);
  /* Only now: a call that the callback made had to wait for this one. */
  g_object_unref (g_queue_pop_head (&priv->waiting));
  run_next (self);
}

/* The caller's task waits in the queue. The worker has a task of its own, without a cancellable:
 * it ends when the disk is done. */
static void
run_next (KcRecordFile *self)
{
  KcRecordFilePrivate *priv = get_private (self);

  while (!g_queue_is_empty (&priv->waiting))
    {
      GTask *task = g_queue_peek_head (&priv->waiting);
      g_autoptr (GTask) inner = NULL;

      if (g_task_return_error_if_cancelled (task))
        {
          g_object_unref (g_queue_pop_head (&priv->waiting));
          continue;
        }
      inner = g_task_new (self, NULL, work_done_cb, NULL);
      g_task_set_source_tag (inner, run_next);
      g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
      g_task_run_in_thread (inner, work);
      return;
    }
}

static void
begin (KcRecordFile *self, GTask *task, Job job, GBytes *bytes)
{
  KcRecordFilePrivate *priv = get_private (self);
  const gboolean idle = g_queue_is_empty (&priv->waiting);
  Operation *operation = g_new0 (Operation, 1);

  operation->job = job;
  operation->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  g_queue_push_tail (&priv->waiting, task);
  if (idle)
    run_next (self);
}

static gboolean
kc_record_file_check (KcRecordFile *self, GBytes *bytes, GError **error)
{
  KcRecordFileClass *klass = KC_RECORD_FILE_GET_CLASS (self);
  g_autoptr (JsonObject) root
      = kc_record_json_read (bytes, klass->version, get_private (self)->base_url, error);

  if (root == NULL)
    return FALSE;
  if (klass->member != NULL && kc_json_peek_array (root, klass->member) == NULL)
    {
      g_set_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED, "The file has no %s",
                   klass->member);
      return FALSE;
    }

  return TRUE;
}

static void
kc_record_file_finalize (GObject *object)
{
  KcRecordFilePrivate *priv = get_private (object);

  g_assert (g_queue_is_empty (&priv->waiting));
  g_clear_pointer (&priv->base_url, g_free);
  g_clear_pointer (&priv->set_aside, g_free);
  g_clear_pointer (&priv->file, kc_journal_file_free);

  G_OBJECT_CLASS (kc_record_file_parent_class)->finalize (object);
}

static void
kc_record_file_class_init (KcRecordFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_record_file_finalize;

  klass->max_bytes = KC_JSON_MAX_BYTES;
  klass->version = 1;
  klass->check = kc_record_file_check;
}

static void
kc_record_file_init (KcRecordFile *self)
{
  g_queue_init (&get_private (self)->waiting);
}

gpointer
kc_record_file_new (GType type, const char *folder, const char *base_url)
{
  g_autofree char *ours = NULL;
  KcRecordFile *self;
  KcRecordFilePrivate *priv;

  g_return_val_if_fail (g_type_is_a (type, KC_TYPE_RECORD_FILE), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  if (folder == NULL)
    folder = ours = g_build_filename (g_get_user_data_dir (), "keebai-connect", NULL);
  self = g_object_new (type, NULL);
  priv = get_private (self);
  priv->base_url = g_strdup (base_url);
  priv->file = kc_journal_file_new (folder, KC_RECORD_FILE_GET_CLASS (self)->stem, base_url);

  return self;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

gpointer
kc_record_file_acquire (GType type, const char *base_url)
{
  static GHashTable *files; /* GWeakRef, by class and address */
  g_autofree char *key = NULL;
  GWeakRef *ref;
  gpointer self;

  g_return_val_if_fail (base_url != NULL, NULL);

  if (files == NULL)
    files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_weak_ref);
  key = g_strconcat (g_type_name (type), " ", base_url, NULL);
  ref = g_hash_table_lookup (files, key);
  if (ref == NULL)
    {
      ref = g_new0 (GWeakRef, 1);
      g_weak_ref_init (ref, NULL);
      g_hash_table_insert (files, g_steal_pointer (&key), ref);
    }

  /* A weak reference is safe although the last strong one may be dropped by the worker. */
  self = g_weak_ref_get (ref);
  if (self == NULL)
    {
      self = kc_record_file_new (type, NULL, base_url);
      g_weak_ref_set (ref, self);
    }

  return self;
}

const char *
kc_record_file_get_base_url (KcRecordFile *self)
{
  g_return_val_if_fail (KC_IS_RECORD_FILE (self), NULL);

  return get_private (self)->base_url;
}

void
kc_record_file_load_async (KcRecordFile *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_RECORD_FILE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_record_file_load_async);
  begin (self, task, LOAD, NULL);
}

GBytes *
kc_record_file_load_finish (KcRecordFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_record_file_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_record_file_save_async (KcRecordFile *self,
                           GBytes *bytes,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_RECORD_FILE (self));
  g_return_if_fail (bytes != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_record_file_save_async);
  begin (self, task, SAVE, bytes);
}

gboolean
kc_record_file_save_finish (KcRecordFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_record_file_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_record_file_clear_async (KcRecordFile *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_RECORD_FILE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_record_file_clear_async);
  begin (self, task, CLEAR, NULL);
}

gboolean
kc_record_file_clear_finish (KcRecordFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_record_file_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
kc_record_file_get_set_aside (KcRecordFile *self)
{
  g_return_val_if_fail (KC_IS_RECORD_FILE (self), NULL);

  return get_private (self)->set_aside;
}
