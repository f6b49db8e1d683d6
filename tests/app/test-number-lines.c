/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-number-lines.h"

#include <string.h>

#define ROOM 50

static char *
join (const char *text)
{
  g_autoptr (KcNumberLines) lines = kc_number_lines_parse (text, NULL, ROOM);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < lines->lines->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "|" : "",
                            (const char *) g_ptr_array_index (lines->lines, i));

  return g_string_free (joined, FALSE);
}

static void
test_lines (void)
{
  static const struct {
    const char *text;
    const char *lines;
  } rows[] = {
      {"", ""},
      {" \n\t\n\r\n\xc2\xa0\n", ""},
      {"Front desk\nWorkshop", "Front desk|Workshop"},
      {"Front desk\r\nWorkshop\rKiosk\n", "Front desk|Workshop|Kiosk"},
      {"Front desk\xe2\x80\xa8Workshop\xe2\x80\xa9Kiosk", "Front desk|Workshop|Kiosk"},
      /* The columns of a spreadsheet. */
      {"Front desk\t+34 600 111 222\nWorkshop\t\t+34 600 111 333",
       "Front desk +34 600 111 222|Workshop +34 600 111 333"},
      {"  Front   desk\xc2\xa0 ", "Front desk"},
      /* Lists of every kind. */
      {"• Front desk\n◦Workshop\n- Kiosk\n* Bar\n– Till\n— Shop\n· Yard",
       "Front desk|Workshop|Kiosk|Bar|Till|Shop|Yard"},
      {"1. Front desk\n2) Workshop\n(3) Kiosk\n[ ] Bar\n[x] Till\n☐ Shop",
       "Front desk|Workshop|Kiosk|Bar|Till|Shop"},
      {"- 1. \"Front desk\",", "Front desk"},
      {"“Front desk”;\n«Workshop»,", "Front desk|Workshop"},
      {"•\n-\n1.\n\"\"", "1."},
      /* … and what only looks like an item. */
      {"-Front desk\n3rd floor\n24 hours\n1.5 rooms\n123. Street\n(Old) shop\n[Old] shop",
       "-Front desk|3rd floor|24 hours|1.5 rooms|123. Street|(Old) shop|[Old] shop"},
      {"+34 600 111 222\n(600) 111-333\n600.111.444\n00 34 600 111 555",
       "+34 600 111 222|(600) 111-333|600.111.444|00 34 600 111 555"},
      /* Invisible characters. */
      {"\xef\xbb\xbf"
       "Front\xe2\x80\x8b desk\xe2\x80\xae",
       "Front desk"},
      {"Front\x01 desk", "Front desk"},
      {"Recepción 🛎\nמשרד", "Recepción 🛎|משרד"},
      {"Front \xff desk", "Front \xef\xbf\xbd desk"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *lines = join (rows[i].text);

      g_assert_cmpstr (lines, ==, rows[i].lines);
    }
}

static void
test_duplicates (void)
{
  static const struct {
    const char *text;
    guint n_lines;
    guint n_duplicates;
  } rows[] = {
      {"Front desk\nfront DESK\n• Front desk", 1, 2},
      {"+34 600 111 222\n+34600111222\n0034 600-111-222\n(+34) 600.111.222", 1, 3},
      {"+34 600 111 222\n600 111 222", 2, 0},
      {"Front desk 1\nFront desk 2", 2, 0},
      /* Digits of other scripts are digits. */
      {"+34 600 111 222\n+٣٤ ٦٠٠ ١١١ ٢٢٢", 1, 1},
      /* Too short or too long for a number: these are names. */
      {"12345\n12 345", 2, 0},
      {"1234567890123456\n1234 567890123456", 2, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KcNumberLines) lines = kc_number_lines_parse (rows[i].text, NULL, ROOM);

      g_assert_cmpuint (lines->lines->len, ==, rows[i].n_lines);
      g_assert_cmpuint (lines->n_duplicates, ==, rows[i].n_duplicates);
      g_assert_cmpuint (lines->n_beyond, ==, 0);
    }
}

static void
test_there_already (void)
{
  g_autoptr (GPtrArray) there = g_ptr_array_new ();
  g_autoptr (KcNumberLines) lines = NULL;

  g_ptr_array_add (there, (char *) "Front desk");
  g_ptr_array_add (there, (char *) "+34600111222");
  lines = kc_number_lines_parse ("Kiosk\n+34 600 111 222\nfront desk", there, ROOM);
  g_assert_cmpuint (lines->lines->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (lines->lines, 0), ==, "Kiosk");
  g_assert_cmpuint (lines->n_duplicates, ==, 2);
}

static void
test_room (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KcNumberLines) lines = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "Shop %u\n", i % 100);
  lines = kc_number_lines_parse (text->str, NULL, ROOM);
  g_assert_cmpuint (lines->lines->len, ==, ROOM);
  g_assert_cmpstr (g_ptr_array_index (lines->lines, ROOM - 1), ==, "Shop 49");
  g_assert_cmpuint (lines->n_beyond, ==, 50);
  g_assert_cmpuint (lines->n_duplicates, ==, 900);
}

/* A whole letter, pasted by mistake. */
static void
test_long_line (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (KcNumberLines) lines = kc_number_lines_parse (text, NULL, ROOM);

  g_assert_cmpuint (lines->lines->len, ==, 1);
  g_assert_cmpuint (strlen (g_ptr_array_index (lines->lines, 0)), ==, KC_NUMBER_LINES_MAX_CHARS);
}

