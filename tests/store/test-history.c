/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history.h"
#include "kc-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define BASE_URL "https://api.example.com/v1"

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kc-history-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static KcHistory *
open_history (Fixture *fixture)
{
  KcHistory *history = kc_history_new (fixture->folder, BASE_URL);

  kc_records_load (KC_RECORDS (history));
  kc_test_wait_until (!kc_records_is_busy (KC_RECORDS (history)));

  return history;
}

static void
add (KcHistory *history, gint64 time, KcOutcome outcome, const char *name)
{
  g_autoptr (KcHistoryEntry) entry
      = kc_history_entry_new (time, KC_MODE_QR, outcome, name, "+12025550106", "ch_fake");
  g_autofree char *report = g_strnfill (2 * KC_HISTORY_ENTRY_MAX_REPORT, '\n');

  kc_history_entry_set_end (entry, "time-up", "offline", report);
  kc_history_add (history, entry);
}

static guint
count (KcHistory *history)
{
  return g_list_model_get_n_items (G_LIST_MODEL (history));
}

/* Closes it, so that the file can be opened again. */
static void
finish (KcHistory *history)
{
  kc_test_wait_until (!kc_records_is_busy (KC_RECORDS (history)));
  g_assert_finalize_object (history);
}

static char *
find_file (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      /* A file that is not one set aside. */
      if (g_pattern_match_simple ("history-????????????????.json", name))
        return g_build_filename (fixture->folder, name, NULL);
    }

  return NULL;
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  KcHistory *history = open_history (fixture);
  g_autoptr (KcHistoryEntry) entry = NULL;
  g_autofree char *path = NULL;
  GStatBuf status;

  add (history, 1000, KC_OUTCOME_EXPIRED, "Peluquería");
  add (history, 2000, KC_OUTCOME_CONNECTED, NULL);
  finish (history);

  path = find_file (fixture);
  g_assert_nonnull (path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  history = open_history (fixture);
  g_assert_cmpuint (count (history), ==, 2);
  entry = g_list_model_get_item (G_LIST_MODEL (history), 1);
  g_assert_cmpint (kc_history_entry_get_time (entry), ==, 1000);
  g_assert_cmpint (kc_history_entry_get_outcome (entry), ==, KC_OUTCOME_EXPIRED);
  g_assert_cmpint (kc_history_entry_get_mode (entry), ==, KC_MODE_QR);
  g_assert_cmpstr (kc_history_entry_get_name (entry), ==, "Peluquería");
  g_assert_cmpstr (kc_history_entry_get_phone_number (entry), ==, "+12025550106");
  g_assert_cmpstr (kc_history_entry_get_channel_id (entry), ==, "ch_fake");
  g_assert_cmpstr (kc_history_entry_get_reason (entry), ==, "time-up");
  g_assert_cmpstr (kc_history_entry_get_error (entry), ==, "offline");
  g_assert_cmpuint (strlen (kc_history_entry_get_report (entry)), ==, KC_HISTORY_ENTRY_MAX_REPORT);
  finish (history);
}

static void
test_added_before_it_is_read (Fixture *fixture, gconstpointer data)
{
  KcHistory *history = open_history (fixture);
  g_autoptr (KcHistoryEntry) first = NULL;

  add (history, 1000, KC_OUTCOME_FAILED, NULL);
  finish (history);

  history = kc_history_new (fixture->folder, BASE_URL);
  kc_records_load (KC_RECORDS (history));
  add (history, 2000, KC_OUTCOME_CONNECTED, NULL);
  finish (history);

  history = open_history (fixture);
  g_assert_cmpuint (count (history), ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (history), 0);
  g_assert_cmpint (kc_history_entry_get_time (first), ==, 2000);
  finish (history);
}

static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  KcHistory *history = open_history (fixture);
  /* As long as possible, and of characters that JSON escapes. */
  g_autofree char *name = g_strnfill (1000, '\x01');

  for (guint i = 0; i < KC_HISTORY_MAX + 50; i++)
    add (history, i, KC_OUTCOME_UNKNOWN, name);
  g_assert_cmpuint (count (history), ==, KC_HISTORY_MAX);
  finish (history);

  history = open_history (fixture);
  g_assert_cmpuint (count (history), ==, KC_HISTORY_MAX);
  finish (history);
}

static void
test_cleared (Fixture *fixture, gconstpointer data)
{
  KcHistory *history = open_history (fixture);
  char *path;

  add (history, 1000, KC_OUTCOME_CONNECTED, NULL);
  kc_test_wait_until (!kc_records_is_busy (KC_RECORDS (history)));
  kc_records_clear (KC_RECORDS (history));
  g_assert_cmpuint (count (history), ==, 0);
  kc_test_wait_until (!kc_records_is_busy (KC_RECORDS (history)));
  path = find_file (fixture);
  g_assert_null (path);

  add (history, 2000, KC_OUTCOME_CONNECTED, NULL);
  finish (history);
  history = open_history (fixture);
  g_assert_cmpuint (count (history), ==, 1);
  finish (history);
}

static void
test_odd_files (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *contents;
    guint n_entries;
  } cases[] = {
      {"", 0},
      {"{", 0},
      {"[]", 0},
      {"{\"version\":2,\"base_url\":\"" BASE_URL "\",\"attempts\":[]}", 0},
      {"{\"version\":1,\"base_url\":\"https://other.example.com\",\"attempts\":[]}", 0},
      {"{\"version\":1,\"base_url\":\"" BASE_URL "\",\"attempts\":{}}", 0},
      {"{\"version\":1,\"base_url\":\"" BASE_URL "\",\"attempts\":[1,{},"
       "{\"time\":-1,\"mode\":\"qr\",\"outcome\":\"failed\"},"
       "{\"time\":5,\"mode\":\"qr\",\"outcome\":\"nothing\"},"
       "{\"time\":5,\"mode\":\"qr\",\"outcome\":\"failed\",\"name\":7}]}",
       1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KcHistory *history = open_history (fixture);
      g_autofree char *path = NULL;

      add (history, 1, KC_OUTCOME_CONNECTED, NULL);
      finish (history);
      path = find_file (fixture);
      g_assert_nonnull (path);
      g_assert_true (g_file_set_contents (path, cases[i].contents, -1, NULL));
      g_assert_cmpint (g_chmod (path, 0600), ==, 0);

      history = open_history (fixture);
      g_assert_cmpuint (count (history), ==, cases[i].n_entries);
      add (history, 2, KC_OUTCOME_CONNECTED, NULL);
      finish (history);
      history = open_history (fixture);
      g_assert_cmpuint (count (history), ==, cases[i].n_entries + 1);
      kc_records_clear (KC_RECORDS (history));
      finish (history);
    }
}

static void
test_in_memory (void)
{
  KcHistory *history = kc_history_new_in_memory ();

  kc_records_load (KC_RECORDS (history));
  add (history, 1, KC_OUTCOME_CONNECTED, "practice");
  g_assert_false (kc_records_is_busy (KC_RECORDS (history)));
  g_assert_cmpuint (count (history), ==, 1);
  kc_records_clear (KC_RECORDS (history));
  g_assert_cmpuint (count (history), ==, 0);
  g_assert_finalize_object (history);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store/history/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("kept", test_kept);
  ADD ("added-before-it-is-read", test_added_before_it_is_read);
  ADD ("bounded", test_bounded);
  ADD ("cleared", test_cleared);
  ADD ("odd-files", test_odd_files);
#undef ADD
  g_test_add_func ("/store/history/in-memory", test_in_memory);

  return g_test_run ();
}
