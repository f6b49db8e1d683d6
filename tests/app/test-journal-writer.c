/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Another program holds the journal: one that has just been closed and is still writing, or one
 * that stays. The test moves the clock. */

#include "kc-journal-driver.h"
#include "kc-journal-writer.h"
#include "kc-manual-clock.h"
#include "kc-test-wait.h"

typedef struct {
  KcJournalFixture notes; /* the other program holds its journal */
  KcClock *clock;
  KcJournalWriter *writer;
  guint n_found;
} Fixture;

static void
on_found_cb (Fixture *fixture)
{
  fixture->n_found++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcJournal) journal = NULL;

  kc_journal_fixture_set_up (&fixture->notes, data);
  kc_journal_driver_assert_stores (fixture->notes.journal, 300);

  fixture->clock = kc_clock_new_manual ();
  journal = kc_journal_new (fixture->notes.folder, URL_A);
  fixture->writer = kc_journal_writer_new (journal, fixture->clock);
  g_signal_connect_swapped (fixture->writer, "found", G_CALLBACK (on_found_cb), fixture);
  kc_journal_writer_look (fixture->writer);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kc_journal_writer_close (fixture->writer);
  g_object_add_weak_pointer (G_OBJECT (fixture->writer), (gpointer *) &fixture->writer);
  g_object_unref (fixture->writer);
  kc_test_wait_until (fixture->writer == NULL);
  g_object_unref (fixture->clock);
  kc_journal_fixture_tear_down (&fixture->notes, data);
}

/* The other program ends. */
static void
end_other (Fixture *fixture)
{
  kc_journal_driver_assert_finalize (g_steal_pointer (&fixture->notes.journal));
}

/* In small steps, each with time for the disk. */
static void
pass (Fixture *fixture, guint ms)
{
  for (guint passed = 0; passed < ms; passed += 50)
    {
      kc_clock_advance (fixture->clock, 50);
      for (guint i = 0; i < 5; i++)
        {
          g_usleep (200);
          while (g_main_context_iteration (NULL, FALSE))
            ;
        }
    }
}

static void
assert_writes (Fixture *fixture, gboolean writes)
{
  g_autoptr (KcPendingSession) pending = kc_journal_driver_new_pending (KC_MODE_QR, 301);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kc_journal_writer_write_async (fixture->writer, pending, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  kc_journal_writer_write_finish (fixture->writer, result, &error);
  if (writes)
    g_assert_no_error (error);
  else
    g_assert_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY);
}

static gboolean
is_busy (Fixture *fixture)
{
  return g_error_matches (kc_journal_writer_get_trouble (fixture->writer), KC_JOURNAL_ERROR,
                          KC_JOURNAL_ERROR_BUSY);
}

/* Closed and restarted quickly, on a slow disk: nobody is told about a second program. */
static void
test_other_program_still_writes (Fixture *fixture, gconstpointer data)
{
  pass (fixture, 1000);
  g_assert_true (kc_journal_writer_is_looking (fixture->writer));
  g_assert_no_error (kc_journal_writer_get_trouble (fixture->writer));

  end_other (fixture);
  while (kc_journal_writer_is_looking (fixture->writer))
    pass (fixture, 50);
  g_assert_no_error (kc_journal_writer_get_trouble (fixture->writer));
  g_assert_cmpuint (fixture->n_found, ==, 1);
  assert_writes (fixture, TRUE);
}

/* Longer than anyone waits: the person is told, and the message is taken back later. */
static void
test_other_program_writes_for_long (Fixture *fixture, gconstpointer data)
{
  while (!is_busy (fixture))
    pass (fixture, 50);
  g_assert_false (kc_journal_writer_is_looking (fixture->writer));
  g_assert_cmpint (kc_clock_get_now (fixture->clock), >=, 1000000 + 2000);

  pass (fixture, 10000);
  g_assert_true (is_busy (fixture));
  assert_writes (fixture, FALSE);

  end_other (fixture);
  while (fixture->n_found == 0)
    pass (fixture, 50);
  g_assert_no_error (kc_journal_writer_get_trouble (fixture->writer));
  assert_writes (fixture, TRUE);
}

/* Another program that stays: its note is never overwritten, and once it has ended without a note,
 * the next attempt is noted. */
static void
test_other_program_keeps_it (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pass (fixture, 31000);
  assert_writes (fixture, FALSE);
  end_other (fixture);
  assert_writes (fixture, FALSE);
  g_assert_true (is_busy (fixture));

  fixture->notes.journal = kc_journal_new (fixture->notes.folder, URL_A);
  kc_journal_driver_assert_noted (fixture->notes.journal, 300);
  kc_journal_driver_clear (fixture->notes.journal, NULL, &error);
  g_assert_no_error (error);
  end_other (fixture);
  assert_writes (fixture, TRUE);
  g_assert_no_error (kc_journal_writer_get_trouble (fixture->writer));
  g_assert_cmpuint (fixture->n_found, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add ("/app/journal-writer/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("other-program-still-writes", test_other_program_still_writes);
  ADD ("other-program-writes-for-long", test_other_program_writes_for_long);
  ADD ("other-program-keeps-it", test_other_program_keeps_it);
#undef ADD

  return g_test_run ();
}
