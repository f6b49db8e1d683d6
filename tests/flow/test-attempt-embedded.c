/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Embedded Signup, from the start to each of its ends. */

#include "kc-fake-monitor.h"
#include "kc-flow-fixture.h"

/* One poll of WAITING, up to its answer. */
static void
set_up (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_set_up (flow, KC_MODE_EMBEDDED_SIGNUP);
}

static void
pass_one_poll (KcFlowFixture *flow)
{
  guint n_polls = kc_flow_count_polls (flow);

  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_flow_count_polls (flow) == n_polls + 1);
  kc_flow_settle ();
}

static void
test_connected (KcFlowFixture *flow, gconstpointer data)
{
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_IDLE);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, -1);
  g_assert_cmpuint (kc_attempt_get_seconds_total (flow->attempt), ==, 0);
  g_assert_null (kc_attempt_get_verification_uri (flow->attempt));
  g_assert_cmpint (kc_attempt_get_mode (flow->attempt), ==, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpint (kc_attempt_get_request (flow->attempt)->mode, ==, KC_MODE_EMBEDDED_SIGNUP);

  kc_flow_enter_waiting (flow);
  g_assert_cmpstr (kc_attempt_get_verification_uri (flow->attempt), ==, KC_FLOW_LINK);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 900);
  g_assert_cmpuint (kc_attempt_get_seconds_total (flow->attempt), ==, 900);
  g_assert_null (kc_attempt_get_code (flow->attempt));
  g_assert_false (kc_attempt_get_code_live (flow->attempt));

  kc_clock_advance (flow->clock, 1);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 900);
  kc_clock_advance (flow->clock, 1000);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 899);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 0);

  pass_one_poll (flow);
  pass_one_poll (flow);
  g_assert_null (kc_attempt_get_channel (flow->attempt));
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  pass_one_poll (flow);

  g_assert_cmpstr (flow->diary->str, ==, "starting waiting connected");
  g_assert_cmpuint (flow->n_finished, ==, 1);
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (flow->attempt)), ==, "ch_new");
  g_assert_cmpstr (kc_attempt_get_phone_number (flow->attempt), ==, "+34600111222");
  g_assert_null (kc_attempt_get_push_name (flow->attempt));
  g_assert_no_error (kc_attempt_get_error (flow->attempt));

  /* Nothing happens after the end. */
  kc_clock_advance (flow->clock, 1000000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 3);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 0);
}

static void
test_fifteen_minutes (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  for (guint i = 0; i < 179; i++)
    {
      guint n_polls = kc_flow_count_polls (flow);

      kc_clock_advance (flow->clock, 5000);
      kc_test_wait_until (kc_flow_count_polls (flow) == n_polls + 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 5);

  /* The server decides: it is asked once more, and the channels are listed. */
  kc_clock_advance (flow->clock, 5000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 11);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming expired");
  g_assert_cmpuint (flow->n_finished, ==, 1);
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_LIST_PATH), ==, 2);
}

static void
test_deadline_but_completed (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_hang (flow, "GET", KC_FLOW_POLL_PATH, 1);
  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, KC_FLOW_COMPLETED);
  kc_clock_advance (flow->clock, 895000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming connected");
}

/* Nobody answers: the program does not guess that the time is up, and it ends all the same. */
static void
test_deadline_and_silence (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_hang (flow, "GET", KC_FLOW_POLL_PATH, 0);
  kc_flow_hang (flow, "GET", KC_FLOW_LIST_PATH, 0);
  kc_clock_advance (flow->clock, 900000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_clock_advance (flow->clock, 599999);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
  kc_clock_advance (flow->clock, 1);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_TIMED_OUT);
  g_assert_true (kc_attempt_may_ask_again (flow->attempt));
  g_assert_true (kc_attempt_may_succeed_late (flow->attempt));
}

/* If Keebai says that this session has expired, a channel that appeared meanwhile belongs to
 * another one. */
static void
test_expired_and_another_channel (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_hang (flow, "GET", KC_FLOW_POLL_PATH, 1);
  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        "{\"status\":\"expired\"}");
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL, KC_FLOW_LIST_NEW);
  kc_clock_advance (flow->clock, 895000);
  kc_flow_wait_for (flow, KC_ATTEMPT_EXPIRED);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming expired");
}

/* The session existed a moment ago, and the person may be about to finish it: a single 404 may come
 * from one of several servers that lags behind. */
