/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-poller.h"

#include "kc-backoff.h"
#include "kc-flow-fixture.h"

#define INTERVAL_MS 5000
/* How precisely times are checked that depend on the network. */
#define STEP_MS 50
#define HOUR_MS (60 * 60 * 1000)

typedef struct {
  KcFlowFixture flow;
  KcPoller *poller;
  guint n_answers;
  guint n_errors;
  gboolean stop_when_answered;
  gboolean hurry_when_answered;
} Fixture;

static void
on_poller_answered_cb (KcPoller *poller, KcPoll *poll, GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true ((poll == NULL) != (error == NULL));
  fixture->n_answers++;
  if (error != NULL)
    fixture->n_errors++;

  if (fixture->stop_when_answered)
    kc_poller_stop (poller);
  if (fixture->hurry_when_answered)
    kc_poller_poll_now (poller);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcSession) session = NULL;

  kc_flow_set_up (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);
  session = kc_flow_make_session (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);
  fixture->poller = kc_poller_new (fixture->flow.client, fixture->flow.clock,
                                   fixture->flow.rate_limiter, session);
  g_signal_connect (fixture->poller, "answered", G_CALLBACK (on_poller_answered_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->poller);
  kc_flow_tear_down (&fixture->flow);
}

/* Moves to just before a poll may come, then in small steps until it has come and was answered,
 * which must be by `at_most_ms`. */
static void
assert_next_poll_after (Fixture *fixture, gint64 at_least_ms, gint64 at_most_ms)
{
  guint n_polls = kc_flow_count_polls (&fixture->flow);
  guint n_answers = fixture->n_answers;
  gint64 end = kc_clock_get_now (fixture->flow.clock) + at_most_ms;

  kc_clock_advance (fixture->flow.clock, at_least_ms - 1);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, n_polls);

  kc_clock_advance (fixture->flow.clock, 1);
  for (;;)
    {
      gint64 left_ms = end - kc_clock_get_now (fixture->flow.clock);

      kc_flow_settle ();
      if (fixture->n_answers > n_answers || left_ms <= 0)
        break;
      kc_clock_advance (fixture->flow.clock, MIN (STEP_MS, left_ms));
    }
  kc_test_wait_until (fixture->n_answers == n_answers + 1);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, n_polls + 1);
}

static void
test_interval_counts_from_the_answer (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 1000, INTERVAL_MS);
  assert_next_poll_after (fixture, 1000, 1000);
  assert_next_poll_after (fixture, INTERVAL_MS, INTERVAL_MS);
  assert_next_poll_after (fixture, INTERVAL_MS, INTERVAL_MS);
  g_assert_cmpuint (fixture->n_errors, ==, 0);
}

static void
test_never_overlap (Fixture *fixture, gconstpointer data)
{
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 0);
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  kc_test_wait_until (kc_flow_count_polls (&fixture->flow) == 1);

  for (guint i = 0; i < 20; i++)
    {
      kc_clock_advance (fixture->flow.clock, 400);
      kc_poller_poll_now (fixture->poller);
    }
  kc_clock_advance (fixture->flow.clock, 20000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);

  /* The network has changed: a poll under way will not be answered, and is given up. */
  kc_poller_poll_now (fixture->poller);
  kc_poller_poll_now (fixture->poller);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
  g_assert_cmpuint (fixture->n_answers, ==, 0);
}

/* On waking, the session is polled at once: a poll under way will not be answered, and one that was
 * answered just before the sleep was a long time ago. */
static void
test_woke (Fixture *fixture, gconstpointer data)
{
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 1);
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  kc_test_wait_until (kc_flow_count_polls (&fixture->flow) == 1);
  kc_clock_sleep (fixture->flow.clock, 180000);
  kc_test_wait_until (fixture->n_answers == 1);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);

  kc_poller_set_interval (fixture->poller, 60000);
  kc_clock_sleep (fixture->flow.clock, 3000);
  kc_test_wait_until (fixture->n_answers == 2);

  /* Not several in a row, however short the naps. */
  kc_clock_sleep (fixture->flow.clock, 500);
  assert_next_poll_after (fixture, INTERVAL_MS - 501, INTERVAL_MS - 500);

  kc_poller_stop (fixture->poller);
  kc_clock_sleep (fixture->flow.clock, 180000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 4);
}

