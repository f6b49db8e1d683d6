/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is said about a key before it is sent. */

#include "kc-key-hint.h"

#include <string.h>

#define KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
test_says_what_is_left_out (void)
{
  static const struct {
    const char *text;
    const char *word;
  } cases[] = {
      {"Bearer " KEY, "words"},           {"KEEBAI_API_KEY=" KEY, "words"},
      {"\"" KEY "\"", "quotation marks"}, {KEY "\xe2\x80\x8b", "invisible"},
      {" " KEY "\n", "spaces"},           {"Bearer \"" KEY "\"\n", "words and characters"},
      {"pat_0123456789", "kbai_pk_"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *hint = kc_key_hint_new (cases[i].text);

      g_assert_nonnull (hint);
      g_assert_nonnull (strstr (hint, cases[i].word));
      g_assert_null (strstr (hint, "aaaa"));
    }
}

static void
test_says_nothing_of_a_plain_key (void)
{
  static const char *const texts[] = {KEY, "kbai", "k", "", "kbai_pk_\xc3\xa1"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (kc_key_hint_new (texts[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/key-hint/says-what-is-left-out", test_says_what_is_left_out);
  g_test_add_func ("/app/key-hint/says-nothing-of-a-plain-key", test_says_nothing_of_a_plain_key);

  return g_test_run ();
}
