/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-state.h"

/* The table again, written as a matrix with a letter for each state, so that a slip in src/ is
 * noticed. Rows: from; columns: to. */
/* clang-format off */
static const char *const drawing[KC_ATTEMPT_N_STATES] = {
  /*                         I S W S L C C E C F */
  [KC_ATTEMPT_IDLE]       = "- x - - - - - - - -",
  [KC_ATTEMPT_STARTING]   = "- - x x - x - - x x",
  [KC_ATTEMPT_WAITING]    = "- - - - - x x x x x",
  [KC_ATTEMPT_SCANNING]   = "- - - - x x x x x x",
  [KC_ATTEMPT_LINKING]    = "- - - x - x x - x x",
  [KC_ATTEMPT_CONFIRMING] = "- - x x - - x x x x",
  [KC_ATTEMPT_CONNECTED]  = "- - - - - - - - - -",
  [KC_ATTEMPT_EXPIRED]    = "- - - - - - x - - -",
  [KC_ATTEMPT_CANCELLED]  = "- - - - - - - - - -",
  [KC_ATTEMPT_FAILED]     = "- - - - - - x - - -",
};
/* clang-format on */

static void
test_every_arrow (void)
{
  for (guint from = 0; from < KC_ATTEMPT_N_STATES; from++)
    for (guint to = 0; to < KC_ATTEMPT_N_STATES; to++)
      {
        g_test_message ("%s to %s", kc_attempt_state_to_string (from),
                        kc_attempt_state_to_string (to));
        g_assert_cmpint (kc_attempt_state_may_become (from, to), ==, drawing[from][2 * to] == 'x');
      }
}

static void
test_terminal (void)
{
  for (guint state = 0; state < KC_ATTEMPT_N_STATES; state++)
    g_assert_cmpint (kc_attempt_state_is_terminal (state), ==, state >= KC_ATTEMPT_CONNECTED);
}

static void
test_words_differ (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint state = 0; state < KC_ATTEMPT_N_STATES; state++)
    g_assert_true (g_hash_table_add (words, (gpointer) kc_attempt_state_to_string (state)));

  g_assert_cmpstr (kc_attempt_state_to_string (KC_ATTEMPT_SCANNING), ==, "scanning");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attempt-state/every-arrow", test_every_arrow);
  g_test_add_func ("/attempt-state/terminal", test_terminal);
  g_test_add_func ("/attempt-state/words-differ", test_words_differ);

  return g_test_run ();
}