static void
test_poll_now (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, INTERVAL_MS, INTERVAL_MS);
  kc_clock_advance (fixture->flow.clock, 1000);
  kc_poller_poll_now (fixture->poller);
  kc_test_wait_until (fixture->n_answers == 1);

  /* The interval starts again. */
  assert_next_poll_after (fixture, INTERVAL_MS, INTERVAL_MS);
}

static void
test_poll_now_never_twice_within_two_seconds (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);

  for (guint i = 0; i < 10; i++)
    kc_poller_poll_now (fixture->poller);
  assert_next_poll_after (fixture, 1999, 2000);

  /* One early poll is allowed, several in a row are not: Keebai named an interval. */
  for (guint i = 0; i < 3; i++)
    {
      kc_clock_advance (fixture->flow.clock, 1000);
      kc_poller_poll_now (fixture->poller);
      assert_next_poll_after (fixture, INTERVAL_MS - 1001, INTERVAL_MS - 1000);
    }
}

/* The caller may ask for a shorter interval than Keebai named, as confirming does. */
static void
test_interval_of_keebai_is_kept (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 1, 2000);
  assert_next_poll_after (fixture, 1, 1);
  for (guint i = 0; i < 3; i++)
    assert_next_poll_after (fixture, INTERVAL_MS - 1, INTERVAL_MS);
  kc_poller_set_interval (fixture->poller, 1000);
  assert_next_poll_after (fixture, INTERVAL_MS - 1, INTERVAL_MS);
  kc_poller_start (fixture->poller, 0, 2000);
  assert_next_poll_after (fixture, 1999, 2000);
  kc_poller_start (fixture->poller, 0, 2000);
  assert_next_poll_after (fixture, INTERVAL_MS - 1, INTERVAL_MS);
}

/* A final answer stays final: whoever starts the poller again gets it, and no request is sent. */
static void
test_final_word (Fixture *fixture, gconstpointer json)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, json);
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  kc_test_wait_until (fixture->n_answers == 1);
  g_assert_false (kc_poller_is_running (fixture->poller));
  kc_poller_poll_now (fixture->poller);
  kc_clock_advance (fixture->flow.clock, 60000);
  kc_flow_settle ();
  g_assert_cmpuint (fixture->n_answers, ==, 1);

  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  g_assert_cmpuint (fixture->n_answers, ==, 1);
  kc_clock_advance (fixture->flow.clock, 1);
  kc_test_wait_until (fixture->n_answers == 2);
  g_assert_cmpuint (fixture->n_errors, ==, 0);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
}

static void
test_poll_now_while_one_is_under_way (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  kc_test_wait_until (kc_flow_count_polls (&fixture->flow) == 1);
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  kc_poller_poll_now (fixture->poller);
  kc_test_wait_until (fixture->n_answers == 1);
  assert_next_poll_after (fixture, 1999, 2000);
  assert_next_poll_after (fixture, INTERVAL_MS, INTERVAL_MS);
}

static void
test_poll_now_from_the_answer (Fixture *fixture, gconstpointer data)
{
  fixture->hurry_when_answered = TRUE;
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  assert_next_poll_after (fixture, 1999, 2000);
}

static void
test_poll_now_on_a_stopped_one (Fixture *fixture, gconstpointer data)
{
  kc_poller_poll_now (fixture->poller);
  kc_poller_set_interval (fixture->poller, 1);
  kc_clock_advance (fixture->flow.clock, HOUR_MS);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 0);
  g_assert_false (kc_poller_is_running (fixture->poller));
}

