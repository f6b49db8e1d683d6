/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"
#include "kc-log-watch.h"

#include <glib/gstdio.h>
#include <string.h>

/* Whatever stands there: the call fails with `code`, the file lies aside with every byte of it, and
 * the next session is noted as if nothing had been. */
static void
assert_set_aside (KcJournalFixture *fixture, const void *data, gsize length, KcJournalError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  gsize aside_length;

  kc_journal_fixture_put (fixture, data, length);
  g_assert_null (kc_notes_load (fixture->journal, NULL, &error));
  g_assert_error (error, KC_JOURNAL_ERROR, (int) code);
  g_clear_error (&error);
  g_file_get_contents (kc_journal_get_set_aside (fixture->journal), &aside, &aside_length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (aside, aside_length, data, length);
  g_assert_cmpint (g_unlink (kc_journal_get_set_aside (fixture->journal)), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_truncated (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (KcPending) pending = kc_notes_new_pending (KC_MODE_QR, 300);
  g_autoptr (GBytes) bytes = kc_pending_to_bytes (pending, URL_A);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    assert_set_aside (fixture, text, i, KC_JOURNAL_ERROR_DAMAGED);
  kc_notes_assert_stores (fixture->journal, 301);
  kc_notes_assert_noted (fixture->journal, 301);
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
#undef ADD
  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("cs_01HXYZ");
  return status;
}
