/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"
#include "kc-json.h"
#include "kc-log-watch.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_nothing_noted (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_journal_driver_assert_noted (fixture->journal, 0);
  g_assert_true (kc_journal_driver_clear (fixture->journal, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)));
}

static void
test_next_start (KcJournalFixture *fixture, gconstpointer data)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (mode, 300);
      g_autoptr (KcPendingSession) found = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (kc_journal_driver_store (fixture->journal, pending, NULL, &error));
      g_assert_no_error (error);
      kc_journal_fixture_restart (fixture);
      found = kc_journal_driver_load (fixture->journal, NULL, &error);
      g_assert_no_error (error);
      kc_journal_driver_assert_equal (pending, found);
    }
  g_assert_true (kc_journal_driver_clear (fixture->journal, NULL, NULL));
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (fixture->journal, 0);
}

/* Without being given a folder. It is the test's own data folder, not the person's. */
static void
test_own_folder (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->top, "keebai-connect", STEM_A ".json", NULL);
  KcJournal *journal;

  g_setenv ("XDG_DATA_HOME", fixture->top, TRUE);
  g_assert_cmpstr (g_get_user_data_dir (), ==, fixture->top);
  journal = kc_journal_new (NULL, URL_A);
  kc_journal_driver_assert_stores (journal, 300);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  kc_journal_driver_assert_finalize (journal);
}

static void
test_addresses_apart (KcJournalFixture *fixture, gconstpointer data)
{
  KcJournal *other = kc_journal_new (fixture->folder, URL_B);
  g_autoptr (KcPendingSession) pending
      = kc_journal_driver_new_pending (KC_MODE_EMBEDDED_SIGNUP, 900);

  kc_journal_driver_assert_stores (fixture->journal, 300);
  kc_journal_driver_assert_noted (other, 0);
  g_assert_true (kc_journal_driver_store (other, pending, NULL, NULL));
  g_assert_true (kc_journal_driver_clear (fixture->journal, NULL, NULL));
  kc_journal_driver_assert_noted (other, 900);
  kc_journal_driver_assert_finalize (other);
}

static void
assert_mode (const char *path, mode_t mode)
{
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, mode);
}

/* Readable by nobody but the person, whatever the umask is. */
static void
test_modes (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, STEM_A ".lock", NULL);
  g_autofree char *names = NULL;
  const mode_t before = umask (0);

  kc_journal_driver_assert_stores (fixture->journal, 300);
  assert_mode (fixture->folder, 0700);
  assert_mode (fixture->path, 0600);
  assert_mode (lock, 0600);

  /* Even if somebody had changed the permissions. */
  g_assert_cmpint (g_chmod (fixture->path, 0666), ==, 0);
  kc_journal_driver_assert_stores (fixture->journal, 301);
  assert_mode (fixture->path, 0600);
  umask (before);

  names = kc_journal_fixture_list (fixture);
  g_assert_cmpstr (names, ==, STEM_A ".json");
}

/* A crash in the middle of writing leaves an incomplete new file, which the next start removes.
 * Anything may have taken that name, and it is not followed. */