static void
test_errors_slow_down_polling (Fixture *fixture, gconstpointer data)
{
  const gint64 steps[] = {1000, 2000, 4000, 8000, 16000, 16000};

  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 6, 500, NULL,
                        "{\"message\":\"Oops\",\"statusCode\":500}");
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    assert_next_poll_after (fixture, INTERVAL_MS + steps[i] - STEP_MS,
                            INTERVAL_MS + steps[i] + KC_BACKOFF_JITTER_MS);
  g_assert_cmpuint (fixture->n_errors, ==, 6);

  /* The seventh answer was good. */
  assert_next_poll_after (fixture, INTERVAL_MS - STEP_MS, INTERVAL_MS);
}

static void
test_retry_after (Fixture *fixture, gconstpointer status)
{
  kc_flow_poll_once (&fixture->flow, GPOINTER_TO_UINT (status), "Retry-After: 40\r\n",
                     "{\"message\":\"Later\",\"statusCode\":0}");
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  g_assert_cmpuint (fixture->n_errors, ==, 1);

  /* Even focusing the window does not make it sooner. */
  kc_clock_advance (fixture->flow.clock, 10000);
  kc_poller_poll_now (fixture->poller);
  assert_next_poll_after (fixture, 30000, 30000 + KC_BACKOFF_JITTER_MS);
  g_assert_cmpuint (fixture->n_errors, ==, 1);
  if (GPOINTER_TO_UINT (status) == 503)
    assert_next_poll_after (fixture, INTERVAL_MS - STEP_MS, INTERVAL_MS);
}

/* Without a Retry-After, a 429 still asks for a slower pace. */
static void
test_rate_limited_ignores_poll_now (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 429, NULL, "{\"message\":\"Too Many\",\"statusCode\":429}");
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  kc_poller_poll_now (fixture->poller);
  assert_next_poll_after (fixture, 2 * INTERVAL_MS + 1000,
                          2 * INTERVAL_MS + 1000 + KC_BACKOFF_JITTER_MS);
}

/* 429 slows the key down for good, also for everything else that uses it; even focusing the window
 * does not bring back the old pace. 503 does not slow it. */
static void
test_slowed_for_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcSession) session = kc_flow_make_session (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);
  g_autoptr (KcPoller) other = kc_poller_new (fixture->flow.client, fixture->flow.clock,
                                              fixture->flow.rate_limiter, session);
  guint n_polls;

  kc_flow_poll_once (&fixture->flow, 503, NULL, "{}");
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  g_assert_cmpint (kc_rate_limiter_adjust_interval (fixture->flow.rate_limiter, INTERVAL_MS), ==,
                   INTERVAL_MS);
  kc_flow_poll_once (&fixture->flow, 429, "Retry-After: 40\r\n", "{}");
  kc_poller_poll_now (fixture->poller);
  assert_next_poll_after (fixture, 1999, 2000);

  kc_poller_start (other, 1000, INTERVAL_MS);
  kc_clock_advance (fixture->flow.clock, 38999);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
  kc_poller_stop (other);

  assert_next_poll_after (fixture, 1000, 1001 + KC_BACKOFF_JITTER_MS);
  for (guint i = 0; i < 5; i++)
    assert_next_poll_after (fixture, 2 * INTERVAL_MS - STEP_MS, 2 * INTERVAL_MS);
  n_polls = kc_flow_count_polls (&fixture->flow);
  for (guint i = 0; i < 8; i++)
    {
      kc_poller_poll_now (fixture->poller);
      kc_clock_advance (fixture->flow.clock, 1000);
      kc_flow_settle ();
    }
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow) - n_polls, <=, 2);
}

/* The network is back: a poll that only the backoff delays need not wait. */
static void
test_poll_now_breaks_the_backoff (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply_raw (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 1, KC_STUB_RESET, "",
                            0);
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  g_assert_cmpuint (fixture->n_errors, ==, 1);
  kc_poller_set_interval (fixture->poller, 60000);
  kc_poller_poll_now (fixture->poller);
  assert_next_poll_after (fixture, 1999, 2000);
}