static void
test_not_found_once (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 404, NULL, "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_flow_pass (flow, 5);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_RETRYING);
  kc_flow_pass (flow, 7);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 2);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);

  /* Not two 404s altogether, but two in a row. */
  kc_flow_poll_once (flow, 404, NULL, "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_flow_pass (flow, 12);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);
}

/* 410 is an answer, but Keebai may take it back: then the session continues and can be finished. */
static void
test_gone_once (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  for (guint i = 0; i < 2; i++)
    {
      kc_flow_poll_once (flow, 410, NULL, "{\"message\":\"Gone\",\"statusCode\":410}");
      kc_flow_pass (flow, 25);
    }
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming waiting confirming waiting");
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  g_assert_cmpstr (kc_attempt_get_verification_uri (flow->attempt), ==, KC_FLOW_LINK);
  g_assert_null (kc_attempt_get_new_channels (flow->attempt));

  /* An earlier 404 does not count any more. */
  kc_flow_poll_once (flow, 404, NULL, "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_flow_pass (flow, 12);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);

  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_pass (flow, 6);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONNECTED);
}

/* It still ends when its time is up. */
static void
test_gone_once_and_never_finished (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 410, NULL, "{\"message\":\"Gone\",\"statusCode\":410}");
  kc_flow_pass (flow, 1000);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming waiting confirming expired");
  g_assert_true (kc_attempt_is_time_up (flow->attempt));
}

/* A firewall or a proxy answers in Keebai's place. */
static void
answer_with_a_page (KcFlowFixture *flow, const char *path, guint uses, const char *status)
{
  static const char page[] = "<html>not you</html>";
  g_autofree char *reply
      = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %zu\r\n\r\n%s",
                         status, strlen (page), page);

  kc_stub_server_reply_raw (flow->server, NULL, path, uses, KC_STUB_CLOSE, reply, strlen (reply));
}

/* A firewall's 403 says nothing about the key: polling goes on, and the number that was connected
 * meanwhile is found. */
static void
test_firewall_for_a_while (KcFlowFixture *flow, gconstpointer data)
{
  guint n_polls;

  kc_flow_enter_waiting (flow);
  answer_with_a_page (flow, KC_FLOW_POLL_PATH, 0, "403 Forbidden");
  kc_flow_pass (flow, 5 + 4);
  n_polls = kc_flow_count_polls (flow);
  g_assert_cmpuint (n_polls, >=, 1);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_RETRYING);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_GATEWAY);
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));

  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_pass (flow, 20);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting connected");
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));
}

/* Nor does a web page say anything about the session or the key, whatever its status: here are the
 * two in a row that would end it in Keebai's envelope, and more. */
static void
test_pages_are_no_word (KcFlowFixture *flow, gconstpointer status)
{
  kc_flow_enter_waiting (flow);
  answer_with_a_page (flow, KC_FLOW_POLL_PATH, 3, status);
  kc_flow_pass (flow, 60);
  g_assert_cmpuint (kc_flow_count_polls (flow), >, 3);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting");
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
}

/* The time is up, and one server of several lags behind at that moment: it was finished. */
static void
test_lagging_at_the_end (KcFlowFixture *flow, gconstpointer status)
{
  g_autofree char *json
      = g_strdup_printf ("{\"message\":\"x\",\"statusCode\":%u}", GPOINTER_TO_UINT (status));

  kc_flow_resume (flow, TRUE, 0);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_poll_once (flow, GPOINTER_TO_UINT (status), NULL, json);
  kc_attempt_start (flow->attempt);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_flow_pass (flow, 7);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting confirming connected");
}

/* What a gateway refuses has not reached Keebai: the start is sent again, and one session is
 * opened. */
static void
test_start_after_a_gateway (KcFlowFixture *flow, gconstpointer status)
{
  answer_with_a_page (flow, KC_FLOW_START_PATH, 1, status);
  kc_attempt_start (flow->attempt);
  kc_test_wait_until (kc_attempt_get_error (flow->attempt) != NULL);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_STARTING);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_GATEWAY);
  kc_flow_pass (flow, 2);
  kc_flow_wait_for (flow, KC_ATTEMPT_WAITING);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting");
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", KC_FLOW_START_PATH), ==, 2);
}

static void
test_over_but_the_channel_is_there (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_flow_list_once (flow, 200, KC_FLOW_LIST_NEW);
  kc_flow_pass (flow, 15);
  kc_flow_accept_new_channel (flow, KC_ATTEMPT_EXPIRED);
  /* It ended long before its time was up. */
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), >, 800);
}

