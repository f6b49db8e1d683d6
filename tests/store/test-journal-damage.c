/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A file that cannot be used: an error, the file set aside with all its bytes, and no trouble from
 * then on. */

#include "kc-journal-driver.h"
#include "kc-json.h"
#include "kc-log-watch.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_load_fails (KcJournalFixture *fixture, KcJournalError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kc_journal_driver_load (fixture->journal, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, (int) code);
}

/* … and the next session is noted as usual. */
static void
assert_goes_on (KcJournalFixture *fixture)
{
  kc_journal_driver_assert_noted (fixture->journal, 0);
  kc_journal_driver_assert_stores (fixture->journal, 301);
  kc_journal_fixture_restart (fixture);
  kc_journal_driver_assert_noted (fixture->journal, 301);
}

static void
assert_set_aside (KcJournalFixture *fixture, const void *data, gsize length, KcJournalError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  gsize aside_length;
  struct stat info;

  kc_journal_fixture_put (fixture, data, length);
  assert_load_fails (fixture, code);
  g_file_get_contents (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)), &aside,
                       &aside_length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (aside, aside_length, data, length);
  g_assert_cmpint (lstat (fixture->path, &info), !=, 0);
}

static void
assert_text_set_aside (KcJournalFixture *fixture, const char *text, KcJournalError code)
{
  assert_set_aside (fixture, text, strlen (text), code);
}

/* Every length: an empty file, half a file, all but the last byte. */
static void
test_truncated (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending
      = kc_journal_driver_new_pending (KC_MODE_EMBEDDED_SIGNUP, 300);
  g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    {
      assert_set_aside (fixture, text, i, KC_JOURNAL_ERROR_DAMAGED);
      g_assert_cmpint (g_unlink (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal))),
                       ==, 0);
    }
  assert_goes_on (fixture);
}

static void
test_contents (KcJournalFixture *fixture, gconstpointer data)
{
  static const char nul[16] = "";
  g_autofree char *deep = g_strnfill (200 * 1000, '[');
  g_autofree char *huge = g_strnfill (KC_JSON_MAX_BYTES + 1, ' ');

  assert_text_set_aside (fixture, "not JSON", KC_JOURNAL_ERROR_DAMAGED);
  assert_text_set_aside (fixture, "[]", KC_JOURNAL_ERROR_DAMAGED);
  assert_text_set_aside (fixture, "\xff\xfe", KC_JOURNAL_ERROR_DAMAGED);
  assert_set_aside (fixture, nul, sizeof nul, KC_JOURNAL_ERROR_DAMAGED);
  assert_text_set_aside (fixture, deep, KC_JOURNAL_ERROR_DAMAGED);
  assert_text_set_aside (fixture, huge, KC_JOURNAL_ERROR_DAMAGED);
  assert_goes_on (fixture);
}

static void
test_newer (KcJournalFixture *fixture, gconstpointer data)
{
  assert_text_set_aside (fixture, "{\"version\":2,\"sessions\":[]}", KC_JOURNAL_ERROR_NEWER);
  assert_goes_on (fixture);
}

/* The notes of another address, copied over ours. */
static void
test_foreign (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending
      = kc_journal_driver_new_pending (KC_MODE_EMBEDDED_SIGNUP, 300);
  g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_B);

  assert_set_aside (fixture, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                    KC_JOURNAL_ERROR_FOREIGN);
  assert_goes_on (fixture);
}

/* However often: each gets its own name. */
static void
test_names (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *second = g_build_filename (fixture->folder, STEM_A "-set-aside-2.json", NULL);
  g_autofree char *third = g_build_filename (fixture->folder, STEM_A "-set-aside-3.json", NULL);
  g_autofree char *names = NULL;

  /* Names that are taken, even by a broken link. */
  g_assert_cmpint (g_mkdir (second, 0700), ==, 0);
  g_assert_cmpint (symlink ("/nonexistent/file", third), ==, 0);
  assert_text_set_aside (fixture, "first", KC_JOURNAL_ERROR_DAMAGED);
  assert_text_set_aside (fixture, "second", KC_JOURNAL_ERROR_DAMAGED);
  kc_journal_fixture_restart (fixture);
  g_assert_null (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)));
  assert_text_set_aside (fixture, "third", KC_JOURNAL_ERROR_DAMAGED);
  names = kc_journal_fixture_list (fixture);
  g_assert_cmpstr (names, ==,
                   STEM_A "-set-aside-1.json " STEM_A "-set-aside-2.json " STEM_A
                          "-set-aside-3.json " STEM_A "-set-aside-4.json " STEM_A
                          "-set-aside-5.json");
  g_assert_true (g_str_has_suffix (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)),
                                   "-5.json"));
  assert_goes_on (fixture);
}

