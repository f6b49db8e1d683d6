/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"
#include "kc-log-watch.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_nothing_noted (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_notes_assert_noted (fixture->journal, 0);
  g_assert_true (kc_notes_clear (fixture->journal, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (kc_journal_get_set_aside (fixture->journal));
}

static void
test_next_start (KcJournalFixture *fixture, gconstpointer data)
{
  for (KcMode mode = KC_MODE_EMBEDDED_SIGNUP; mode <= KC_MODE_QR; mode++)
    {
      g_autoptr (KcPending) pending = kc_notes_new_pending (mode, 300);
      g_autoptr (KcPending) found = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (kc_notes_store (fixture->journal, pending, NULL, &error));
      g_assert_no_error (error);
      kc_journal_fixture_restart (fixture);
      found = kc_notes_load (fixture->journal, NULL, &error);
      g_assert_no_error (error);
      kc_notes_assert_equal (pending, found);
    }
  g_assert_true (kc_notes_clear (fixture->journal, NULL, NULL));
  kc_journal_fixture_restart (fixture);
  kc_notes_assert_noted (fixture->journal, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kc_log_watch_begin ();
#define ADD(path, test)                                                                            \
  g_test_add ("/store/journal/" path, KcJournalFixture, NULL, kc_journal_fixture_set_up, test,     \
              kc_journal_fixture_tear_down)
  ADD ("nothing-noted", test_nothing_noted);
  ADD ("next-start", test_next_start);
#undef ADD
  status = g_test_run ();
  kc_log_watch_assert_without ("kbai_pk_");
  kc_log_watch_assert_without ("obviously");
  return status;
}
