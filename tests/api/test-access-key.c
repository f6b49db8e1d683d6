/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-access-key.h"

#include <string.h>

#define KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define NONE KC_ACCESS_KEY_EXTRAS_NONE
#define BLANKS KC_ACCESS_KEY_EXTRAS_BLANKS
#define INVISIBLE KC_ACCESS_KEY_EXTRAS_INVISIBLE
#define QUOTES KC_ACCESS_KEY_EXTRAS_QUOTES
#define NAME KC_ACCESS_KEY_EXTRAS_NAME

/* What people paste, and the key that is sent. */
static void
test_takes_off_what_is_no_key (void)
{
  static const struct {
    const char *text;
    guint extras;
  } cases[] = {
      {KEY, NONE},
      {"  " KEY "\r\n", BLANKS},
      {"\t" KEY "\xc2\xa0", BLANKS},
      {"\"" KEY "\"", QUOTES},
      {"'" KEY "'", QUOTES},
      {"`" KEY "`", QUOTES},
      {"\"" KEY "\",", QUOTES},
      {"\xe2\x80\x9c" KEY "\xe2\x80\x9d", QUOTES},
      {"\xe2\x80\x9e" KEY "\xe2\x80\x9c", QUOTES},
      {"\xc2\xab\xc2\xa0" KEY "\xc2\xa0\xc2\xbb", QUOTES | BLANKS},
      {"Bearer " KEY, NAME},
      {"bearer  " KEY, NAME | BLANKS},
      {"Bearer: " KEY, NAME | BLANKS},
      {"Bearer\n" KEY, NAME},
      {"Authorization: Bearer " KEY, NAME | BLANKS},
      {"authorization:Bearer " KEY, NAME},
      {"\"Authorization\": \"Bearer " KEY "\"", NAME | BLANKS | QUOTES},
      {"Authori\r\nzation: Bea\nrer " KEY, NAME | BLANKS},
      {"'Authorization: Bearer " KEY "'", NAME | BLANKS | QUOTES},
      {"KEEBAI_API_KEY=" KEY, NAME},
      {"KEEBAI_API_KEY = \"" KEY "\"", NAME | BLANKS | QUOTES},
      {"export KEEBAI_API_KEY='" KEY "';", NAME | QUOTES},
      {"KEEBAI_API_KEY: " KEY, NAME | BLANKS},
      {KEY "\xe2\x80\x8b", INVISIBLE},
      {"\xef\xbb\xbf" KEY, INVISIBLE},
      {"kbai_pk_\xe2\x81\xa0"
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
       INVISIBLE},
      {"kbai_pk_\xc2\xad"
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
       INVISIBLE},
      {"\xe2\x80\xaa" KEY "\xe2\x80\xac", INVISIBLE},
      {"kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaa\r\n  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", BLANKS},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      KcAccessKeyExtras extras;
      char *key = kc_access_key_normalize (cases[i].text, &extras, &error);
      g_autofree char *line = g_strescape (cases[i].text, NULL);

      g_test_message ("%s", line);
      g_assert_no_error (error);
      g_assert_cmpstr (key, ==, KEY);
      g_assert_cmpuint (extras, ==, cases[i].extras);
      kc_secret_free (key);
    }
}

/* Keys of another shape are accepted too: only what cannot be sent is refused. */
static void
test_leaves_other_keys_alone (void)
{
  static const char *const keys[] = {
      "pat_0123", "Bearerless", "export-me", "a", "abc.def-ghi_jkl~mno+pqr/stu==", "exported",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;
      KcAccessKeyExtras extras;
      g_autofree char *key = kc_access_key_normalize (keys[i], &extras, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (key, ==, keys[i]);
      g_assert_cmpuint (extras, ==, NONE);
    }
}

static void
test_refuses_what_no_key_has (void)
{
  static const char *const texts[] = {
      "",
      " \n",
      "\xe2\x80\x8b",
      "Bearer ",
      "Bearer",
      "KEEBAI_API_KEY=",
      "\"\"",
      "Authorization: Bearer",
      "Bea\nrer",
      "kbai_pk_aaaa aaaa",
      "kbai_pk_aaaa\xc3\xa9",
      "\xd0\xba"
      "bai_pk_aaaa",
      "kbai_pk_\xef\xbd\x81",
      "{\"key\":\"kbai_pk_aaaa\"}",
      "kbai_pk_aaaa=bbbb",
      "=",
      "kbai_pk_\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2",
      "kbai_pk_aaaa\nKEEBAI_BASE_URL=https://x",
      "kbai_pk_\xff",
      "https://app.keebai.com/x",
      "kbai_pk_aaaa\x01"
      "b",
  };
  g_autofree char *endless = g_strnfill (KC_ACCESS_KEY_MAX_BYTES + 1, 'a');
  g_autoptr (GError) too_long = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_null (kc_access_key_normalize (texts[i], NULL, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_KEY_MALFORMED);
      g_assert_false (kc_error_was_sent (error));
      g_assert_null (strstr (error->message, "aaaa"));
    }
  g_assert_null (kc_access_key_normalize (endless, NULL, &too_long));
  g_assert_error (too_long, KC_ERROR, KC_ERROR_KEY_MALFORMED);
}

static void
test_knows_a_complete_key (void)
{
  static const char digits[] = "0123456789abcdefABCDEF01234567890123456789abcdefABCDEF0123456789";
  g_autofree char *whole = g_strconcat (KC_ACCESS_KEY_PREFIX, digits, NULL);
  g_autofree char *cut = g_strconcat (KC_ACCESS_KEY_PREFIX, digits + 1, NULL);
  g_autofree char *longer = g_strconcat (KC_ACCESS_KEY_PREFIX, digits, "0", NULL);
  g_autofree char *other = g_strconcat (KC_ACCESS_KEY_PREFIX, digits + 1, "g", NULL);
  g_autofree char *prefix = g_strconcat ("kbai_sk_", digits, NULL);

  g_assert_true (kc_access_key_is_complete (whole));
  g_assert_false (kc_access_key_is_complete (cut));
  g_assert_false (kc_access_key_is_complete (longer));
  g_assert_false (kc_access_key_is_complete (other));
  g_assert_false (kc_access_key_is_complete (prefix));
  g_assert_false (kc_access_key_is_complete (""));
}

static void
test_makes_the_header (void)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  g_assert_false (kc_access_key_is_quoted (headers, KEY));
  kc_access_key_authorize (KEY, headers);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Authorization"), ==, "Bearer " KEY);
  g_assert_true (kc_access_key_is_quoted (headers, "your key " KEY " is no good"));
  g_assert_false (kc_access_key_is_quoted (headers, "your key is no good"));
  g_assert_false (kc_access_key_is_quoted (headers, NULL));
  soup_message_headers_unref (headers);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/access-key/takes-off-what-is-no-key", test_takes_off_what_is_no_key);
  g_test_add_func ("/api/access-key/leaves-other-keys-alone", test_leaves_other_keys_alone);
  g_test_add_func ("/api/access-key/refuses-what-no-key-has", test_refuses_what_no_key_has);
  g_test_add_func ("/api/access-key/knows-a-complete-key", test_knows_a_complete_key);
  g_test_add_func ("/api/access-key/makes-the-header", test_makes_the_header);

  return g_test_run ();
}