static void
test_completed_without_a_channel (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"completed\",\"channel\":null}");
  kc_flow_list_once (flow, 200, KC_FLOW_LIST_NEW);
  kc_clock_advance (flow->clock, 5000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming connected");
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (flow->attempt)), ==, "ch_new");
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
}

/* The key may not list channels: which channel it is stays unknown, but it is connected. */
static void
test_completed_without_a_channel_or_a_list (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_list_once (flow, 403, "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"x\"}}");
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"completed\"}");
  kc_clock_advance (flow->clock, 5000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting connected");
  g_assert_null (kc_attempt_get_channel (flow->attempt));
  g_assert_null (kc_attempt_get_phone_number (flow->attempt));
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_LIST_PATH), ==, 1);
}

/* Keebai's own answer is final: there is nothing to ask again, and nothing to poll afterwards. */
static void
test_clear_end (KcFlowFixture *flow, gconstpointer json)
{
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 200, NULL, json);
  kc_flow_pass (flow, 11);
  g_assert_cmpuint (flow->n_finished, ==, 1);
  g_assert_false (kc_attempt_may_ask_again (flow->attempt));
  g_assert_false (kc_attempt_may_succeed_late (flow->attempt));
}

/* If the person leaves it here, it may still be finished in the browser; but not before there is a
 * session. */
static void
test_left_here (KcFlowFixture *flow, gconstpointer started)
{
  if (started != NULL)
    kc_flow_enter_waiting (flow);
  else
    kc_attempt_start (flow->attempt);
  kc_attempt_cancel (flow->attempt);
  g_assert_false (kc_attempt_may_ask_again (flow->attempt));
  g_assert_cmpint (kc_attempt_may_succeed_late (flow->attempt), ==, started != NULL);
}

/* --- the start ------------------------------------------------------------------------------- */

static void
test_double_start (KcFlowFixture *flow, gconstpointer data)
{
  kc_attempt_start (flow->attempt);
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_WAITING);
  kc_attempt_start (flow->attempt);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting");
}

static void
test_list_comes_first (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_hang (flow, "GET", KC_FLOW_LIST_PATH, 1);
  kc_attempt_start (flow->attempt);
  kc_test_wait_until (kc_stub_server_count (flow->server, "GET", KC_FLOW_LIST_PATH) == 1);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 0);

  /* It does not delay the start for long. */
  kc_clock_advance (flow->clock, 4999);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 0);
  kc_clock_advance (flow->clock, 1);
  kc_flow_wait_for (flow, KC_ATTEMPT_WAITING);
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);

  /* The time of the session begins with its answer. */
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 900);
}

typedef struct {
  const char *name;
  guint status;
  int code;
  const char *json;
} Refusal;

static const Refusal refusals[] = {
    {"400", 400, KC_ERROR_REFUSED, "{\"message\":[\"a\",\"b\"],\"statusCode\":400}"},
    {"401", 401, KC_ERROR_UNAUTHORIZED, "{\"message\":\"Invalid\",\"statusCode\":401}"},
    {"403", 403, KC_ERROR_FORBIDDEN,
     "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"x\","
     "\"details\":{\"missing\":[\"channels:connect\"]}}}"},
    {"409", 409, KC_ERROR_REFUSED, "{\"message\":\"Conflict\",\"statusCode\":409}"},
    {"422", 422, KC_ERROR_REFUSED, "{\"message\":\"No\",\"statusCode\":422}"},
    {"500", 500, KC_ERROR_SERVER, "{\"message\":\"Oops\",\"statusCode\":500}"},
    {"garbage", 201, KC_ERROR_BAD_REPLY, "<html>"},
    {"insecure-link", 201, KC_ERROR_BAD_REPLY,
     "{\"session_id\":\"cs_1\",\"verification_uri\":\"ftp://x/\",\"expires_in\":9}"},
};

/* A refusal ends it with its error. The request that would open a session is never repeated unless
 * it was certainly not carried out (test-session-start). */
static void
test_refused (gconstpointer data)
{
  const Refusal *refusal = data;
  KcFlowFixture flow = {0};

  kc_flow_set_up (&flow, KC_MODE_EMBEDDED_SIGNUP);
  kc_stub_server_reply (flow.server, "POST", KC_FLOW_START_PATH, 1, refusal->status, NULL,
                        refusal->json);
  kc_attempt_start (flow.attempt);
  kc_flow_wait_for (&flow, KC_ATTEMPT_FAILED);
  g_assert_cmpstr (flow.diary->str, ==, "starting failed");
  g_assert_cmpuint (flow.n_finished, ==, 1);
  g_assert_error (kc_attempt_get_error (flow.attempt), KC_ERROR, refusal->code);
  g_assert_cmpint (kc_attempt_get_connectivity (flow.attempt), ==, KC_CONNECTIVITY_LIVE);
  if (refusal->status == 403)
    g_assert_cmpstr (kc_error_get_missing_scopes (kc_attempt_get_error (flow.attempt))[0], ==,
                     "channels:connect");

  kc_clock_advance (flow.clock, 1000000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow.server, "POST", NULL), ==, 1);
  kc_flow_tear_down (&flow);
}

