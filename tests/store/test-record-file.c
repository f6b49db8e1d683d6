/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A file of another kind than the journal's, in the same folder. test-journal* test what all kinds
 * have in common (damage, locks, crashes, cancelled calls).
 */

#include "kc-journal-driver.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define KC_TYPE_TEST_FILE (kc_test_file_get_type ())
G_DECLARE_FINAL_TYPE (KcTestFile, kc_test_file, KC, TEST_FILE, KcRecordFile)

struct _KcTestFile {
  KcRecordFile parent_instance;
};

G_DEFINE_FINAL_TYPE (KcTestFile, kc_test_file, KC_TYPE_RECORD_FILE)

static gboolean
kc_test_file_check (KcRecordFile *file, GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length > 0 && text[0] == 'v')
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_NEWER, "Newer");
  else if (length == 0 || text[0] != '{')
    g_set_error_literal (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED, "Damaged");
  else
    return TRUE;

  return FALSE;
}

static void
kc_test_file_class_init (KcTestFileClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  file_class->stem = "test";
  file_class->max_bytes = 16;
  file_class->check = kc_test_file_check;
}

static void
kc_test_file_init (KcTestFile *self)
{
}

/* "" for no file. */
static char *
load (KcRecordFile *file, GError **error)
{
  KcAwaiter awaiter = {NULL};
  g_autoptr (GBytes) bytes = NULL;

  kc_record_file_load_async (file, NULL, kc_journal_driver_returned_cb, &awaiter);
  kc_journal_driver_await (&awaiter);
  bytes = kc_record_file_load_finish (file, awaiter.result, error);
  g_object_unref (awaiter.result);

  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                       : g_strdup ("");
}

static gboolean
save (KcRecordFile *file, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  KcAwaiter awaiter = {NULL};
  gboolean saved;

  kc_record_file_save_async (file, bytes, NULL, kc_journal_driver_returned_cb, &awaiter);
  kc_journal_driver_await (&awaiter);
  saved = kc_record_file_save_finish (file, awaiter.result, error);
  g_object_unref (awaiter.result);

  return saved;
}

static void
assert_holds (KcRecordFile *file, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load (file, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_beside_journal (KcJournalFixture *fixture, gconstpointer data)
{
  KcRecordFile *file = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  g_autofree char *list = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "test-53aee2ca762b9729.json", NULL);
  struct stat info;

  assert_holds (file, "");
  g_assert_true (save (file, "{one}", NULL));
  kc_journal_driver_assert_stores (fixture->journal, 300);
  assert_holds (file, "{one}");
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  kc_journal_driver_assert_finalize (file);

  file = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  assert_holds (file, "{one}");
  kc_journal_driver_assert_noted (fixture->journal, 300);
  kc_journal_driver_assert_finalize (file);
}

static void
test_too_long (KcJournalFixture *fixture, gconstpointer data)
{
  KcRecordFile *file = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  g_autoptr (GError) error = NULL;

  g_assert_true (save (file, "{sixteen bytes.}", NULL));
  g_assert_false (save (file, "{seventeen bytes}", &error));
  g_assert_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_UNAVAILABLE);
  assert_holds (file, "{sixteen bytes.}");
  kc_journal_driver_assert_finalize (file);
}

/* What the class cannot use is set aside with all its bytes, even if it is saved without having
 * been read. */
static void
test_set_aside (KcJournalFixture *fixture, gconstpointer data)
{
  KcRecordFile *file = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  g_autofree char *path = g_build_filename (fixture->folder, "test-53aee2ca762b9729.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *aside = NULL;

  g_assert_true (g_file_set_contents (path, "v2", -1, NULL));
  text = load (file, &error);
  g_assert_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_NEWER);
  kc_journal_driver_assert_finalize (file);

  file = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  g_assert_true (save (file, "{one}", NULL));
  g_assert_true (g_file_get_contents (kc_record_file_get_set_aside (file), &aside, NULL, NULL));
  g_assert_cmpstr (aside, ==, "damaged");
  assert_holds (file, "{one}");
  kc_journal_driver_assert_finalize (file);
}

static void
test_second_program (KcJournalFixture *fixture, gconstpointer data)
{
  KcRecordFile *first = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  KcRecordFile *second = kc_record_file_new (KC_TYPE_TEST_FILE, fixture->folder, URL_A);
  g_autoptr (GError) error = NULL;

  g_assert_true (save (first, "{one}", NULL));
  g_assert_false (save (second, "{two}", &error));
  g_assert_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY);
  assert_holds (first, "{one}");
  kc_journal_driver_assert_finalize (first);
  assert_holds (second, "{one}");
  g_assert_true (save (second, "{two}", NULL));
  kc_journal_driver_assert_finalize (second);
}

/* One object for each class and address. */
static void
test_acquire (void)
{
  g_autoptr (KcRecordFile) file = kc_record_file_acquire (KC_TYPE_TEST_FILE, URL_A);
  g_autoptr (KcRecordFile) again = kc_record_file_acquire (KC_TYPE_TEST_FILE, URL_A);
  g_autoptr (KcRecordFile) journal = kc_record_file_acquire (KC_TYPE_JOURNAL, URL_A);

  g_assert_true (file == again);
  g_assert_true (file != journal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add(path, test)                                                                            \
  g_test_add (path, KcJournalFixture, NULL, kc_journal_fixture_set_up_folder, test,                \
              kc_journal_fixture_tear_down)
  add ("/store/record-file/beside-journal", test_beside_journal);
  add ("/store/record-file/too-long", test_too_long);
  add ("/store/record-file/set-aside", test_set_aside);
  add ("/store/record-file/second-program", test_second_program);
#undef add
  g_test_add_func ("/store/record-file/acquire", test_acquire);

  return g_test_run ();
}
