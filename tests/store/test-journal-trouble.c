/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Trouble around the file: a second program, a crash, a full disk, missing permissions. */

#include "kc-journal-driver.h"
#include "kc-log-watch.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534
#define N_KILLS 40

static void
assert_load_fails (KcJournal *journal, KcJournalError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kc_journal_driver_load (journal, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, (int) code);
}

static void
assert_store_fails (KcJournal *journal, KcJournalError code)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 999);
  g_autoptr (GError) error = NULL;

  g_assert_false (kc_journal_driver_store (journal, pending, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, (int) code);
}

static void
assert_clear_fails (KcJournal *journal, KcJournalError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kc_journal_driver_clear (journal, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, (int) code);
}

static void
assert_text (const char *path, const char *text)
{
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, text);
}

/* --- another program ------------------------------------------------------------------------- */

/* Runs this program again with other arguments; it has printed a line when this returns. */
static GSubprocess *
start_helper (const char *what, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", &error);
  g_autoptr (GSubprocess) helper = NULL;
  char line[6];

  g_assert_no_error (error);
  helper = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                             self, what, folder, NULL);
  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (helper), line, sizeof line, NULL, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpmem (line, sizeof line, "ready\n", 6);

  return g_steal_pointer (&helper);
}

static void
end_helper (GSubprocess *helper)
{
  g_subprocess_force_exit (helper);
  g_subprocess_wait (helper, NULL, NULL);
  g_object_unref (helper);
}

G_NORETURN static void
be_helper (const char *what, const char *folder)
{
  KcJournal *journal = kc_journal_new (folder, URL_A);

  /* Not longer than the test. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  kc_journal_driver_assert_stores (journal, 300);
  g_print ("ready\n");
  for (guint i = 0; g_str_equal (what, "--write"); i++)
    kc_journal_driver_assert_stores (journal, 300 + i % 2);
  for (;;)
    pause ();
}

/* Two programs, one address: the second keeps no notes, and does not spoil those of the first. */
static void
test_second_program (KcJournalFixture *fixture, gconstpointer data)
{
  GSubprocess *helper = start_helper ("--hold", fixture->folder);

  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  assert_clear_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);

  /* When the first has ended, the notes that it left must be read first. */
  end_helper (helper);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  assert_clear_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  kc_journal_driver_assert_stores (fixture->journal, 301);
  kc_journal_driver_assert_noted (fixture->journal, 301);
}

static void
test_second_program_not_loaded (KcJournalFixture *fixture, gconstpointer data)
{
  GSubprocess *helper = start_helper ("--hold", fixture->folder);

  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  end_helper (helper);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  kc_journal_driver_assert_noted (fixture->journal, 300);
}

/* One that leaves no note does not block the next attempt. */
static void
test_second_program_left_nothing (KcJournalFixture *fixture, gconstpointer data)
{
  KcJournal *first = kc_journal_new (fixture->folder, URL_A);
  g_autoptr (GError) error = NULL;

  kc_journal_driver_assert_stores (first, 300);
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  kc_journal_driver_clear (first, NULL, &error);
  g_assert_no_error (error);
  kc_journal_driver_assert_finalize (first);
  kc_journal_driver_assert_stores (fixture->journal, 301);
}

/* Leaving practice and coming back at once: the program does not lock itself out. */
static void
test_acquire (KcJournalFixture *fixture, gconstpointer data)
{
  KcJournal *journal = kc_journal_acquire (URL_A);
  g_autoptr (KcJournal) again = kc_journal_acquire (URL_A);
  g_autoptr (KcJournal) other = kc_journal_acquire (URL_B);

  g_assert_true (again == journal);
  g_assert_true (other != journal);
  g_clear_object (&again);
  kc_journal_driver_assert_finalize (journal);
  again = kc_journal_acquire (URL_A);
  g_assert_true (KC_IS_JOURNAL (again));
}

static void
test_second_journal (KcJournalFixture *fixture, gconstpointer data)
{
  KcJournal *second = kc_journal_new (fixture->folder, URL_A);

  kc_journal_driver_assert_stores (fixture->journal, 300);
  assert_load_fails (second, KC_JOURNAL_ERROR_BUSY);
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (second, 300);
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_BUSY);
  kc_journal_driver_assert_finalize (second);
}

