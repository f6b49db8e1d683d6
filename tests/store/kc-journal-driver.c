/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include "kc-journal-driver.h"

#include <glib/gstdio.h>
#include <string.h>

static void
assert_without_secrets (const char *data, gsize length)
{
  static const char *const secrets[] = {KEY_A, KEY_B, LINK_A, "kbai_pk_", "obviously"};

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (memmem (data, length, secrets[i], strlen (secrets[i])));
}

/* Files that the tests may not read would make them fail, so links are not followed. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  if (dir == NULL)
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (g_file_test (child, G_FILE_TEST_IS_REGULAR)
          && g_file_get_contents (child, &data, &length, NULL))
        assert_without_secrets (data, length);
      remove_tree (child);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
kc_journal_fixture_set_up (KcJournalFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->top = g_dir_make_tmp ("kc-journal-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->top, "notes", NULL);
  self->path = g_build_filename (self->folder, STEM_A ".json", NULL);
  self->journal = kc_journal_new (self->folder, URL_A);
}

void
kc_journal_fixture_set_up_folder (KcJournalFixture *self, gconstpointer data)
{
  kc_journal_fixture_set_up (self, data);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
}

void
kc_journal_fixture_tear_down (KcJournalFixture *self, gconstpointer data)
{
  if (self->journal != NULL)
    kc_journal_driver_assert_finalize (g_steal_pointer (&self->journal));
  remove_tree (self->top);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->top);
}

void
kc_journal_fixture_put (KcJournalFixture *self, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->path, data, (gssize) length, &error);
  g_assert_no_error (error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
kc_journal_fixture_list (KcJournalFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (!g_str_has_suffix (name, ".lock"))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **) names->pdata);
}

void
kc_journal_fixture_restart (KcJournalFixture *self)
{
  kc_journal_driver_assert_finalize (g_steal_pointer (&self->journal));
  self->journal = kc_journal_new (self->folder, URL_A);
}

KcPendingSession *
kc_journal_driver_new_pending (KcMode mode, guint expires_in)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDateTime) created_at = g_date_time_new_utc (2026, 11, 20, 9, 30, 15.25);
  g_autoptr (KcBootTime) opened
      = kc_boot_time_new ("0f0e0d0c-0b0a-4908-8706-050403020100", 12345, 67890);
  g_autofree char *mark = kc_pending_session_mark_key (KEY_A);
  KcSession session = {
      .mode = mode,
      .session_id = (char *) "cs_01HXYZ",
      .expires_in = expires_in,
      .poll_interval = 5,
  };

  if (mode == KC_MODE_QR)
    {
      request->name = g_strdup ("Tienda \"La Ñ\" 🐝\n\t\\");
      session.stream_uri = (char *) "https://api.example.com/v1/channels/whatsapp/connect/cs_01HXYZ"
                                    "/qr-stream";
    }
  else
    {
      request->pipeline_id = g_strdup ("pip_7");
      request->coexistence = TRUE;
      session.verification_uri = (char *) LINK_A;
    }
  g_ptr_array_add (before, kc_channel_new ("ch_1", KC_CHANNEL_KIND_WHATSAPP_QR, "Shop", "+34600000",
                                           "44", TRUE, created_at));
  g_ptr_array_add (before, kc_channel_new ("ch_2", KC_CHANNEL_KIND_WHATSAPP, NULL, NULL, NULL,
                                           FALSE, NULL));
  g_ptr_array_add (before,
                   kc_channel_new ("ch_3", KC_CHANNEL_KIND_OTHER, NULL, NULL, NULL, FALSE, NULL));

  return kc_pending_session_new (request, &session, before, opened, mark);
}

static void
assert_same_channels (GPtrArray *a, GPtrArray *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      KcChannel *one = g_ptr_array_index (a, i);
      KcChannel *other = g_ptr_array_index (b, i);
      GDateTime *time = kc_channel_get_created_at (one);

      g_assert_cmpstr (kc_channel_get_id (one), ==, kc_channel_get_id (other));
      g_assert_cmpint (kc_channel_get_kind (one), ==, kc_channel_get_kind (other));
      g_assert_cmpint (kc_channel_get_active (one), ==, kc_channel_get_active (other));
      if (time == NULL)
        g_assert_null (kc_channel_get_created_at (other));
      else
        g_assert_true (g_date_time_equal (time, kc_channel_get_created_at (other)));
    }
}

void
kc_journal_driver_assert_equal (const KcPendingSession *a, const KcPendingSession *b)
{
  g_assert_cmpint (a->request->mode, ==, b->request->mode);
  g_assert_cmpstr (a->request->name, ==, b->request->name);
  g_assert_cmpstr (a->request->pipeline_id, ==, b->request->pipeline_id);
  g_assert_cmpint (a->request->coexistence, ==, b->request->coexistence);
  g_assert_cmpint (a->session->mode, ==, b->session->mode);
  g_assert_cmpstr (a->session->session_id, ==, b->session->session_id);
  g_assert_cmpstr (a->session->stream_uri, ==, b->session->stream_uri);
  g_assert_cmpuint (a->session->expires_in, ==, b->session->expires_in);
  g_assert_cmpuint (a->session->poll_interval, ==, b->session->poll_interval);
  g_assert_null (a->session->verification_uri);
  g_assert_null (b->session->verification_uri);
  g_assert_cmpstr (a->opened->boot_id, ==, b->opened->boot_id);
  g_assert_cmpint (a->opened->boot_ms, ==, b->opened->boot_ms);
  g_assert_cmpint (a->opened->wall_ms, ==, b->opened->wall_ms);
  g_assert_cmpstr (a->key_mark, ==, b->key_mark);
  assert_same_channels (a->before, b->before);
}

void
kc_journal_driver_returned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KcAwaiter *awaiter = user_data;

  g_assert_null (awaiter->result);
  awaiter->result = g_object_ref (result);
}

void
kc_journal_driver_await (KcAwaiter *awaiter)
{
  while (awaiter->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Passes an error on, after checking that it contains nothing from the notes. */