static void
test_start_never_repeated_after_a_timeout (KcFlowFixture *flow, gconstpointer data)
{
  kc_client_set_deadline (flow->client, 100);
  kc_flow_hang (flow, "POST", KC_FLOW_START_PATH, 0);
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_TIMED_OUT);
  kc_clock_advance (flow->clock, 1000000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);
}

static void
test_start_never_repeated_after_a_reset (KcFlowFixture *flow, gconstpointer data)
{
  const char *half = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
                     "Content-Length: 500\r\n\r\n{\"session_id\":";

  kc_stub_server_reply_raw (flow->server, "POST", KC_FLOW_START_PATH, 0, KC_STUB_RESET, half,
                            strlen (half));
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_FAILED);
  g_assert_cmpint (kc_attempt_get_error (flow->attempt)->domain, ==, KC_ERROR);
  kc_clock_advance (flow->clock, 1000000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);
}

/* --- trouble on the way ---------------------------------------------------------------------- */

static void
on_link_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  guint *n_notified = user_data;

  (*n_notified)++;
}

static void
test_errors_do_not_end_it (KcFlowFixture *flow, gconstpointer data)
{
  guint n_notified = 0;
  int link = -1;

  g_signal_connect (flow->attempt, "notify::connectivity", G_CALLBACK (on_link_changed_cb),
                    &n_notified);
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 503, "Retry-After: 20\r\n", "{\"message\":\"x\",\"statusCode\":503}");
  kc_flow_poll_once (flow, 500, NULL, "{\"message\":\"x\",\"statusCode\":500}");
  pass_one_poll (flow);
  g_object_get (flow->attempt, "connectivity", &link, NULL);
  g_assert_cmpint (link, ==, KC_CONNECTIVITY_RETRYING);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_SERVER);
  kc_clock_advance (flow->clock, 6500);
  kc_test_wait_until (kc_flow_count_polls (flow) == 2);
  kc_flow_settle ();
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_MAINTENANCE);
  g_assert_cmpuint (n_notified, ==, 1);

  kc_clock_advance (flow->clock, 20500);
  kc_test_wait_until (kc_flow_count_polls (flow) == 3);
  kc_test_wait_until (kc_attempt_get_connectivity (flow->attempt) == KC_CONNECTIVITY_LIVE);
  g_assert_no_error (kc_attempt_get_error (flow->attempt));
  g_assert_cmpuint (n_notified, ==, 2);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting");
}

static void
test_network_lost_and_back (KcFlowFixture *flow, gconstpointer data)
{
  KcFakeMonitor *monitor = kc_fake_monitor_new ();

  kc_attempt_set_network_monitor (flow->attempt, G_NETWORK_MONITOR (monitor));
  kc_flow_enter_waiting (flow);
  kc_fake_monitor_change (monitor, FALSE);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_OFFLINE);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_WAITING);

  /* It polls at once when the network is back. */
  kc_clock_advance (flow->clock, 3000);
  kc_fake_monitor_change (monitor, TRUE);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_test_wait_until (kc_attempt_get_connectivity (flow->attempt) == KC_CONNECTIVITY_LIVE);

  g_assert_finalize_object (g_steal_pointer (&flow->attempt));
  g_assert_finalize_object (monitor);
}

static void
test_offline_cleared_at_the_end (KcFlowFixture *flow, gconstpointer data)
{
  KcFakeMonitor *monitor = kc_fake_monitor_new ();

  kc_attempt_set_network_monitor (flow->attempt, G_NETWORK_MONITOR (monitor));
  kc_flow_enter_waiting (flow);
  kc_fake_monitor_change (monitor, FALSE);
  kc_attempt_cancel (flow->attempt);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  g_assert_no_error (kc_attempt_get_error (flow->attempt));
  g_assert_finalize_object (g_steal_pointer (&flow->attempt));
  g_assert_finalize_object (monitor);
}