static void
test_leftovers (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *new_path = g_build_filename (fixture->folder, STEM_A ".new", NULL);
  g_autofree char *elsewhere = g_build_filename (fixture->top, "elsewhere", NULL);
  g_autofree char *names = NULL;
  g_autofree char *text = NULL;

  kc_journal_driver_assert_stores (fixture->journal, 300);
  g_assert_true (g_file_set_contents (new_path, "{\"version\":1,", -1, NULL));
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  names = kc_journal_fixture_list (fixture);
  g_assert_cmpstr (names, ==, STEM_A ".json");

  g_assert_true (g_file_set_contents (elsewhere, "mine", -1, NULL));
  g_assert_cmpint (symlink (elsewhere, new_path), ==, 0);
  kc_journal_driver_assert_stores (fixture->journal, 301);
  kc_journal_driver_assert_noted (fixture->journal, 301);
  g_assert_true (g_file_get_contents (elsewhere, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
}

/* The person's own copies have names much like ours, but are left alone. */
static void
test_other_files (KcJournalFixture *fixture, gconstpointer data)
{
  static const char *const theirs[]
      = {STEM_A ".json.backup", STEM_A ".json~", "notes.txt", STEM_A "-set-aside-1.json"};

  for (guint i = 0; i < G_N_ELEMENTS (theirs); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, theirs[i], NULL);

      g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
    }
  kc_journal_driver_assert_stores (fixture->journal, 300);
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  g_assert_true (kc_journal_driver_clear (fixture->journal, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (theirs); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, theirs[i], NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "mine");
    }
}

/* A note that could not be read again is not written. */
static void
test_too_long (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 301);
  g_autoptr (GError) error = NULL;

  kc_journal_driver_assert_stores (fixture->journal, 300);
  g_free (pending->request->name);
  pending->request->name = g_strnfill (KC_JSON_MAX_BYTES, 'x');
  g_assert_false (kc_journal_driver_store (fixture->journal, pending, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE);
  kc_journal_driver_assert_noted (fixture->journal, 300);
}

/* --- in order -------------------------------------------------------------------------------- */

static void
append_turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GArray *turns = user_data;
  const guint turn = turns->len;
  g_autoptr (GError) error = NULL;

  if (turn % 3 == 2)
    kc_record_file_clear_finish (KC_RECORD_FILE (source), result, &error);
  else
    kc_record_file_save_finish (KC_RECORD_FILE (source), result, &error);
  g_assert_no_error (error);
  g_array_append_val (turns, turn);
}

/* Store, store, clear, store, store, clear, … without waiting: they are carried out in order, and
 * the last call decides what is on the disk. */
static void
test_quick_calls (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (guint));
  const guint n = 50; /* ends with a store */

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300 + i);

      if (i % 3 == 2)
        kc_record_file_clear_async (KC_RECORD_FILE (fixture->journal), NULL, append_turn_cb, turns);
      else
        kc_journal_store_async (fixture->journal, pending, NULL, append_turn_cb, turns);
    }
  kc_journal_driver_assert_noted (fixture->journal, 300 + n - 1);
  g_assert_cmpuint (turns->len, ==, n);
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_returned = user_data;

  ++*n_returned;
}

/* The last store is not lost with its caller, and the lock is not kept. */
static void
test_dropped_journal (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 302);
  guint n_returned = 0;

  kc_journal_driver_assert_stores (fixture->journal, 300);
  kc_journal_store_async (fixture->journal, pending, NULL, count_cb, &n_returned);
  /* Drops our only reference; the call has its own. */
  kc_journal_driver_assert_finalize (g_steal_pointer (&fixture->journal));
  g_assert_cmpuint (n_returned, ==, 1);

  fixture->journal = kc_journal_new (fixture->folder, URL_A);
  kc_journal_driver_assert_noted (fixture->journal, 302);
}

static void
returned_and_goes_on_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_left = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) pending = NULL;

  kc_record_file_save_finish (KC_RECORD_FILE (source), result, &error);
  g_assert_no_error (error);
  if (--*n_left == 0)
    return;
  pending = kc_journal_driver_new_pending (KC_MODE_QR, 300 + *n_left);
  kc_journal_store_async (KC_JOURNAL (source), pending, NULL, returned_and_goes_on_cb, n_left);
}

/* A call from inside a callback has its turn like all others, once. */
static void
test_call_from_callback (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  guint n_left = 5;

  kc_journal_store_async (fixture->journal, pending, NULL, returned_and_goes_on_cb, &n_left);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  kc_journal_driver_assert_noted (fixture->journal, 301);
  g_assert_cmpuint (n_left, ==, 0);
}

/* --- cancelled ------------------------------------------------------------------------------- */

