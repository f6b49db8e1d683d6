/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-journal-driver.h"
#include "kc-number-list.h"

static void
wait_until_idle (KcNumberList *list)
{
  while (kc_records_is_busy (KC_RECORDS (list)))
    g_main_context_iteration (NULL, TRUE);
}

/* A list without its file being read. */
static KcNumberList *
create_list (KcJournalFixture *fixture)
{
  g_autoptr (KcNumberFile) file = kc_record_file_new (KC_TYPE_NUMBER_FILE, fixture->folder, URL_A);
  KcNumberList *list = kc_number_list_new ();
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, file);
  g_object_set_data (G_OBJECT (list), "file", ref);
  kc_records_set_file (KC_RECORDS (list), KC_RECORD_FILE (file));

  return list;
}

static KcNumberList *
open_list (KcJournalFixture *fixture)
{
  KcNumberList *list = create_list (fixture);

  kc_records_load (KC_RECORDS (list));
  wait_until_idle (list);

  return list;
}

/* … and the lock. The worker thread may drop the last reference to the file. */
static void
close_list (KcNumberList *list)
{
  GWeakRef *ref = g_object_get_data (G_OBJECT (list), "file");
  GObject *file;

  wait_until_idle (list);
  kc_journal_driver_assert_finalize (list);
  while ((file = g_weak_ref_get (ref)) != NULL)
    {
      g_object_unref (file);
      g_main_context_iteration (NULL, FALSE);
    }
  g_weak_ref_clear (ref);
  g_free (ref);
}

static void
add (KcNumberList *list, const char *text)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  g_ptr_array_add (texts, (char *) text);
  kc_number_list_add (list, texts);
}

static void
put_in_place (KcJournalFixture *fixture, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "numbers-53aee2ca762b9729.json", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_kept (KcJournalFixture *fixture, gconstpointer data)
{
  KcNumberList *list = open_list (fixture);

  add (list, "Front desk");
  add (list, "+34 600 111 222");
  add (list, "Workshop");
  add (list, "Kiosk");
  kc_number_list_set_state (list, 0, KC_LISTED_CONNECTED, "+34600000001", NULL);
  kc_number_list_set_state (list, 1, KC_LISTED_NOT_CONNECTED, NULL, "Time Ran Out");
  kc_number_list_set_session (list, 2, "cs_fake");
  kc_number_list_set_state (list, 2, KC_LISTED_NOW, NULL, NULL);
  kc_number_list_set_state (list, 3, KC_LISTED_SKIPPED, NULL, NULL);
  close_list (list);

  list = open_list (fixture);
  g_assert_cmpuint (kc_number_list_get_length (list), ==, 4);
  g_assert_cmpstr (kc_number_list_get (list, 0)->text, ==, "Front desk");
  g_assert_cmpint (kc_number_list_get (list, 0)->state, ==, KC_LISTED_CONNECTED);
  g_assert_cmpstr (kc_number_list_get (list, 0)->phone_number, ==, "+34600000001");
  g_assert_cmpint (kc_number_list_get (list, 1)->state, ==, KC_LISTED_NOT_CONNECTED);
  g_assert_cmpstr (kc_number_list_get (list, 1)->reason, ==, "Time Ran Out");
  /* Nothing is running at the start, but the session is known. */
  g_assert_cmpint (kc_number_list_get (list, 2)->state, ==, KC_LISTED_WAITING);
  g_assert_cmpstr (kc_number_list_get (list, 2)->session_id, ==, "cs_fake");
  g_assert_cmpint (kc_number_list_get (list, 3)->state, ==, KC_LISTED_SKIPPED);
  kc_records_clear (KC_RECORDS (list));
  close_list (list);

  list = open_list (fixture);
  g_assert_cmpuint (kc_number_list_get_length (list), ==, 0);
  close_list (list);
}

static void
assert_number (KcNumberList *list, guint index, const char *text, KcListedState state)
{
  g_assert_cmpstr (kc_number_list_get (list, index)->text, ==, text);
  g_assert_cmpint (kc_number_list_get (list, index)->state, ==, state);
}

static void
on_merged_cb (KcNumberList *list, GArray *places, GArray *copy)
{
  g_array_append_vals (copy, places->data, places->len);
}

/* Numbers that are added while the file is being read do not replace those in the file. */
static void
test_added_before_read (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (int));
  KcNumberList *list;

  put_in_place (fixture, "{\"version\":1,\"base_url\":\"" URL_A "\",\"numbers\":["
                         "{\"text\":\"Front desk\",\"state\":\"connected\"},"
                         "{\"text\":\"Workshop\"},{\"text\":\"Kiosk\"}]}");
  list = create_list (fixture);
  g_signal_connect (list, "merged", G_CALLBACK (on_merged_cb), places);
  kc_records_load (KC_RECORDS (list));
  add (list, "Garage");
  add (list, "Front desk");
  add (list, "Kiosk");
  kc_number_list_set_state (list, 2, KC_LISTED_NOT_CONNECTED, NULL, "Time Ran Out");
  close_list (list);

  list = open_list (fixture);
  g_assert_cmpuint (kc_number_list_get_length (list), ==, 4);
  assert_number (list, 0, "Front desk", KC_LISTED_CONNECTED);
  assert_number (list, 1, "Workshop", KC_LISTED_WAITING);
  assert_number (list, 2, "Kiosk", KC_LISTED_NOT_CONNECTED);
  assert_number (list, 3, "Garage", KC_LISTED_WAITING);
  close_list (list);
  g_assert_cmpuint (places->len, ==, 3);
  g_assert_cmpint (g_array_index (places, int, 0), ==, 3);
  g_assert_cmpint (g_array_index (places, int, 1), ==, 0);
  g_assert_cmpint (g_array_index (places, int, 2), ==, 2);
}

