/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-rate-limiter.h"
#include "kc-error.h"
#include "kc-manual-clock.h"

#define MINUTE_MS (60 * 1000 + KC_RATE_LIMITER_MARGIN_MS)
#define HOUR_MS (60 * 60 * 1000 + KC_RATE_LIMITER_MARGIN_MS)

typedef struct {
  KcClock *clock;
  KcRateLimiter *rate_limiter;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = kc_clock_new_manual ();
  fixture->rate_limiter = kc_rate_limiter_new (fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->rate_limiter);
  g_assert_finalize_object (fixture->clock);
}

static void
spend (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    kc_rate_limiter_count (fixture->rate_limiter);
}

static void
test_sixty_a_minute (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
  spend (fixture, 59);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
  kc_clock_advance (fixture->clock, 10000);
  spend (fixture, 1);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, MINUTE_MS - 10000);

  /* The window slides: the 59 requests of the beginning leave it together, the last one later. */
  kc_clock_advance (fixture->clock, MINUTE_MS - 10000);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
  spend (fixture, 59);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 10000);
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

  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, HOUR_MS - 20 * MINUTE_MS);
  kc_clock_advance (fixture->clock, start + HOUR_MS - kc_clock_get_now (fixture->clock));
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
}

/* More than the limit may have been sent: a request that cannot wait is counted without asking. */
static void
test_overspent (Fixture *fixture, gconstpointer data)
{
  spend (fixture, 1500);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, HOUR_MS);
  kc_clock_advance (fixture->clock, HOUR_MS);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
}

/* As greedy as possible, for two hours: no sliding window ever holds more than allowed. */
static void
test_many_requests_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 end = kc_clock_get_now (fixture->clock) + 2 * HOUR_MS;

  while (kc_clock_get_now (fixture->clock) < end)
    {
      gint64 delay_ms = kc_rate_limiter_get_delay (fixture->rate_limiter);
      gint64 now = kc_clock_get_now (fixture->clock);

      if (delay_ms > 0)
        {
          kc_clock_advance (fixture->clock, delay_ms);
          continue;
        }

      kc_rate_limiter_count (fixture->rate_limiter);
      g_array_append_val (sent, now);
    }

  g_assert_cmpuint (sent->len, ==, 2 * KC_RATE_LIMITER_PER_HOUR);
  for (guint i = KC_RATE_LIMITER_PER_MINUTE; i < sent->len; i++)
    g_assert_cmpint (g_array_index (sent, gint64, i)
                         - g_array_index (sent, gint64, i - KC_RATE_LIMITER_PER_MINUTE),
                     >=, MINUTE_MS);
  for (guint i = KC_RATE_LIMITER_PER_HOUR; i < sent->len; i++)
    g_assert_cmpint (g_array_index (sent, gint64, i)
                         - g_array_index (sent, gint64, i - KC_RATE_LIMITER_PER_HOUR),
                     >=, HOUR_MS);
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GString *done = user_data;
  g_autoptr (GError) error = NULL;
  gboolean waited = kc_rate_limiter_wait_finish (KC_RATE_LIMITER (source), result, &error);

  g_assert_true (waited == (error == NULL));
  if (error != NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_string_append_c (done, waited ? 'w' : 'c');
}

/* A request that fits is counted at once; one that does not fit waits its turn and is counted then.
 */
static void
test_wait (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) done = g_string_new (NULL);

  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, NULL, wait_cb, done);
  run_pending ();
  g_assert_cmpstr (done->str, ==, "w");
  spend (fixture, 58);
  kc_clock_advance (fixture->clock, 1000);

  /* Three do not fit where one does. */
  kc_rate_limiter_wait_async (fixture->rate_limiter, 3, NULL, wait_cb, done);
  g_assert_true (kc_rate_limiter_get_waiting (fixture->rate_limiter));
  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, NULL, wait_cb, done);
  kc_clock_advance (fixture->clock, MINUTE_MS - 1001);
  g_assert_cmpstr (done->str, ==, "ww");
  kc_clock_advance (fixture->clock, 1);
  g_assert_cmpstr (done->str, ==, "www");
  g_assert_false (kc_rate_limiter_get_waiting (fixture->rate_limiter));

  /* 1 and 3 have been counted: 56 fit. */
  spend (fixture, 56);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 1000);
}

static void
count_cb (KcRateLimiter *rate_limiter, GParamSpec *pspec, guint *n_notified)
{
  (*n_notified)++;
}

/* A wait of up to two seconds is not reported. */
static void
test_waiting_is_notified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) done = g_string_new (NULL);
  guint n_notified = 0;

  g_signal_connect (fixture->rate_limiter, "notify::waiting", G_CALLBACK (count_cb), &n_notified);
  kc_rate_limiter_slow_down (fixture->rate_limiter, 2000);
  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, NULL, wait_cb, done);
  g_assert_false (kc_rate_limiter_get_waiting (fixture->rate_limiter));
  kc_clock_advance (fixture->clock, 2000);
  g_assert_cmpstr (done->str, ==, "w");
  g_assert_cmpuint (n_notified, ==, 0);

  kc_rate_limiter_slow_down (fixture->rate_limiter, 10000);
  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, NULL, wait_cb, done);
  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, NULL, wait_cb, done);
  g_assert_true (kc_rate_limiter_get_waiting (fixture->rate_limiter));
  g_assert_cmpuint (n_notified, ==, 1);
  kc_clock_advance (fixture->clock, 10000);
  g_assert_cmpstr (done->str, ==, "www");
  g_assert_cmpuint (n_notified, ==, 2);
}

