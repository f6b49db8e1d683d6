/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-time-left-text.h"

static void
test_texts (void)
{
  static const struct {
    int seconds;
    const char *text;
  } vectors[] = {
      {-1, ""},
      {0, "No time left"},
      {1, "1 second left"},
      {2, "2 seconds left"},
      {59, "59 seconds left"},
      {60, "1 min 00 s left"},
      {112, "1 min 52 s left"},
      {120, "2 min 00 s left"},
      {121, "3 minutes left"},
      {180, "3 minutes left"},
      {252, "5 minutes left"},
      {3599, "60 minutes left"},
      {3600, "1 h 00 min left"},
      {86400, "24 h 00 min left"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *text = kc_time_left_text_new (vectors[i].seconds);

      g_assert_cmpstr (text, ==, vectors[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-left-text/texts", test_texts);

  return g_test_run ();
}
