/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The start is sent again only if the earlier one was certainly not carried out: the server's
 * counts prove it. */

#include "kc-backoff.h"
#include "kc-error.h"
#include "kc-fake-monitor.h"
#include "kc-flow-fixture.h"
#include "kc-session-start.h"

#define LATER "{\"message\":\"Later\",\"statusCode\":503}"

static void
set_up (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_set_up (flow, KC_MODE_EMBEDDED_SIGNUP);
}

static guint
count_starts (KcFlowFixture *flow)
{
  return kc_stub_server_count (flow->server, "POST", KC_FLOW_START_PATH);
}

static guint
count_lists (KcFlowFixture *flow)
{
  return kc_stub_server_count (flow->server, "GET", KC_FLOW_LIST_PATH);
}

static void
refuse_once (KcFlowFixture *flow, guint status, const char *headers)
{
  kc_stub_server_reply (flow->server, "POST", KC_FLOW_START_PATH, 1, status, headers, LATER);
}

static void
wait_for_starts (KcFlowFixture *flow, guint n)
{
  kc_test_wait_until (count_starts (flow) == n);
  kc_flow_settle ();
}

static void
assert_starting (KcFlowFixture *flow, KcConnectivity link, int code)
{
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_STARTING);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, link);
  if (link != KC_CONNECTIVITY_LIVE)
    g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, code);
}

static void
test_offline (KcFlowFixture *flow, gconstpointer mode)
{
  kc_stub_server_set_reachable (flow->server, FALSE);
  kc_attempt_start (flow->attempt);
  kc_flow_settle ();
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, KC_ERROR_OFFLINE);
  g_assert_false (kc_error_was_sent (kc_attempt_get_error (flow->attempt)));
  kc_flow_pass (flow, 60);
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, KC_ERROR_OFFLINE);

  kc_stub_server_set_reachable (flow->server, TRUE);
  kc_flow_pass (flow, 17);
  g_assert_true (kc_attempt_get_session (flow->attempt) != NULL);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  g_assert_cmpuint (count_starts (flow), ==, 1);
  g_assert_cmpuint (kc_attempt_get_earlier_channels (flow->attempt)->len, ==, 1);
}

/* The list was answered, and then the network failed: the list is not requested again as long as it
 * is fresh. */
static void
test_offline_after_the_list (KcFlowFixture *flow, gconstpointer mode)
{
  kc_attempt_start (flow->attempt);
  kc_test_wait_until (count_lists (flow) == 1);
  kc_stub_server_set_reachable (flow->server, FALSE);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_STARTING);
  kc_stub_server_set_reachable (flow->server, TRUE);
  kc_flow_pass (flow, 3);
  g_assert_nonnull (kc_attempt_get_session (flow->attempt));
  g_assert_cmpuint (count_starts (flow), ==, 1);
}

/* 429 and 503 mean that it was not carried out, and may say when to try again. */
static void
test_retry_after (KcFlowFixture *flow, gconstpointer status)
{
  int code = GPOINTER_TO_INT (status) == 429 ? KC_ERROR_RATE_LIMITED : KC_ERROR_MAINTENANCE;

  refuse_once (flow, GPOINTER_TO_UINT (status), "Retry-After: 40\r\n");
  kc_attempt_start (flow->attempt);
  wait_for_starts (flow, 1);
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, code);

  kc_clock_advance (flow->clock, 39999);
  kc_flow_settle ();
  g_assert_cmpuint (count_starts (flow), ==, 1);
  kc_flow_pass (flow, 2);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  g_assert_cmpuint (count_starts (flow), ==, 2);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting");
}