static void
test_interval_changes (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  kc_clock_advance (fixture->flow.clock, 4000);
  kc_poller_set_interval (fixture->poller, 30000);
  assert_next_poll_after (fixture, 26000, 26000);
  kc_clock_advance (fixture->flow.clock, 20000);
  kc_poller_set_interval (fixture->poller, INTERVAL_MS);
  kc_test_wait_until (fixture->n_answers == 3);
}

static void
test_stop_from_the_answer (Fixture *fixture, gconstpointer data)
{
  fixture->stop_when_answered = TRUE;
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  kc_clock_advance (fixture->flow.clock, HOUR_MS);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
}

static void
test_stop_and_start_while_one_is_under_way (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  kc_test_wait_until (kc_flow_count_polls (&fixture->flow) == 1);
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  kc_poller_start (fixture->poller, 3000, INTERVAL_MS);
  kc_flow_settle ();
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  kc_clock_advance (fixture->flow.clock, 3000);
  kc_test_wait_until (fixture->n_answers == 1);
}

/* However often it is started. */
static void
test_start_never_twice_within_two_seconds (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  assert_next_poll_after (fixture, KC_POLLER_SPACING_MS - STEP_MS, KC_POLLER_SPACING_MS);
}

/* What a server asked of one key does not apply to another. */
static void
test_another_client (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcClient) client = kc_client_new (kc_stub_server_get_base_url (fixture->flow.server),
                                               KC_FLOW_OTHER_KEY, &error);
  g_autoptr (KcRateLimiter) rate_limiter = kc_rate_limiter_new (fixture->flow.clock);

  g_assert_no_error (error);
  kc_flow_poll_once (&fixture->flow, 429, "Retry-After: 600\r\n",
                     "{\"message\":\"Too Many\",\"statusCode\":429}");
  kc_poller_start (fixture->poller, 1, INTERVAL_MS);
  assert_next_poll_after (fixture, 1, 1);
  kc_poller_stop (fixture->poller);
  kc_poller_set_client (fixture->poller, client, rate_limiter);
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  assert_next_poll_after (fixture, KC_POLLER_SPACING_MS - STEP_MS, KC_POLLER_SPACING_MS);
  g_assert_nonnull (
      strstr (kc_stub_server_get_last_head (fixture->flow.server), KC_FLOW_OTHER_KEY));
}

static void
test_freed_while_one_is_under_way (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, 0, INTERVAL_MS);
  kc_test_wait_until (kc_flow_count_polls (&fixture->flow) == 1);
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  g_assert_finalize_object (g_steal_pointer (&fixture->poller));
  kc_flow_settle ();
  g_assert_cmpuint (fixture->n_answers, ==, 0);

  fixture->poller = g_object_new (KC_TYPE_POLLER, NULL);
}

/* A greedy interval for an hour: the key's rate limit holds, and is nearly used up. */
static void
test_rate_limiter_over_an_hour (Fixture *fixture, gconstpointer data)
{
  gint64 start = kc_clock_get_now (fixture->flow.clock);
  guint n_first_minute = 0;
  g_autoptr (KcSession) session = kc_flow_make_session (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);

  /* Keebai names an interval that its own limits do not allow. */
  session->poll_interval = 1;
  g_assert_finalize_object (fixture->poller);
  fixture->poller = kc_poller_new (fixture->flow.client, fixture->flow.clock,
                                   fixture->flow.rate_limiter, session);
  g_signal_connect (fixture->poller, "answered", G_CALLBACK (on_poller_answered_cb), fixture);
  kc_poller_start (fixture->poller, 0, 100);
  for (;;)
    {
      gint64 passed_ms = kc_clock_get_now (fixture->flow.clock) - start;
      gint64 delay_ms = MAX (100, kc_rate_limiter_get_delay (fixture->flow.rate_limiter));

      if (passed_ms + delay_ms >= HOUR_MS)
        break;
      kc_clock_advance (fixture->flow.clock, delay_ms);
      for (guint i = 0; i < 50 && fixture->n_answers < kc_flow_count_polls (&fixture->flow); i++)
        g_main_context_iteration (NULL, FALSE);

      if (passed_ms + delay_ms < 60 * 1000)
        n_first_minute = kc_flow_count_polls (&fixture->flow);
    }
  kc_flow_settle ();

  g_assert_cmpuint (n_first_minute, <=, KC_RATE_LIMITER_PER_MINUTE);
  g_assert_cmpuint (n_first_minute, >=, KC_RATE_LIMITER_PER_MINUTE - 5);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), <=, KC_RATE_LIMITER_PER_HOUR);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), >=, KC_RATE_LIMITER_PER_HOUR - 50);
  /* It reports that it takes long. */
  kc_clock_advance (fixture->flow.clock, 5000);
  g_assert_cmpuint (fixture->n_errors, >, 0);
}

