/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal.h"

#include "kc-journal-file.h"
#include "kc-json.h"

struct _KcJournal {
  GObject parent_instance;

  char *base_url;
  char *set_aside;
  GQueue waiting; /* GTask; the first is under way */

  /* Only for the worker, of which there is one at a time. */
  KcJournalFile *file;
  gboolean looked; /* we have the lock and know what was there */
  gboolean busy;   /* another program had the lock when we last looked */
};

G_DEFINE_FINAL_TYPE (KcJournal, kc_journal, G_TYPE_OBJECT)

typedef enum {
  LOAD,
  STORE,
  CLEAR,
} Job;

/* The task data of one call. */
typedef struct {
  Job job;
  KcPendingSession *pending; /* to be stored */
  char *set_aside;           /* by the worker */
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_pointer (&operation->pending, kc_pending_session_free);
  g_clear_pointer (&operation->set_aside, g_free);
  g_free (operation);
}

/* --- in the worker --------------------------------------------------------------------------- */

static gboolean
take_lock (KcJournal *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->busy = FALSE;
  if (kc_journal_file_lock (self->file, &local_error))
    return TRUE;
  self->busy = g_error_matches (local_error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* Returns the note. A file that cannot be used has been set aside afterwards, or the error is
 * UNAVAILABLE. */
static KcPendingSession *
look (KcJournal *self, Operation *operation, GError **error)
{
  g_autoptr (GError) lock_error = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  KcPendingSession *pending = NULL;

  self->looked = take_lock (self, &lock_error);
  if (self->busy)
    {
      g_propagate_error (error, g_steal_pointer (&lock_error));
      return NULL;
    }

  /* Even without the lock: a note can be read from a disk that is full or read-only. */
  bytes = kc_journal_file_read (self->file, KC_JSON_MAX_BYTES, &local_error);
  if (bytes != NULL)
    pending = kc_pending_session_new_from_bytes (bytes, self->base_url, &local_error);
  if (local_error == NULL)
    return pending;

  if (g_error_matches (local_error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE))
    self->looked = FALSE;
  else if (self->looked)
    {
      operation->set_aside = kc_journal_file_set_aside (self->file, &lock_error);
      self->looked = operation->set_aside != NULL;
    }
  g_propagate_error (error, lock_error != NULL ? g_steal_pointer (&lock_error)
                                               : g_steal_pointer (&local_error));

  return NULL;
}

/* Whoever writes must know what was there. */
static gboolean
may_write (KcJournal *self, Operation *operation, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KcPendingSession) found = NULL;
  gboolean was_busy = self->busy;

  if (self->looked)
    return TRUE;
  if (!take_lock (self, error))
    return FALSE;

  found = look (self, operation, &local_error);
  /* What another program left has to be loaded before it may be replaced. */
  if (self->looked && was_busy && found != NULL)
    {
      kc_journal_file_unlock (self->file);
      self->looked = FALSE;
      self->busy = TRUE;
      g_set_error_literal (&local_error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY,
                           "Another program left a note");
    }
  if (!self->looked)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return self->looked;
}

static void
write_down (KcJournal *self, const KcPendingSession *pending, GError **error)
{
  g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, self->base_url);

  /* It could not be read again. */
  if (g_bytes_get_size (bytes) > KC_JSON_MAX_BYTES)
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE,
                         "The session is too long to be noted");
  else
    kc_journal_file_replace (self->file, bytes, error);
}

static void
work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  KcJournal *self = source;
  Operation *operation = task_data;
  g_autoptr (GError) error = NULL;
  KcPendingSession *pending = NULL;

  if (operation->job == LOAD)
    pending = look (self, operation, &error);
  else if (may_write (self, operation, &error) && operation->job == CLEAR)
    kc_journal_file_remove (self->file, &error);
  else if (error == NULL)
    write_down (self, operation->pending, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, pending, (GDestroyNotify) kc_pending_session_free);
}

/* --- in the caller's thread ------------------------------------------------------------------ */

static void run_next (KcJournal *self);

