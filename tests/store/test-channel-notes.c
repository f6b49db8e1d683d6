/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-notes.h"
#include "kc-journal-driver.h"

#include <string.h>

static KcChannelNotes *
open_notes (KcJournalFixture *fixture)
{
  g_autoptr (KcChannelFile) file
      = kc_record_file_new (KC_TYPE_CHANNEL_FILE, fixture->folder, URL_A);
  KcChannelNotes *notes = kc_channel_notes_new (file);
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, file);
  g_object_set_data (G_OBJECT (notes), "file", ref);
  kc_records_load (KC_RECORDS (notes));

  return notes;
}

static void
wait_until_idle (KcChannelNotes *notes)
{
  while (kc_records_is_busy (KC_RECORDS (notes)))
    g_main_context_iteration (NULL, TRUE);
}

/* … and the lock. The worker thread may drop the last reference to the file. */
static void
close_notes (KcChannelNotes *notes)
{
  GWeakRef *ref = g_object_get_data (G_OBJECT (notes), "file");
  GObject *file;

  wait_until_idle (notes);
  kc_journal_driver_assert_finalize (notes);
  while ((file = g_weak_ref_get (ref)) != NULL)
    {
      g_object_unref (file);
      g_main_context_iteration (NULL, FALSE);
    }
  g_weak_ref_clear (ref);
  g_free (ref);
}

static void
put (KcChannelNotes *notes, const char *id, const char *number)
{
  const KcChannelNote note = {
      .id = (char *) id,
      .kind = KC_CHANNEL_KIND_WHATSAPP_QR,
      .phone_number = (char *) number,
      .name = (char *) "Front desk",
      .company = (char *) "Ana",
      .connected_at = 1764000000,
  };

  kc_channel_notes_put (notes, &note);
}