/* A browser that we start does not inherit the lock. */
static void
test_lock_not_inherited (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  kc_journal_driver_assert_stores (fixture->journal, 300);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, "cat", NULL);
  g_assert_no_error (error);
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
}

/* --- a crash --------------------------------------------------------------------------------- */

/* Killed at any moment of writing: the old note or the new one, and no half-written file. */
static void
test_killed (KcJournalFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_KILLS; i++)
    {
      GSubprocess *helper = start_helper ("--write", fixture->folder);
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPendingSession) pending = NULL;
      g_autofree char *names = NULL;

      g_usleep ((gulong) g_test_rand_int_range (0, 6000));
      end_helper (helper);

      pending = kc_journal_driver_load (fixture->journal, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (pending);
      g_assert_cmpuint (pending->session->expires_in, >=, 300);
      g_assert_cmpuint (pending->session->expires_in, <=, 301);
      names = kc_journal_fixture_list (fixture);
      g_assert_cmpstr (names, ==, STEM_A ".json");
      kc_journal_fixture_restart (fixture);
    }
}

/* --- a full disk ------------------------------------------------------------------------------ */

static void
limit_files (rlim_t length)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (length, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* Not a byte can be written, or only some: the old note stays, and can still be read and removed.
 */
static void
test_no_room (KcJournalFixture *fixture, gconstpointer data)
{
  static const rlim_t lengths[] = {0, 1, 100};

  signal (SIGXFSZ, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *names = NULL;

      kc_journal_driver_assert_stores (fixture->journal, 300);
      limit_files (lengths[i]);
      assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
      kc_journal_fixture_restart (fixture);
      kc_journal_driver_assert_noted (fixture->journal, 300);
      names = kc_journal_fixture_list (fixture);
      g_assert_cmpstr (names, ==, STEM_A ".json");
      g_assert_true (kc_journal_driver_clear (fixture->journal, NULL, NULL));
      limit_files (RLIM_INFINITY);
    }
}

static void
test_names_taken (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *new_path = g_build_filename (fixture->folder, STEM_A ".new", NULL);

  kc_journal_driver_assert_stores (fixture->journal, 300);
  g_assert_cmpint (g_mkdir (new_path, 0700), ==, 0);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  g_assert_cmpint (g_rmdir (new_path), ==, 0);

  /* Somebody has put a folder there meanwhile. */
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_clear_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));
}

static void
test_lock_taken (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, STEM_A ".lock", NULL);
  g_autofree char *elsewhere = g_build_filename (fixture->top, "elsewhere", NULL);

  g_assert_cmpint (g_mkdir (lock, 0700), ==, 0);
  kc_journal_driver_assert_noted (fixture->journal, 0);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_clear_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_cmpint (g_rmdir (lock), ==, 0);

  g_assert_cmpint (symlink (elsewhere, lock), ==, 0);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (lock), ==, 0);

  /* There is no obstacle any more. */
  kc_journal_driver_assert_stores (fixture->journal, 300);
}

static void
test_folder_is_file (KcJournalFixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->folder, "mine", -1, NULL));
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_text (fixture->folder, "mine");
}

/* --- missing permissions ---------------------------------------------------------------------- */

/* Root may do everything, so these tests need another user. */
static void
set_up_as_nobody (KcJournalFixture *fixture, gconstpointer data)
{
  kc_journal_fixture_set_up (fixture, data);
  if (geteuid () != 0)
    return;
  g_assert_cmpint (chown (fixture->top, NOBODY, (gid_t) -1), ==, 0);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
}

static void
tear_down_as_nobody (KcJournalFixture *fixture, gconstpointer data)
{
  g_chmod (fixture->top, 0700);
  g_chmod (fixture->folder, 0700);
  kc_journal_fixture_tear_down (fixture, data);
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

/* At most the note is read; nothing is written, nothing is moved. */
static void
assert_only_readable (KcJournalFixture *fixture)
{
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_clear_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
}

static void
test_read_only (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, STEM_A ".lock", NULL);

  kc_journal_driver_assert_stores (fixture->journal, 300);
  assert_only_readable (fixture);
  g_assert_cmpint (g_unlink (lock), ==, 0);
  assert_only_readable (fixture);
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_stores (fixture->journal, 301);
}