static void
work_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcJournal) self = g_object_ref (KC_JOURNAL (source));
  GTask *task = g_queue_peek_head (&self->waiting);
  Operation *operation = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  KcPendingSession *pending = g_task_propagate_pointer (G_TASK (result), &error);

  if (operation->set_aside != NULL)
    {
      g_free (self->set_aside);
      self->set_aside = g_steal_pointer (&operation->set_aside);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (operation->job == LOAD)
    g_task_return_pointer (task, pending, (GDestroyNotify) kc_pending_session_free);
  else
    g_task_return_boolean (task, TRUE);
  /* Only now: a call that the callback made had to wait for this one. */
  g_object_unref (g_queue_pop_head (&self->waiting));
  run_next (self);
}

/* The caller's task waits in the queue. The worker has a task of its own, without a cancellable:
 * it ends when the disk is done. */
static void
run_next (KcJournal *self)
{
  while (!g_queue_is_empty (&self->waiting))
    {
      GTask *task = g_queue_peek_head (&self->waiting);
      g_autoptr (GTask) inner = NULL;

      if (g_task_return_error_if_cancelled (task))
        {
          g_object_unref (g_queue_pop_head (&self->waiting));
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
begin (KcJournal *self, GTask *task, Job job, const KcPendingSession *pending)
{
  const gboolean idle = g_queue_is_empty (&self->waiting);
  Operation *operation = g_new0 (Operation, 1);

  operation->job = job;
  operation->pending = pending != NULL ? kc_pending_session_copy (pending) : NULL;
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  g_queue_push_tail (&self->waiting, task);
  if (idle)
    run_next (self);
}

static void
kc_journal_finalize (GObject *object)
{
  KcJournal *self = KC_JOURNAL (object);

  g_assert (g_queue_is_empty (&self->waiting));
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->set_aside, g_free);
  g_clear_pointer (&self->file, kc_journal_file_free);

  G_OBJECT_CLASS (kc_journal_parent_class)->finalize (object);
}

static void
kc_journal_class_init (KcJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_journal_finalize;
}

static void
kc_journal_init (KcJournal *self)
{
  g_queue_init (&self->waiting);
}

KcJournal *
kc_journal_new (const char *folder, const char *base_url)
{
  g_autofree char *ours = NULL;
  KcJournal *self;

  g_return_val_if_fail (base_url != NULL, NULL);

  if (folder == NULL)
    folder = ours = g_build_filename (g_get_user_data_dir (), "keebai-connect", NULL);
  self = g_object_new (KC_TYPE_JOURNAL, NULL);
  self->base_url = g_strdup (base_url);
  self->file = kc_journal_file_new (folder, base_url);

  return self;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

KcJournal *
kc_journal_acquire (const char *base_url)
{
  static GHashTable *journals; /* GWeakRef, by address */
  GWeakRef *ref;
  KcJournal *self;

  g_return_val_if_fail (base_url != NULL, NULL);

  if (journals == NULL)
    journals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_weak_ref);
  ref = g_hash_table_lookup (journals, base_url);
  if (ref == NULL)
    {
      ref = g_new0 (GWeakRef, 1);
      g_weak_ref_init (ref, NULL);
      g_hash_table_insert (journals, g_strdup (base_url), ref);
    }

  /* A weak reference is safe although the last strong one may be dropped by the worker. */
  self = g_weak_ref_get (ref);
  if (self == NULL)
    {
      self = kc_journal_new (NULL, base_url);
      g_weak_ref_set (ref, self);
    }

  return self;
}

void
kc_journal_load_async (KcJournal *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_JOURNAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_journal_load_async);
  begin (self, task, LOAD, NULL);
}

KcPendingSession *
kc_journal_load_finish (KcJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_journal_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_journal_store_async (KcJournal *self,
                        const KcPendingSession *pending,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_JOURNAL (self));
  g_return_if_fail (pending != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_journal_store_async);
  begin (self, task, STORE, pending);
}

gboolean
kc_journal_store_finish (KcJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_journal_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_journal_clear_async (KcJournal *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KC_IS_JOURNAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_journal_clear_async);
  begin (self, task, CLEAR, NULL);
}

gboolean
kc_journal_clear_finish (KcJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_journal_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
kc_journal_get_set_aside (KcJournal *self)
{
  g_return_val_if_fail (KC_IS_JOURNAL (self), NULL);

  return self->set_aside;
}