/* A caller that cancels waits no longer, and nothing is counted for it. */
static void
test_wait_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) done = g_string_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  spend (fixture, 60);
  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, cancellable, wait_cb, done);
  run_pending ();
  g_assert_cmpstr (done->str, ==, "");
  g_cancellable_cancel (cancellable);
  run_pending ();
  g_assert_cmpstr (done->str, ==, "c");
  g_assert_false (kc_rate_limiter_get_waiting (fixture->rate_limiter));

  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, cancellable, wait_cb, done);
  run_pending ();
  g_assert_cmpstr (done->str, ==, "cc");

  /* Cancelled at the moment when its turn has come. */
  g_cancellable_reset (cancellable);
  kc_rate_limiter_wait_async (fixture->rate_limiter, 1, cancellable, wait_cb, done);
  kc_clock_advance (fixture->clock, MINUTE_MS - 1);
  g_signal_connect_swapped (fixture->rate_limiter, "notify::waiting",
                            G_CALLBACK (g_cancellable_cancel), cancellable);
  kc_clock_advance (fixture->clock, 1);
  g_assert_cmpstr (done->str, ==, "ccc");
  spend (fixture, 59);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
}

/* 429 slows the key down for good: nothing is sent before its time, and repeated requests come half
 * as often. */
static void
test_slowed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) refused
      = kc_error_new_full (KC_ERROR_RATE_LIMITED, 429, 20000, NULL, NULL, NULL, NULL);
  g_autoptr (GError) other
      = kc_error_new_full (KC_ERROR_MAINTENANCE, 503, 20000, NULL, NULL, NULL, NULL);

  kc_rate_limiter_note (fixture->rate_limiter, NULL);
  kc_rate_limiter_note (fixture->rate_limiter, other);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 5000), ==, 5000);
  g_assert_false (kc_rate_limiter_is_running_low (fixture->rate_limiter));

  /* The second one was already under way. */
  kc_rate_limiter_note (fixture->rate_limiter, refused);
  kc_clock_advance (fixture->clock, 1000);
  kc_rate_limiter_note (fixture->rate_limiter, refused);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 20000);
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 5000), ==, 10000);
  g_assert_true (kc_rate_limiter_is_running_low (fixture->rate_limiter));

  kc_clock_advance (fixture->clock, 20000);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 0);
  kc_clock_advance (fixture->clock, 2 * HOUR_MS);
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 5000), ==, 10000);

  /* Without Retry-After, each pause is twice as long as the last. */
  for (gint64 pause_ms = 2000; pause_ms <= 32000; pause_ms *= 2)
    {
      kc_rate_limiter_slow_down (fixture->rate_limiter, -1);
      g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, pause_ms);
      kc_clock_advance (fixture->clock, pause_ms);
    }

  /* There is a maximum. An interval that is longer by itself is not shortened. */
  kc_rate_limiter_slow_down (fixture->rate_limiter, 0);
  g_assert_cmpint (kc_rate_limiter_get_delay (fixture->rate_limiter), ==, 32000);
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 5000), ==, 60000);
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 120000), ==, 120000);
}

/* The last quarter is reserved for requests that somebody waits for. */
static void
test_running_low (Fixture *fixture, gconstpointer data)
{
  spend (fixture, 45);
  g_assert_false (kc_rate_limiter_is_running_low (fixture->rate_limiter));
  spend (fixture, 1);
  g_assert_true (kc_rate_limiter_is_running_low (fixture->rate_limiter));
  kc_clock_advance (fixture->clock, MINUTE_MS);
  g_assert_false (kc_rate_limiter_is_running_low (fixture->rate_limiter));

  for (guint i = 0; i < 16; i++)
    {
      spend (fixture, 44);
      kc_clock_advance (fixture->clock, MINUTE_MS);
    }
  g_assert_false (kc_rate_limiter_is_running_low (fixture->rate_limiter));
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 5000), ==, 5000);
  spend (fixture, 44);
  kc_clock_advance (fixture->clock, MINUTE_MS);
  g_assert_true (kc_rate_limiter_is_running_low (fixture->rate_limiter));
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->rate_limiter, 5000), ==, 10000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/rate-limiter/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("sixty-a-minute", test_sixty_a_minute);
  ADD ("thousand-an-hour", test_thousand_an_hour);
  ADD ("overspent", test_overspent);
  ADD ("many-requests-at-once", test_many_requests_at_once);
  ADD ("wait", test_wait);
  ADD ("waiting-is-notified", test_waiting_is_notified);
  ADD ("wait-cancelled", test_wait_cancelled);
  ADD ("slowed", test_slowed);
  ADD ("running-low", test_running_low);
#undef ADD

  return g_test_run ();
}