static void
pass_on (GError **dest, GError *error)
{
  if (error == NULL)
    return;
  assert_without_secrets (error->message, strlen (error->message));
  g_assert_null (strstr (error->message, "cs_01HXYZ"));
  g_propagate_error (dest, error);
}

KcPendingSession *
kc_journal_driver_load (KcJournal *journal, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  KcAwaiter awaiter = {NULL};
  KcPendingSession *pending;

  kc_record_file_load_async (KC_RECORD_FILE (journal), cancellable, kc_journal_driver_returned_cb,
                             &awaiter);
  kc_journal_driver_await (&awaiter);
  pending = kc_journal_load_finish (journal, awaiter.result, &local_error);
  g_assert_true (pending == NULL || local_error == NULL);
  pass_on (error, g_steal_pointer (&local_error));
  g_object_unref (awaiter.result);

  return pending;
}

gboolean
kc_journal_driver_store (KcJournal *journal,
                         const KcPendingSession *pending,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GError) local_error = NULL;
  KcAwaiter awaiter = {NULL};
  gboolean stored;

  kc_journal_store_async (journal, pending, cancellable, kc_journal_driver_returned_cb, &awaiter);
  kc_journal_driver_await (&awaiter);
  stored = kc_record_file_save_finish (KC_RECORD_FILE (journal), awaiter.result, &local_error);
  g_assert_true (stored == (local_error == NULL));
  pass_on (error, g_steal_pointer (&local_error));
  g_object_unref (awaiter.result);

  return stored;
}

gboolean
kc_journal_driver_clear (KcJournal *journal, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  KcAwaiter awaiter = {NULL};
  gboolean cleared;

  kc_record_file_clear_async (KC_RECORD_FILE (journal), cancellable, kc_journal_driver_returned_cb,
                              &awaiter);
  kc_journal_driver_await (&awaiter);
  cleared = kc_record_file_clear_finish (KC_RECORD_FILE (journal), awaiter.result, &local_error);
  g_assert_true (cleared == (local_error == NULL));
  pass_on (error, g_steal_pointer (&local_error));
  g_object_unref (awaiter.result);

  return cleared;
}

void
kc_journal_driver_assert_noted (KcJournal *journal, guint expires_in)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) pending = kc_journal_driver_load (journal, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pending != NULL ? pending->session->expires_in : 0, ==, expires_in);
}

void
kc_journal_driver_assert_stores (KcJournal *journal, guint expires_in)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, expires_in);
  g_autoptr (GError) error = NULL;

  kc_journal_driver_store (journal, pending, NULL, &error);
  g_assert_no_error (error);
}

void
kc_journal_driver_assert_finalize (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  /* The worker may hold its task for a moment. */
  for (guint i = 0; weak != NULL && i < 2000; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_null (weak);
}