/* Another program has the file at first. */
static void
test_added_while_busy (KcJournalFixture *fixture, gconstpointer data)
{
  KcNumberList *first = open_list (fixture);
  KcNumberList *second;

  for (guint i = 1; i < KC_NUMBER_LIST_MAX; i++)
    {
      g_autofree char *text = g_strdup_printf ("Shop %u", i);

      add (first, text);
    }
  wait_until_idle (first);
  second = open_list (fixture);
  g_assert_cmpuint (kc_number_list_get_length (second), ==, 0);
  close_list (first);
  add (second, "Garage");
  add (second, "Workshop");
  wait_until_idle (second);
  g_assert_cmpuint (kc_number_list_get_length (second), ==, KC_NUMBER_LIST_MAX);
  assert_number (second, 0, "Shop 1", KC_LISTED_WAITING);
  assert_number (second, KC_NUMBER_LIST_MAX - 1, "Garage", KC_LISTED_WAITING);
  close_list (second);
}

static void
test_bounded (KcJournalFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text
      = g_string_new ("{\"version\":1,\"base_url\":\"" URL_A "\",\"numbers\":[");
  KcNumberList *list = open_list (fixture);

  for (guint i = 0; i < KC_NUMBER_LIST_MAX + 5; i++)
    add (list, "Front desk");
  g_assert_cmpuint (kc_number_list_get_length (list), ==, KC_NUMBER_LIST_MAX);
  close_list (list);

  for (guint i = 0; i < KC_NUMBER_LIST_MAX + 5; i++)
    g_string_append_printf (text, "%s{\"text\":\"%u\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");
  put_in_place (fixture, text->str);
  list = open_list (fixture);
  g_assert_cmpuint (kc_number_list_get_length (list), ==, KC_NUMBER_LIST_MAX);
  g_assert_cmpstr (kc_number_list_get (list, 0)->text, ==, "0");
  close_list (list);
}

/* … is set aside, and the next list is kept. */
static void
test_unusable_file (KcJournalFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
      "",
      "[]",
      "{\"version\":1,\"base_url\":\"" URL_A "\",\"numbers\":[{\"text\":\"Front",
      "{\"version\":2,\"base_url\":\"" URL_A "\",\"numbers\":[]}",
      "{\"version\":1,\"base_url\":\"" URL_B "\",\"numbers\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s/numbers-53aee2ca762b9729-set-aside-%u.json",
                                                fixture->folder, i + 1);
      g_autofree char *text = NULL;
      KcNumberList *list;

      put_in_place (fixture, texts[i]);
      list = open_list (fixture);
      g_assert_cmpuint (kc_number_list_get_length (list), ==, 0);
      add (list, "Front desk");
      close_list (list);
      g_assert_true (g_file_get_contents (aside, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
      list = open_list (fixture);
      g_assert_cmpuint (kc_number_list_get_length (list), ==, 1);
      close_list (list);
    }
}

/* Invalid entries are left out; an entry with an unknown state counts as not tried yet. */
static void
test_odd_numbers (KcJournalFixture *fixture, gconstpointer data)
{
  KcNumberList *list;

  put_in_place (fixture, "{\"version\":1,\"base_url\":\"" URL_A "\",\"later\":{},\"numbers\":["
                         "7,null,{},{\"text\":\"\"},{\"text\":3},"
                         "{\"text\":\"Front desk\",\"state\":\"sideways\",\"reason\":[]}]}");
  list = open_list (fixture);
  g_assert_cmpuint (kc_number_list_get_length (list), ==, 1);
  g_assert_cmpint (kc_number_list_get (list, 0)->state, ==, KC_LISTED_WAITING);
  g_assert_null (kc_number_list_get (list, 0)->reason);
  close_list (list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, test)                                                                            \
  g_test_add ("/store/number-list/" path, KcJournalFixture, NULL,                                  \
              kc_journal_fixture_set_up_folder, test, kc_journal_fixture_tear_down)
  ADD ("kept", test_kept);
  ADD ("added-before-read", test_added_before_read);
  ADD ("added-while-busy", test_added_while_busy);
  ADD ("bounded", test_bounded);
  ADD ("unusable-file", test_unusable_file);
  ADD ("odd-numbers", test_odd_numbers);
#undef ADD

  return g_test_run ();
}