static void
test_backs_off (KcFlowFixture *flow, gconstpointer mode)
{
  const gint64 steps[] = {1000, 2000, 4000, 8000, 16000, 16000};

  kc_stub_server_reply (flow->server, "POST", KC_FLOW_START_PATH, 0, 503, NULL, LATER);
  kc_attempt_start (flow->attempt);
  wait_for_starts (flow, 1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint n_steps = 0;

      kc_clock_advance (flow->clock, steps[i] - 100);
      kc_flow_settle ();
      g_assert_cmpuint (count_starts (flow), ==, i + 1);
      while (count_starts (flow) == i + 1)
        {
          kc_clock_advance (flow->clock, 50);
          kc_flow_settle ();
          n_steps++;
        }
      g_assert_cmpuint (n_steps, <=, (100 + KC_BACKOFF_JITTER_MS) / 50);
    }
  /* Once at the beginning, and not again as long as it is fresh. */
  g_assert_cmpuint (count_lists (flow), ==, 1);
  kc_flow_pass (flow, 40);
  g_assert_cmpuint (count_lists (flow), ==, 2);
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, KC_ERROR_MAINTENANCE);
}

/* Whatever else was answered, or not answered, the start may have been carried out. */
static void
test_never_after_an_ambiguous_one (gconstpointer data)
{
  static const struct {
    const char *name;
    KcStubFlags flags;
    const char *bytes;
    int code;
  } ends[] = {
      {"reset", KC_STUB_RESET, "", KC_ERROR_OFFLINE},
      {"closed", KC_STUB_CLOSE, "", KC_ERROR_BAD_REPLY},
      {"silence", KC_STUB_HANG, "", KC_ERROR_TIMED_OUT},
      {"half-a-head", KC_STUB_HANG, "HTTP/1.1 503 Service", KC_ERROR_TIMED_OUT},
      {"half-a-body", KC_STUB_RESET,
       "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
       "Content-Length: 500\r\n\r\n{\"session_id\":",
       -1},
      {"502", KC_STUB_CLOSE, "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", KC_ERROR_GATEWAY},
      {"html", KC_STUB_CLOSE,
       "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
       KC_ERROR_PORTAL},
      {"redirect", KC_STUB_CLOSE,
       "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
       KC_ERROR_PORTAL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      KcFlowFixture flow = {0};

      g_test_message ("%s", ends[i].name);
      kc_flow_set_up (&flow, KC_MODE_EMBEDDED_SIGNUP);
      kc_client_set_deadline (flow.client, 200);
      /* A second one would be answered. */
      kc_stub_server_reply_raw (flow.server, "POST", KC_FLOW_START_PATH, 1, ends[i].flags,
                                ends[i].bytes, strlen (ends[i].bytes));
      kc_attempt_start (flow.attempt);
      kc_flow_wait_for (&flow, KC_ATTEMPT_FAILED);
      g_assert_true (kc_error_was_sent (kc_attempt_get_error (flow.attempt)));
      if (ends[i].code >= 0)
        g_assert_error (kc_attempt_get_error (flow.attempt), KC_ERROR, ends[i].code);
      kc_clock_advance (flow.clock, KC_SESSION_START_LIMIT_MS);
      kc_flow_settle ();
      g_assert_cmpuint (count_starts (&flow), ==, 1);
      kc_flow_tear_down (&flow);
    }
}

/* The network is back: the backoff does not count any more, but Retry-After does. */
static void
test_network_back (KcFlowFixture *flow, gconstpointer mode)
{
  KcFakeMonitor *monitor = kc_fake_monitor_new ();

  kc_attempt_set_network_monitor (flow->attempt, G_NETWORK_MONITOR (monitor));
  kc_fake_monitor_change (monitor, FALSE);
  kc_stub_server_set_reachable (flow->server, FALSE);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 40);
  assert_starting (flow, KC_CONNECTIVITY_OFFLINE, KC_ERROR_OFFLINE);

  kc_stub_server_set_reachable (flow->server, TRUE);
  refuse_once (flow, 503, "Retry-After: 100\r\n");
  kc_fake_monitor_change (monitor, TRUE);
  kc_clock_advance (flow->clock, 1);
  wait_for_starts (flow, 1);
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, KC_ERROR_MAINTENANCE);

  for (guint i = 0; i < 9; i++)
    {
      kc_fake_monitor_change (monitor, TRUE);
      kc_flow_pass (flow, 10);
    }
  g_assert_cmpuint (count_starts (flow), ==, 1);
  kc_flow_pass (flow, 11);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpuint (count_starts (flow), ==, 2);

  g_assert_finalize_object (g_steal_pointer (&flow->attempt));
  g_assert_finalize_object (monitor);
}

