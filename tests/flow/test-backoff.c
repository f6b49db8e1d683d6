/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-backoff.h"

static void
assert_step (KcBackoff *backoff, gint64 at_least_ms, gint64 expected_ms)
{
  gint64 delay_ms = kc_backoff_next (backoff, at_least_ms);

  g_assert_cmpint (delay_ms, >=, expected_ms);
  g_assert_cmpint (delay_ms, <=, expected_ms + KC_BACKOFF_JITTER_MS);
}

static void
test_doubles_up_to_the_cap (void)
{
  g_autoptr (KcBackoff) backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);
  const gint64 steps[] = {1000, 2000, 4000, 8000, 16000, 16000, 16000};

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    assert_step (backoff, -1, steps[i]);
}

static void
test_cap_need_not_be_a_step (void)
{
  g_autoptr (KcBackoff) backoff = kc_backoff_new (5000, NULL);
  const gint64 steps[] = {1000, 2000, 4000, 5000, 5000};

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    assert_step (backoff, -1, steps[i]);
}

static void
test_success_resets (void)
{
  g_autoptr (KcBackoff) backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);

  assert_step (backoff, -1, 1000);
  assert_step (backoff, -1, 2000);
  kc_backoff_reset (backoff);
  assert_step (backoff, -1, 1000);
}

static void
test_retry_after_raises (void)
{
  g_autoptr (KcBackoff) backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);

  assert_step (backoff, 60000, 60000);
  assert_step (backoff, 500, 2000);
  assert_step (backoff, 0, 4000);
}

static void
test_jitter_reaches_both_bounds (void)
{
  g_autoptr (KcBackoff) backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, g_rand_new_with_seed (1));
  gint64 lowest = G_MAXINT64;
  gint64 highest = 0;

  for (guint i = 0; i < 10000; i++)
    {
      gint64 delay_ms;

      kc_backoff_reset (backoff);
      delay_ms = kc_backoff_next (backoff, -1);
      lowest = MIN (lowest, delay_ms);
      highest = MAX (highest, delay_ms);
    }

  g_assert_cmpint (lowest, ==, 1000);
  g_assert_cmpint (highest, ==, 1000 + KC_BACKOFF_JITTER_MS);
}

static void
test_seed_decides (void)
{
  g_autoptr (KcBackoff) one = kc_backoff_new (KC_BACKOFF_CAP_MS, g_rand_new_with_seed (7));
  g_autoptr (KcBackoff) other = kc_backoff_new (KC_BACKOFF_CAP_MS, g_rand_new_with_seed (7));

  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (kc_backoff_next (one, -1), ==, kc_backoff_next (other, -1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backoff/doubles-up-to-the-cap", test_doubles_up_to_the_cap);
  g_test_add_func ("/backoff/cap-need-not-be-a-step", test_cap_need_not_be_a_step);
  g_test_add_func ("/backoff/success-resets", test_success_resets);
  g_test_add_func ("/backoff/retry-after-raises", test_retry_after_raises);
  g_test_add_func ("/backoff/jitter-reaches-both-bounds", test_jitter_reaches_both_bounds);
  g_test_add_func ("/backoff/seed-decides", test_seed_decides);

  return g_test_run ();
}