static void
test_cancelled_before (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 301);
  g_autoptr (GError) error = NULL;

  kc_journal_driver_assert_stores (fixture->journal, 300);
  g_cancellable_cancel (cancelled);
  g_assert_null (kc_journal_driver_load (fixture->journal, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (kc_journal_driver_store (fixture->journal, pending, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (kc_journal_driver_clear (fixture->journal, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kc_journal_driver_assert_noted (fixture->journal, 300);
}

/* Before its turn, a cancelled call is left out; those around it are not. */
static void
test_cancelled_while_waiting (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KcPendingSession) first = kc_journal_driver_new_pending (KC_MODE_QR, 301);
  g_autoptr (GError) error = NULL;
  KcAwaiter awaiters[3] = {{NULL}};

  kc_journal_store_async (fixture->journal, first, NULL, kc_journal_driver_returned_cb,
                          &awaiters[0]);
  kc_record_file_clear_async (KC_RECORD_FILE (fixture->journal), cancellable,
                              kc_journal_driver_returned_cb, &awaiters[1]);
  kc_record_file_clear_async (KC_RECORD_FILE (fixture->journal), cancellable,
                              kc_journal_driver_returned_cb, &awaiters[2]);
  g_cancellable_cancel (cancellable);
  kc_journal_driver_assert_noted (fixture->journal, 301);
  for (guint i = 0; i < G_N_ELEMENTS (awaiters); i++)
    {
      g_assert_nonnull (awaiters[i].result);
      if (i == 0)
        g_assert_true (kc_record_file_save_finish (KC_RECORD_FILE (fixture->journal),
                                                   awaiters[i].result, NULL));
      else
        {
          g_assert_false (kc_record_file_clear_finish (KC_RECORD_FILE (fixture->journal),
                                                       awaiters[i].result, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_clear_error (&error);
        }
      g_object_unref (awaiters[i].result);
    }
}

/* A call under way is carried out, and reports that it was cancelled. */
static void
test_cancelled_under_way (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 301);
  g_autoptr (GError) error = NULL;
  KcAwaiter awaiters[2] = {{NULL}};

  kc_journal_store_async (fixture->journal, pending, cancellable, kc_journal_driver_returned_cb,
                          &awaiters[0]);
  kc_record_file_load_async (KC_RECORD_FILE (fixture->journal), cancellable,
                             kc_journal_driver_returned_cb, &awaiters[1]);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (awaiters); i++)
    kc_journal_driver_await (&awaiters[i]);
  g_assert_false (
      kc_record_file_save_finish (KC_RECORD_FILE (fixture->journal), awaiters[0].result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (kc_journal_load_finish (fixture->journal, awaiters[1].result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (awaiters[0].result);
  g_object_unref (awaiters[1].result);
  kc_journal_driver_assert_noted (fixture->journal, 301);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kc_log_watch_begin ();
#define ADD(path, up, test)                                                                        \
  g_test_add ("/store/journal/" path, KcJournalFixture, NULL, up, test,                            \
              kc_journal_fixture_tear_down)
  ADD ("own-folder", kc_journal_fixture_set_up, test_own_folder);
  ADD ("nothing-noted", kc_journal_fixture_set_up, test_nothing_noted);
  ADD ("next-start", kc_journal_fixture_set_up, test_next_start);
  ADD ("addresses-apart", kc_journal_fixture_set_up, test_addresses_apart);
  ADD ("modes", kc_journal_fixture_set_up, test_modes);
  ADD ("leftovers", kc_journal_fixture_set_up, test_leftovers);
  ADD ("other-files", kc_journal_fixture_set_up_folder, test_other_files);
  ADD ("too-long", kc_journal_fixture_set_up, test_too_long);
  ADD ("quick-calls", kc_journal_fixture_set_up, test_quick_calls);
  ADD ("dropped", kc_journal_fixture_set_up, test_dropped_journal);
  ADD ("call-from-callback", kc_journal_fixture_set_up, test_call_from_callback);
  ADD ("cancelled/before", kc_journal_fixture_set_up, test_cancelled_before);
  ADD ("cancelled/while-waiting", kc_journal_fixture_set_up, test_cancelled_while_waiting);
  ADD ("cancelled/under-way", kc_journal_fixture_set_up, test_cancelled_under_way);
#undef ADD
  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("obviously");
  return status;
}