static void
test_phone_number (void)
{
  g_assert_true (kc_number_lines_is_phone_number ("+34 600 111 222"));
  g_assert_true (kc_number_lines_is_phone_number ("0034600111222"));
  g_assert_true (kc_number_lines_is_phone_number ("(020) 7946-0018"));
  g_assert_false (kc_number_lines_is_phone_number ("Front desk"));
  g_assert_false (kc_number_lines_is_phone_number ("Front desk +34 600 111 222"));
  g_assert_false (kc_number_lines_is_phone_number ("2026"));
  g_assert_false (kc_number_lines_is_phone_number (""));
}

/* Whether the number that was connected is the one in the line, however that is written. */
static void
test_compare (void)
{
  static const struct {
    const char *line;
    const char *phone_number;
    KcNumberMatch match;
  } rows[] = {
      {"Front desk", "+56912345678", KC_NUMBER_MATCH_UNKNOWN},
      {"12345", "+56912345678", KC_NUMBER_MATCH_UNKNOWN},
      {"+56 9 1234 5678", "56912345678", KC_NUMBER_MATCH_SAME},
      {"+56 9 1234 5678", "+56912345679", KC_NUMBER_MATCH_DIFFERENT},
      {"+56 9 1234 5678", "nobody", KC_NUMBER_MATCH_UNKNOWN},
      {"0056 9 1234-5678", "+56912345678", KC_NUMBER_MATCH_SAME},
      {"56912345678", "+56912345678", KC_NUMBER_MATCH_SAME},
      /* Without the country code, with a zero in front, dialed from abroad. */
      {"9 1234 5678", "+56912345678", KC_NUMBER_MATCH_SAME},
      {"09 1234 5678", "+56912345678", KC_NUMBER_MATCH_SAME},
      {"9 1234 5679", "+56912345678", KC_NUMBER_MATCH_DIFFERENT},
      {"011 56 9 1234 5678", "+56912345678", KC_NUMBER_MATCH_SAME},
      {"+49 (0)171 1234567", "+491711234567", KC_NUMBER_MATCH_SAME},
      {"+49 (0)171 1234567", "+4901711234567", KC_NUMBER_MATCH_DIFFERENT},
      {"+1 202 555 0106", "+12025550106", KC_NUMBER_MATCH_SAME},
      {"+1 202 555 0106", "+442025550106", KC_NUMBER_MATCH_DIFFERENT},
      {"06 1234 5678", "+390612345678", KC_NUMBER_MATCH_SAME},
      /* A name with a number in it. */
      {"Front desk +56 9 1234 5678", "+56912345678", KC_NUMBER_MATCH_SAME},
      {"Front desk (+56 9 1234 5678)", "+56912345679", KC_NUMBER_MATCH_DIFFERENT},
      {"Shop 4 + garage", "+56912345678", KC_NUMBER_MATCH_UNKNOWN},
      {"Front desk 912345678", "+56912345679", KC_NUMBER_MATCH_UNKNOWN},
      /* What WhatsApp makes of mobile numbers of Brazil, Mexico and Argentina. */
      {"+55 31 91234-5678", "+553112345678", KC_NUMBER_MATCH_SAME},
      {"+55 31 1234-5678", "+5531912345678", KC_NUMBER_MATCH_SAME},
      {"(31) 91234-5678", "+553112345678", KC_NUMBER_MATCH_SAME},
      {"(031) 1234-5678", "+5531912345678", KC_NUMBER_MATCH_SAME},
      {"+55 31 91234-5678", "+553112345679", KC_NUMBER_MATCH_DIFFERENT},
      {"+52 55 1234 5678", "+5215512345678", KC_NUMBER_MATCH_SAME},
      {"+52 1 55 1234 5678", "+525512345678", KC_NUMBER_MATCH_SAME},
      {"55 1234 5678", "+5215512345678", KC_NUMBER_MATCH_SAME},
      {"+54 11 1234 5678", "+5491112345678", KC_NUMBER_MATCH_SAME},
      {"+54 9 11 1234 5678", "+541112345678", KC_NUMBER_MATCH_SAME},
      {"011 15 1234 5678", "+5491112345678", KC_NUMBER_MATCH_SAME},
      {"0351 15 123 4567", "+5493511234567", KC_NUMBER_MATCH_SAME},
      {"+54 9 11 1234 5678", "+5491112345679", KC_NUMBER_MATCH_DIFFERENT},
      /* Digits of other scripts. */
      {"+٣٤ ٦٠٠ ١١١ ٢٢٢", "+34600111222", KC_NUMBER_MATCH_SAME},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s, %s", rows[i].line, rows[i].phone_number);
      g_assert_cmpint (kc_number_lines_compare (rows[i].line, rows[i].phone_number), ==,
                       rows[i].match);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number-lines/lines", test_lines);
  g_test_add_func ("/number-lines/duplicates", test_duplicates);
  g_test_add_func ("/number-lines/there-already", test_there_already);
  g_test_add_func ("/number-lines/room", test_room);
  g_test_add_func ("/number-lines/long-line", test_long_line);
  g_test_add_func ("/number-lines/phone-number", test_phone_number);

  g_test_add_func ("/number-lines/compare", test_compare);

  return g_test_run ();
}