/* However often the monitor changes its mind: two starts are two seconds apart. */
static void
test_monitor_flaps (KcFlowFixture *flow, gconstpointer mode)
{
  KcFakeMonitor *monitor = kc_fake_monitor_new ();

  kc_attempt_set_network_monitor (flow->attempt, G_NETWORK_MONITOR (monitor));
  kc_stub_server_reply (flow->server, "POST", KC_FLOW_START_PATH, 0, 503, NULL, LATER);
  kc_attempt_start (flow->attempt);
  wait_for_starts (flow, 1);
  for (guint i = 0; i < 100; i++)
    {
      kc_fake_monitor_change (monitor, i % 2);
      kc_clock_advance (flow->clock, 100);
      kc_flow_settle ();
    }
  g_assert_cmpuint (count_starts (flow), <=, 6);

  g_assert_finalize_object (g_steal_pointer (&flow->attempt));
  kc_flow_settle ();
  g_assert_finalize_object (monitor);
}

static void
test_woke (KcFlowFixture *flow, gconstpointer mode)
{
  kc_stub_server_set_reachable (flow->server, FALSE);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 40);
  kc_stub_server_set_reachable (flow->server, TRUE);
  kc_clock_sleep (flow->clock, 3000);
  kc_flow_wait_for (flow, KC_ATTEMPT_WAITING);
}

/* The computer slept through its time, so no last attempt is made. */
static void
test_slept_over_the_limit (KcFlowFixture *flow, gconstpointer mode)
{
  kc_stub_server_set_reachable (flow->server, FALSE);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 5);
  kc_stub_server_set_reachable (flow->server, TRUE);
  kc_clock_sleep (flow->clock, 20 * 60 * 1000);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_OFFLINE);
  g_assert_cmpuint (count_starts (flow), ==, 0);
}

/* Everything ends at last, with the latest reason. */
static void
test_limit (KcFlowFixture *flow, gconstpointer mode)
{
  kc_stub_server_reply (flow->server, "POST", KC_FLOW_START_PATH, 0, 503, NULL, LATER);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 1);
  for (guint i = 0; i < 224; i++)
    {
      kc_clock_advance (flow->clock, 4000);
      kc_flow_settle ();
    }
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, KC_ERROR_MAINTENANCE);
  kc_flow_pass (flow, 3);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_MAINTENANCE);
  g_assert_cmpuint (count_starts (flow), <=, 70);
}

/* The rate limit of the key is reached: the start waits, and the connectivity says why. */
static void
test_rate_limiter (KcFlowFixture *flow, gconstpointer mode)
{
  for (guint i = 0; i < KC_RATE_LIMITER_PER_MINUTE; i++)
    kc_rate_limiter_count (flow->rate_limiter);
  kc_attempt_start (flow->attempt);
  kc_flow_settle ();
  assert_starting (flow, KC_CONNECTIVITY_RETRYING, KC_ERROR_RATE_LIMITED);
  g_assert_cmpint (kc_error_get_retry_after_ms (kc_attempt_get_error (flow->attempt)), ==,
                   60000 + KC_RATE_LIMITER_MARGIN_MS);
  kc_clock_advance (flow->clock, 59999 + KC_RATE_LIMITER_MARGIN_MS);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 0);
  kc_clock_advance (flow->clock, 1);
  kc_flow_wait_for (flow, KC_ATTEMPT_WAITING);
}