static void
test_read_only_damaged (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, STEM_A ".lock", NULL);

  kc_journal_driver_assert_noted (fixture->journal, 0);
  kc_journal_fixture_put (fixture, "damaged", 7);
  for (guint i = 0; i < 2; i++)
    {
      kc_journal_fixture_restart (fixture);
      g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
      assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
      assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
      g_assert_null (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)));
      assert_text (fixture->path, "damaged");
      g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
      g_unlink (lock);
    }
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_DAMAGED);
  assert_text (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)), "damaged");
}

static void
test_unreadable (KcJournalFixture *fixture, gconstpointer data)
{
  kc_journal_driver_assert_noted (fixture->journal, 0);
  kc_journal_fixture_put (fixture, "mine", 4);
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_DAMAGED);
  kc_journal_driver_assert_stores (fixture->journal, 300);
  kc_journal_driver_assert_noted (fixture->journal, 300);
  g_assert_cmpint (g_chmod (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)), 0600),
                   ==, 0);
  assert_text (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)), "mine");
}

static void
test_folder_closed (KcJournalFixture *fixture, gconstpointer data)
{
  kc_journal_driver_assert_stores (fixture->journal, 300);
  g_assert_cmpint (g_chmod (fixture->folder, 0), ==, 0);
  kc_journal_fixture_restart (fixture);
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  kc_journal_driver_assert_noted (fixture->journal, 300);
}

/* Without a folder there can be no note: no error until one is to be written. */
static void
test_folder_cannot_be_made (KcJournalFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_chmod (fixture->top, 0500), ==, 0);
  kc_journal_driver_assert_noted (fixture->journal, 0);
  assert_store_fails (fixture->journal, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_cmpint (g_chmod (fixture->top, 0700), ==, 0);
  kc_journal_driver_assert_stores (fixture->journal, 300);
}

static void
test_other_owner (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);

  if (geteuid () != 0)
    {
      g_test_skip ("only the super-user can give files away");
      return;
    }
  kc_journal_fixture_put (fixture, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpint (chown (fixture->path, NOBODY, (gid_t) -1), ==, 0);
  assert_load_fails (fixture->journal, KC_JOURNAL_ERROR_FOREIGN);
  g_assert_true (g_file_test (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)),
                              G_FILE_TEST_IS_REGULAR));
  kc_journal_driver_assert_noted (fixture->journal, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  if (argc == 3 && (g_str_equal (argv[1], "--hold") || g_str_equal (argv[1], "--write")))
    be_helper (argv[1], argv[2]);

  g_test_init (&argc, &argv, NULL);
  kc_log_watch_begin ();
#define ADD(path, up, test)                                                                        \
  g_test_add ("/store/journal-trouble/" path, KcJournalFixture, NULL, up, test,                    \
              kc_journal_fixture_tear_down)
  ADD ("second-program", kc_journal_fixture_set_up, test_second_program);
  ADD ("second-program/not-loaded", kc_journal_fixture_set_up, test_second_program_not_loaded);
  ADD ("second-journal", kc_journal_fixture_set_up, test_second_journal);
  ADD ("second-program/left-nothing", kc_journal_fixture_set_up, test_second_program_left_nothing);
  ADD ("acquire", kc_journal_fixture_set_up, test_acquire);
  ADD ("lock-not-inherited", kc_journal_fixture_set_up, test_lock_not_inherited);
  ADD ("killed", kc_journal_fixture_set_up, test_killed);
  ADD ("no-room", kc_journal_fixture_set_up, test_no_room);
  ADD ("names-taken", kc_journal_fixture_set_up, test_names_taken);
  ADD ("lock-taken", kc_journal_fixture_set_up_folder, test_lock_taken);
  ADD ("folder-is-file", kc_journal_fixture_set_up, test_folder_is_file);
  ADD ("other-owner", kc_journal_fixture_set_up_folder, test_other_owner);
#undef ADD
#define ADD(path, test)                                                                            \
  g_test_add ("/store/journal-trouble/" path, KcJournalFixture, NULL, set_up_as_nobody, test,      \
              tear_down_as_nobody)
  ADD ("read-only", test_read_only);
  ADD ("read-only/damaged", test_read_only_damaged);
  ADD ("unreadable", test_unreadable);
  ADD ("folder-closed", test_folder_closed);
  ADD ("folder-cannot-be-made", test_folder_cannot_be_made);
#undef ADD
  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("cs_01HXYZ");
  return status;
}