/* After a thousand of them, the file stays where it is, and no notes are kept. */
static void
test_too_many (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 1; i <= 1000; i++)
    {
      g_autofree char *name = g_strdup_printf (STEM_A "-set-aside-%u.json", i);
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (symlink ("x", path), ==, 0);
    }
  kc_journal_fixture_put (fixture, "damaged", 7);
  assert_load_fails (fixture, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_false (kc_journal_driver_store (fixture->journal, pending, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "damaged");
}

/* The file was never read, and still nothing is overwritten or removed. */
static void
test_not_loaded (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  kc_journal_fixture_put (fixture, "damaged", 7);
  kc_journal_driver_assert_stores (fixture->journal, 300);
  g_assert_true (
      g_file_get_contents (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)), &text,
                           NULL, NULL));
  g_assert_cmpstr (text, ==, "damaged");
  g_clear_pointer (&text, g_free);

  kc_journal_fixture_restart (fixture);
  kc_journal_fixture_put (fixture, "again", 5);
  g_assert_true (kc_journal_driver_clear (fixture->journal, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (
      g_file_get_contents (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)), &text,
                           NULL, NULL));
  g_assert_cmpstr (text, ==, "again");
}

/* --- not a regular file ----------------------------------------------------------------------- */

static void
test_directory (KcJournalFixture *fixture, gconstpointer data)
{
  g_autofree char *inside = g_build_filename (fixture->path, "mine", NULL);
  g_autofree char *moved = NULL;

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "mine", -1, NULL));
  assert_load_fails (fixture, KC_JOURNAL_ERROR_DAMAGED);
  moved = g_build_filename (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)),
                            "mine", NULL);
  g_assert_true (g_file_test (moved, G_FILE_TEST_IS_REGULAR));
  assert_goes_on (fixture);
}

/* A link is not followed, not even to a good note, and its target is not changed. */
static void
test_symlink (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 300);
  g_autoptr (GBytes) bytes = kc_pending_session_to_bytes (pending, URL_A);
  g_autofree char *elsewhere = g_build_filename (fixture->top, "elsewhere", NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (elsewhere, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  g_assert_cmpint (symlink (elsewhere, fixture->path), ==, 0);
  assert_load_fails (fixture, KC_JOURNAL_ERROR_DAMAGED);
  g_assert_true (g_file_test (kc_record_file_get_set_aside (KC_RECORD_FILE (fixture->journal)),
                              G_FILE_TEST_IS_SYMLINK));
  assert_goes_on (fixture);
  g_assert_true (g_file_get_contents (elsewhere, &text, &length, NULL));
  g_assert_cmpmem (text, length, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  /* A broken link too. */
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (symlink ("/nonexistent/file", fixture->path), ==, 0);
  kc_journal_fixture_restart (fixture);
  assert_load_fails (fixture, KC_JOURNAL_ERROR_DAMAGED);
  assert_goes_on (fixture);
}

/* Opening it would wait for a writer for ever. */
static void
test_pipe (KcJournalFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_load_fails (fixture, KC_JOURNAL_ERROR_DAMAGED);
  assert_goes_on (fixture);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kc_log_watch_begin ();
#define ADD(path, test)                                                                            \
  g_test_add ("/store/journal-damage/" path, KcJournalFixture, NULL,                               \
              kc_journal_fixture_set_up_folder, test, kc_journal_fixture_tear_down)
  ADD ("truncated", test_truncated);
  ADD ("contents", test_contents);
  ADD ("newer", test_newer);
  ADD ("foreign", test_foreign);
  ADD ("names", test_names);
  ADD ("too-many", test_too_many);
  ADD ("not-loaded", test_not_loaded);
  ADD ("directory", test_directory);
  ADD ("symlink", test_symlink);
  ADD ("pipe", test_pipe);
#undef ADD
  status = g_test_run ();
  /* No error contains anything from the files. */
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("cs_01HXYZ");
  kc_log_watch_assert_without ("not JSON");
  return status;
}