static void
put_in_place (KcJournalFixture *fixture, const char *text)
{
  g_autofree char *path
      = g_build_filename (fixture->folder, "channels-53aee2ca762b9729.json", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_kept (KcJournalFixture *fixture, gconstpointer data)
{
  KcChannelNotes *notes = open_notes (fixture);
  const KcChannelNote *note;

  /* Before the file was read. */
  put (notes, "ch_1", "+34600111222");
  put (notes, "ch_2", NULL);
  close_notes (notes);

  notes = open_notes (fixture);
  wait_until_idle (notes);
  g_assert_cmpuint (kc_channel_notes_get_all (notes)->len, ==, 2);
  note = kc_channel_notes_find (notes, "ch_1");
  g_assert_cmpstr (note->phone_number, ==, "+34600111222");
  g_assert_cmpstr (note->name, ==, "Front desk");
  g_assert_cmpstr (note->company, ==, "Ana");
  g_assert_cmpint (note->kind, ==, KC_CHANNEL_KIND_WHATSAPP_QR);
  g_assert_cmpint (note->connected_at, ==, 1764000000);
  g_assert_false (note->settled);
  g_assert_null (kc_channel_notes_find (notes, "ch_2")->phone_number);
  g_assert_null (kc_channel_notes_find (notes, "ch_3"));
  kc_channel_notes_settle (notes, "ch_1");
  close_notes (notes);

  notes = open_notes (fixture);
  wait_until_idle (notes);
  g_assert_true (kc_channel_notes_find (notes, "ch_1")->settled);
  g_assert_false (kc_channel_notes_find (notes, "ch_2")->settled);
  close_notes (notes);
}

static void
test_bounded (KcJournalFixture *fixture, gconstpointer data)
{
  KcChannelNotes *notes = open_notes (fixture);

  for (guint i = 0; i < KC_CHANNEL_NOTES_MAX + 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("ch_%u", i);

      put (notes, id, NULL);
    }
  /* A channel that is noted again counts as the newest. */
  put (notes, "ch_5", "+34600111222");
  put (notes, "ch_new", NULL);
  close_notes (notes);

  notes = open_notes (fixture);
  wait_until_idle (notes);
  g_assert_cmpuint (kc_channel_notes_get_all (notes)->len, ==, KC_CHANNEL_NOTES_MAX);
  g_assert_null (kc_channel_notes_find (notes, "ch_4"));
  g_assert_null (kc_channel_notes_find (notes, "ch_6"));
  g_assert_nonnull (kc_channel_notes_find (notes, "ch_5"));
  g_assert_nonnull (kc_channel_notes_find (notes, "ch_new"));
  close_notes (notes);
}

static void
test_cleared (KcJournalFixture *fixture, gconstpointer data)
{
  KcChannelNotes *notes = open_notes (fixture);
  g_autofree char *list = NULL;

  put (notes, "ch_1", "+34600111222");
  wait_until_idle (notes);
  kc_records_clear (KC_RECORDS (notes));
  g_assert_cmpuint (kc_channel_notes_get_all (notes)->len, ==, 0);
  /* Calls of the file are carried out in order. */
  put (notes, "ch_2", NULL);
  close_notes (notes);

  notes = open_notes (fixture);
  wait_until_idle (notes);
  g_assert_null (kc_channel_notes_find (notes, "ch_1"));
  g_assert_nonnull (kc_channel_notes_find (notes, "ch_2"));
  close_notes (notes);
}

/* The contents of the file are not wanted any more, even if it is still being read. */
static void
test_cleared_while_read (KcJournalFixture *fixture, gconstpointer data)
{
  KcChannelNotes *notes = open_notes (fixture);

  put (notes, "ch_1", "+34600111222");
  close_notes (notes);

  notes = open_notes (fixture);
  g_assert_true (kc_records_is_busy (KC_RECORDS (notes)));
  kc_records_clear (KC_RECORDS (notes));
  wait_until_idle (notes);
  g_assert_null (kc_channel_notes_find (notes, "ch_1"));
  close_notes (notes);

  notes = open_notes (fixture);
  wait_until_idle (notes);
  g_assert_null (kc_channel_notes_find (notes, "ch_1"));
  close_notes (notes);
}

/* … is set aside, and later notes are kept. */
static void
test_unusable_file (KcJournalFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
      "",
      "{",
      "[]",
      "{\"version\":\"one\"}",
      "{\"version\":2,\"base_url\":\"" URL_A "\",\"channels\":[]}",
      "{\"version\":1,\"base_url\":\"" URL_B "\",\"channels\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s/channels-53aee2ca762b9729-set-aside-%u.json",
                                                fixture->folder, i + 1);
      g_autofree char *text = NULL;
      KcChannelNotes *notes;

      put_in_place (fixture, texts[i]);
      notes = open_notes (fixture);
      put (notes, "ch_1", NULL);
      close_notes (notes);
      g_assert_true (g_file_get_contents (aside, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
      notes = open_notes (fixture);
      wait_until_idle (notes);
      g_assert_cmpuint (kc_channel_notes_get_all (notes)->len, ==, 1);
      close_notes (notes);
    }
}

/* Invalid notes are left out, unknown members are ignored. */
static void
test_odd_notes (KcJournalFixture *fixture, gconstpointer data)
{
  KcChannelNotes *notes;

  put_in_place (fixture,
                "{\"version\":1,\"base_url\":\"" URL_A "\",\"later\":{},\"channels\":["
                "7,null,{},{\"id\":\"\"},{\"id\":3},"
                "{\"id\":\"ch_1\",\"phone_number\":5,\"connected_at\":\"x\",\"new\":[]}]}");
  notes = open_notes (fixture);
  wait_until_idle (notes);
  g_assert_cmpuint (kc_channel_notes_get_all (notes)->len, ==, 1);
  g_assert_null (kc_channel_notes_find (notes, "ch_1")->phone_number);
  /* A channel without a time of connection is not looked at. */
  g_assert_true (kc_channel_notes_find (notes, "ch_1")->settled);
  close_notes (notes);
}

/* Another program has the file locked: what is noted here is added when that program has ended. */
static void
test_second_program (KcJournalFixture *fixture, gconstpointer data)
{
  KcChannelNotes *first = open_notes (fixture);
  KcChannelNotes *second;

  put (first, "ch_1", NULL);
  wait_until_idle (first);
  second = open_notes (fixture);
  put (second, "ch_2", NULL);
  wait_until_idle (second);
  g_assert_null (kc_channel_notes_find (second, "ch_1"));
  close_notes (first);
  put (second, "ch_3", NULL);
  close_notes (second);

  first = open_notes (fixture);
  wait_until_idle (first);
  g_assert_cmpuint (kc_channel_notes_get_all (first)->len, ==, 3);
  close_notes (first);
}

static void
test_in_memory (void)
{
  KcChannelNotes *notes = kc_channel_notes_new (NULL);

  kc_records_load (KC_RECORDS (notes));
  put (notes, "ch_1", NULL);
  g_assert_nonnull (kc_channel_notes_find (notes, "ch_1"));
  g_assert_false (kc_records_is_busy (KC_RECORDS (notes)));
  kc_records_clear (KC_RECORDS (notes));
  g_assert_null (kc_channel_notes_find (notes, "ch_1"));
  kc_journal_driver_assert_finalize (notes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add(path, test)                                                                            \
  g_test_add (path, KcJournalFixture, NULL, kc_journal_fixture_set_up_folder, test,                \
              kc_journal_fixture_tear_down)
  add ("/store/channel-notes/kept", test_kept);
  add ("/store/channel-notes/bounded", test_bounded);
  add ("/store/channel-notes/cleared", test_cleared);
  add ("/store/channel-notes/cleared-while-read", test_cleared_while_read);
  add ("/store/channel-notes/unusable-file", test_unusable_file);
  add ("/store/channel-notes/odd-notes", test_odd_notes);
  add ("/store/channel-notes/second-program", test_second_program);
#undef add
  g_test_add_func ("/store/channel-notes/in-memory", test_in_memory);

  return g_test_run ();
}