/* 502, HTML, a reset, half an answer and an unknown word: then a good answer. */
static void
test_garbage_is_retried (KcFlowFixture *flow, gconstpointer data)
{
  const char *half = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                     "Content-Length: 500\r\n\r\n{";

  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"almost\"}");
  kc_stub_server_reply_raw (flow->server, "GET", KC_FLOW_POLL_PATH, 1, KC_STUB_RESET, half,
                            strlen (half));
  kc_stub_server_reply_raw (flow->server, "GET", KC_FLOW_POLL_PATH, 1, KC_STUB_CLOSE, half,
                            strlen (half));
  kc_flow_poll_once (flow, 200, NULL, "<html>");
  kc_flow_poll_once (flow, 502, NULL, "<html>");
  for (guint i = 1; i <= 6; i++)
    {
      kc_clock_advance (flow->clock, 5000 + 16500);
      kc_test_wait_until (kc_flow_count_polls (flow) >= i);
      kc_flow_settle ();
    }
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting connected");
}

/* The computer slept for 20 minutes: everything is due at once, and the server is asked first. */
static void
test_long_sleep (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, KC_FLOW_COMPLETED);
  kc_clock_advance (flow->clock, 20 * 60 * 1000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/attempt/embedded/" name, KcFlowFixture, GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP), \
              kc_flow_fixture_set_up, func, kc_flow_fixture_tear_down)
  ADD ("connected", test_connected);
  ADD ("fifteen-minutes", test_fifteen_minutes);
  ADD ("deadline-but-completed", test_deadline_but_completed);
  ADD ("deadline-and-silence", test_deadline_and_silence);
  ADD ("expired-and-another-channel", test_expired_and_another_channel);
  ADD ("over-but-the-channel-is-there", test_over_but_the_channel_is_there);
  ADD ("not-found-once", test_not_found_once);
  ADD ("gone-once", test_gone_once);
  ADD ("gone-once-and-never-finished", test_gone_once_and_never_finished);
  ADD ("gateway/firewall-for-a-while", test_firewall_for_a_while);
  ADD ("completed-without-a-channel", test_completed_without_a_channel);
  ADD ("completed-without-a-channel-or-a-list", test_completed_without_a_channel_or_a_list);
  ADD ("start/double", test_double_start);
  ADD ("start/list-comes-first", test_list_comes_first);
  ADD ("start/never-repeated-after-a-timeout", test_start_never_repeated_after_a_timeout);
  ADD ("start/never-repeated-after-a-reset", test_start_never_repeated_after_a_reset);
  ADD ("errors-do-not-end-it", test_errors_do_not_end_it);
  ADD ("network-lost-and-back", test_network_lost_and_back);
  ADD ("offline-cleared-at-the-end", test_offline_cleared_at_the_end);
  ADD ("garbage-is-retried", test_garbage_is_retried);
  ADD ("long-sleep", test_long_sleep);
#undef ADD
#define ADD_DATA(name, data, func)                                                                 \
  g_test_add ("/attempt/embedded/" name, KcFlowFixture, data, set_up, func,                        \
              kc_flow_fixture_tear_down)
  ADD_DATA ("not-found-once/at-the-end", GUINT_TO_POINTER (404), test_lagging_at_the_end);
  ADD_DATA ("gone-once/at-the-end", GUINT_TO_POINTER (410), test_lagging_at_the_end);
  ADD_DATA ("gateway/pages/401", "401 Unauthorized", test_pages_are_no_word);
  ADD_DATA ("gateway/pages/403", "403 Forbidden", test_pages_are_no_word);
  ADD_DATA ("gateway/pages/404", "404 Not Found", test_pages_are_no_word);
  ADD_DATA ("gateway/pages/410", "410 Gone", test_pages_are_no_word);
  ADD_DATA ("gateway/start/403", "403 Forbidden", test_start_after_a_gateway);
  ADD_DATA ("gateway/start/404", "404 Not Found", test_start_after_a_gateway);
  ADD_DATA ("clear-end/completed", KC_FLOW_COMPLETED, test_clear_end);
  ADD_DATA ("clear-end/expired", "{\"status\":\"expired\"}", test_clear_end);
  ADD_DATA ("clear-end/cancelled", "{\"status\":\"cancelled\"}", test_clear_end);
  ADD_DATA ("left-here/before-the-session", NULL, test_left_here);
  ADD_DATA ("left-here/after-the-start", "started", test_left_here);
#undef ADD_DATA
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path
          = g_strconcat ("/attempt/embedded/start/refused/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }

  return g_test_run ();
}