/* Whatever else uses the key meanwhile. */
static void
test_rate_limit_used_up_by_others (Fixture *fixture, gconstpointer data)
{
  kc_poller_start (fixture->poller, INTERVAL_MS, INTERVAL_MS);
  kc_clock_advance (fixture->flow.clock, 1000);
  for (guint i = 0; i < KC_RATE_LIMITER_PER_MINUTE; i++)
    kc_rate_limiter_count (fixture->flow.rate_limiter);
  kc_clock_advance (fixture->flow.clock, 4000);
  g_assert_cmpuint (fixture->n_errors, ==, 1);
  assert_next_poll_after (fixture, 56000 + KC_RATE_LIMITER_MARGIN_MS,
                          56000 + KC_RATE_LIMITER_MARGIN_MS);
  g_assert_cmpuint (fixture->n_errors, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_DATA(name, data, func)                                                                 \
  g_test_add ("/poller/" name, Fixture, data, set_up, func, tear_down)
#define ADD(name, func) ADD_DATA (name, NULL, func)
  ADD ("interval-counts-from-the-answer", test_interval_counts_from_the_answer);
  ADD ("never-overlap", test_never_overlap);
  ADD ("poll-now", test_poll_now);
  ADD ("poll-now/never-twice-within-two-seconds", test_poll_now_never_twice_within_two_seconds);
  ADD ("interval-of-keebai-is-kept", test_interval_of_keebai_is_kept);
  ADD_DATA ("final-word/completed", KC_FLOW_COMPLETED, test_final_word);
  ADD_DATA ("final-word/expired", "{\"status\":\"expired\"}", test_final_word);
  ADD_DATA ("final-word/cancelled", "{\"status\":\"cancelled\"}", test_final_word);
  ADD ("poll-now/while-one-is-under-way", test_poll_now_while_one_is_under_way);
  ADD ("poll-now/from-the-answer", test_poll_now_from_the_answer);
  ADD ("poll-now/on-a-stopped-one", test_poll_now_on_a_stopped_one);
  ADD ("poll-now/breaks-the-backoff", test_poll_now_breaks_the_backoff);
  ADD ("errors-slow-down-polling", test_errors_slow_down_polling);
  ADD_DATA ("retry-after/429", GUINT_TO_POINTER (429), test_retry_after);
  ADD_DATA ("retry-after/503", GUINT_TO_POINTER (503), test_retry_after);
  ADD ("rate-limited-ignores-poll-now", test_rate_limited_ignores_poll_now);
  ADD ("slowed-for-good", test_slowed_for_good);
  ADD ("woke", test_woke);
  ADD ("interval-changes", test_interval_changes);
  ADD ("stop-from-the-answer", test_stop_from_the_answer);
  ADD ("stop-and-start-while-one-is-under-way", test_stop_and_start_while_one_is_under_way);
  ADD ("start/never-twice-within-two-seconds", test_start_never_twice_within_two_seconds);
  ADD ("another-client", test_another_client);
  ADD ("freed-while-one-is-under-way", test_freed_while_one_is_under_way);
  ADD ("rate-limit/over-an-hour", test_rate_limiter_over_an_hour);
  ADD ("rate-limit/used-up-by-others", test_rate_limit_used_up_by_others);
#undef ADD
#undef ADD_DATA

  return g_test_run ();
}
