/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-budget.h"

#define MINUTE_MS (60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)

typedef struct {
  KcClock *clock;
  KcBudget *budget;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = kc_clock_new_manual ();
  fixture->budget = kc_budget_new (fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->budget);
  g_assert_finalize_object (fixture->clock);
}

static void
spend (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    kc_budget_spend (fixture->budget);
}

static void
test_sixty_a_minute (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, 0);
  spend (fixture, 59);
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, 0);
  kc_clock_advance (fixture->clock, 10000);
  spend (fixture, 1);
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, MINUTE_MS - 10000);

  /* The window slides: the 59 of the beginning leave it together, the last one later. */
  kc_clock_advance (fixture->clock, MINUTE_MS - 10000);
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, 0);
  spend (fixture, 59);
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, 10000);
}

static void
test_thousand_an_hour (Fixture *fixture, gconstpointer data)
{
  gint64 start = kc_clock_get_now (fixture->clock);

  for (guint i = 0; i < 20; i++)
    {
      spend (fixture, 50);
      kc_clock_advance (fixture->clock, MINUTE_MS);
    }

  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, HOUR_MS - 20 * MINUTE_MS);
  kc_clock_advance (fixture->clock, start + HOUR_MS - kc_clock_get_now (fixture->clock));
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, 0);
}

/* More than the limit may have been spent: what cannot wait is spent without asking. */
static void
test_overspent (Fixture *fixture, gconstpointer data)
{
  spend (fixture, 1500);
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, HOUR_MS);
  kc_clock_advance (fixture->clock, HOUR_MS);
  g_assert_cmpint (kc_budget_get_delay (fixture->budget), ==, 0);
}

/* As greedy as can be, for two hours: no sliding window ever holds more than it may. */
static void
test_greedy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 end = kc_clock_get_now (fixture->clock) + 2 * HOUR_MS;

  while (kc_clock_get_now (fixture->clock) < end)
    {
      gint64 delay_ms = kc_budget_get_delay (fixture->budget);
      gint64 now = kc_clock_get_now (fixture->clock);

      if (delay_ms > 0)
        {
          kc_clock_advance (fixture->clock, delay_ms);
          continue;
        }

      kc_budget_spend (fixture->budget);
      g_array_append_val (sent, now);
    }

  g_assert_cmpuint (sent->len, ==, 2 * KC_BUDGET_PER_HOUR);
  for (guint i = KC_BUDGET_PER_MINUTE; i < sent->len; i++)
    g_assert_cmpint (g_array_index (sent, gint64, i)
                         - g_array_index (sent, gint64, i - KC_BUDGET_PER_MINUTE),
                     >=, MINUTE_MS);
  for (guint i = KC_BUDGET_PER_HOUR; i < sent->len; i++)
    g_assert_cmpint (g_array_index (sent, gint64, i)
                         - g_array_index (sent, gint64, i - KC_BUDGET_PER_HOUR),
                     >=, HOUR_MS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/budget/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("sixty-a-minute", test_sixty_a_minute);
  ADD ("thousand-an-hour", test_thousand_an_hour);
  ADD ("overspent", test_overspent);
  ADD ("greedy", test_greedy);
#undef ADD

  return g_test_run ();
}