/* A second or two is not worth mentioning. */
static void
test_rate_limiter_for_a_moment (KcFlowFixture *flow, gconstpointer mode)
{
  for (guint i = 0; i < KC_RATE_LIMITER_PER_MINUTE; i++)
    kc_rate_limiter_count (flow->rate_limiter);
  kc_clock_advance (flow->clock, 58000 + KC_RATE_LIMITER_MARGIN_MS);
  kc_attempt_start (flow->attempt);
  kc_flow_settle ();
  assert_starting (flow, KC_CONNECTIVITY_LIVE, 0);
  kc_clock_advance (flow->clock, 2000);
  kc_flow_wait_for (flow, KC_ATTEMPT_WAITING);
}

/* The wait for the rate limit would be longer than the start may take. */
static void
test_rate_limiter_for_an_hour (KcFlowFixture *flow, gconstpointer mode)
{
  for (guint i = 0; i < KC_RATE_LIMITER_PER_HOUR; i++)
    kc_rate_limiter_count (flow->rate_limiter);
  kc_attempt_start (flow->attempt);
  kc_clock_advance (flow->clock, KC_SESSION_START_LIMIT_MS);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_RATE_LIMITED);
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 0);
}

static void
test_cancelled_while_it_waits (KcFlowFixture *flow, gconstpointer mode)
{
  refuse_once (flow, 503, NULL);
  kc_attempt_start (flow->attempt);
  wait_for_starts (flow, 1);
  kc_attempt_cancel (flow->attempt);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CANCELLED);
  kc_flow_pass (flow, 20);
  g_assert_cmpuint (count_starts (flow), ==, 1);
  g_assert_cmpuint (flow->n_finished, ==, 1);
}

static void
on_link_cancel_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  kc_attempt_cancel (attempt);
}

/* By a handler of the connectivity. */
static void
test_cancelled_when_told (KcFlowFixture *flow, gconstpointer mode)
{
  g_signal_connect (flow->attempt, "notify::connectivity", G_CALLBACK (on_link_cancel_cb), NULL);
  refuse_once (flow, 503, NULL);
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_CANCELLED);
  kc_flow_pass (flow, 20);
  g_assert_cmpuint (count_starts (flow), ==, 1);
}

static void
test_freed_while_it_waits (KcFlowFixture *flow, gconstpointer mode)
{
  refuse_once (flow, 503, NULL);
  kc_attempt_start (flow->attempt);
  wait_for_starts (flow, 1);
  g_assert_finalize_object (g_steal_pointer (&flow->attempt));
  kc_flow_pass (flow, 3);
  g_assert_cmpuint (count_starts (flow), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_DATA(name, data, func)                                                                 \
  g_test_add ("/session-start/" name, KcFlowFixture, data, set_up, func, kc_flow_fixture_tear_down)
#define ADD(name, func) ADD_DATA (name, NULL, func)
  ADD ("offline", test_offline);
  ADD ("offline-after-the-list", test_offline_after_the_list);
  ADD_DATA ("retry-after/429", GUINT_TO_POINTER (429), test_retry_after);
  ADD_DATA ("retry-after/503", GUINT_TO_POINTER (503), test_retry_after);
  ADD ("backs-off", test_backs_off);
  g_test_add_data_func ("/session-start/never-after-an-ambiguous-one", NULL,
                        test_never_after_an_ambiguous_one);
  ADD ("network-back", test_network_back);
  ADD ("monitor-flaps", test_monitor_flaps);
  ADD ("woke", test_woke);
  ADD ("slept-over-the-limit", test_slept_over_the_limit);
  ADD ("limit", test_limit);
  ADD ("rate-limit", test_rate_limiter);
  ADD ("rate-limit/for-a-moment", test_rate_limiter_for_a_moment);
  ADD ("rate-limit/for-an-hour", test_rate_limiter_for_an_hour);
  ADD ("cancelled-while-it-waits", test_cancelled_while_it_waits);
  ADD ("cancelled-when-told", test_cancelled_when_told);
  ADD ("freed-while-it-waits", test_freed_while_it_waits);
#undef ADD
#undef ADD_DATA

  return g_test_run ();
}
