/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal.h"

struct _KcJournal {
  KcRecordFile parent_instance;
};

G_DEFINE_FINAL_TYPE (KcJournal, kc_journal, KC_TYPE_RECORD_FILE)

static gboolean
kc_journal_check (KcRecordFile *file, GBytes *bytes, GError **error)
{
  g_autoptr (KcPendingSession) pending
      = kc_pending_session_new_from_bytes (bytes, kc_record_file_get_base_url (file), error);

  return pending != NULL;
}

static void
kc_journal_class_init (KcJournalClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  file_class->stem = "pending";
  file_class->check = kc_journal_check;
}

static void
kc_journal_init (KcJournal *self)
{
}

KcJournal *
kc_journal_new (const char *folder, const char *base_url)
{
  return kc_record_file_new (KC_TYPE_JOURNAL, folder, base_url);
}

KcJournal *
kc_journal_acquire (const char *base_url)
{
  return kc_record_file_acquire (KC_TYPE_JOURNAL, base_url);
}

KcPendingSession *
kc_journal_load_finish (KcJournal *self, GAsyncResult *result, GError **error)
{
  KcRecordFile *file = KC_RECORD_FILE (self);
  g_autoptr (GBytes) bytes = kc_record_file_load_finish (file, result, error);

  return bytes != NULL
             ? kc_pending_session_new_from_bytes (bytes, kc_record_file_get_base_url (file), error)
             : NULL;
}

void
kc_journal_store_async (KcJournal *self,
                        const KcPendingSession *pending,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (KC_IS_JOURNAL (self));
  g_return_if_fail (pending != NULL);

  bytes
      = kc_pending_session_to_bytes (pending, kc_record_file_get_base_url (KC_RECORD_FILE (self)));
  kc_record_file_save_async (KC_RECORD_FILE (self), bytes, cancellable, callback, user_data);
}
