/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* QR: how an attempt reacts to the event stream, and to the polls beside it. */

#include "kc-flow-fixture.h"

#include "kc-backoff.h"
#include "kc-code-lifetime.h"
#include "kc-stream-connection.h"

#define LIST_TWO                                                                                   \
  "{\"data\":[{\"id\":\"ch_new\",\"type\":\"whatsapp_qr\",\"is_active\":true,"                     \
  "\"created_at\":\"2026-01-03T00:00:00Z\"},"                                                      \
  "{\"id\":\"ch_new_too\",\"type\":\"whatsapp_qr\",\"is_active\":true,"                            \
  "\"created_at\":\"2026-01-02T00:00:00Z\"}]}"
#define LIST_INACTIVE                                                                              \
  "{\"data\":[{\"id\":\"ch_new\",\"type\":\"whatsapp_qr\",\"is_active\":false,"                    \
  "\"created_at\":\"2026-01-02T00:00:00Z\"}]}"
#define LIST_ONE_ACTIVE                                                                            \
  "{\"data\":[{\"id\":\"ch_new\",\"type\":\"whatsapp_qr\",\"is_active\":true,"                     \
  "\"created_at\":\"2026-01-03T00:00:00Z\"},"                                                      \
  "{\"id\":\"ch_paused\",\"type\":\"whatsapp_qr\",\"is_active\":false,"                            \
  "\"created_at\":\"2026-01-02T00:00:00Z\"}]}"
#define SECOND_CODE "event: qr\ndata: another code\n\n"

static void
set_up (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_set_up (flow, KC_MODE_QR);
}

static void
tell (KcFlowFixture *flow, const char *event)
{
  kc_stub_server_send (flow->server, event);
  kc_flow_settle ();
}

static void
assert_code (KcFlowFixture *flow, const char *expected)
{
  GBytes *code = kc_attempt_get_code (flow->attempt);

  g_assert_nonnull (code);
  g_assert_cmpmem (g_bytes_get_data (code, NULL), g_bytes_get_size (code), expected,
                   strlen (expected));
}

static void
wait_for_stream (KcFlowFixture *flow)
{
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
  kc_flow_settle ();
}

/* Up to the next attempt to open the stream, in small steps. */
static void
wait_for_reopening (KcFlowFixture *flow, gint64 at_most_ms)
{
  guint n_opened = kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH);

  for (gint64 passed = 0; passed < at_most_ms; passed += 100)
    {
      if (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH) > n_opened)
        return;
      kc_clock_advance (flow->clock, 100);
      kc_flow_settle ();
    }
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH), ==,
                    n_opened + 1);
}

static void
test_connected (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  g_assert_null (kc_attempt_get_verification_uri (flow->attempt));
  g_assert_cmpuint (kc_attempt_get_seconds_total (flow->attempt), ==, 300);
  assert_code (flow, KC_FLOW_CODE);
  tell (flow, SECOND_CODE);
  assert_code (flow, "another code");
  g_assert_true (kc_attempt_get_code_live (flow->attempt));

  tell (flow, KC_FLOW_EVENT_CONNECTING);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));

  tell (flow, KC_FLOW_EVENT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking connected");
  g_assert_cmpuint (flow->n_finished, ==, 1);
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (flow->attempt)), ==, "ch_new");
  g_assert_cmpstr (kc_attempt_get_phone_number (flow->attempt), ==, "34600111222");
  g_assert_cmpstr (kc_attempt_get_push_name (flow->attempt), ==, "Shop");
  g_assert_null (kc_attempt_get_code (flow->attempt));
  g_assert_cmpuint (kc_stub_server_get_n_streams (flow->server), ==, 0);
}

static void
test_connected_without_a_channel (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_flow_list_once (flow, 200, KC_FLOW_LIST_NEW);
  tell (flow, KC_FLOW_EVENT_CONNECTED_NULL);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming connected");
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (flow->attempt)), ==, "ch_new");
  g_assert_cmpstr (kc_attempt_get_push_name (flow->attempt), ==, "Shop");
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 0);
}

static void
test_connected_by_poll (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_clock_advance (flow->clock, 5000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (kc_attempt_get_phone_number (flow->attempt), ==, "+34600111222");
}

static void
test_failed (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  tell (flow, KC_FLOW_EVENT_FAILED);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 11);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning confirming failed");
  g_assert_cmpstr (kc_attempt_get_server_reason (flow->attempt), ==, "no luck");
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_REFUSED);
  g_assert_cmpuint (kc_error_get_http_status (kc_attempt_get_error (flow->attempt)), ==, 0);

  /* A stream that has said its last word is not opened again. */
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH), ==, 1);
}

static void
test_failed_but_the_channel_is_there (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_flow_list_once (flow, 200, KC_FLOW_LIST_NEW);
  tell (flow, KC_FLOW_EVENT_FAILED);
  kc_flow_pass (flow, 11);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning confirming failed");

  /* That was a clear answer: the channel is somebody else's, and is only mentioned. */
  g_assert_cmpuint (kc_attempt_get_new_channels (flow->attempt)->len, ==, 1);
  kc_attempt_accept_channel (flow->attempt,
                             g_ptr_array_index (kc_attempt_get_new_channels (flow->attempt), 0));
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
}

/* Nobody can cancel a QR session in a browser: it is the phone that was not linked. */
static void
test_failed_and_cancelled (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"cancelled\"}");
  tell (flow, KC_FLOW_EVENT_FAILED);
  kc_flow_wait_for (flow, KC_ATTEMPT_FAILED);
  g_assert_cmpstr (kc_attempt_get_server_reason (flow->attempt), ==, "no luck");
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_REFUSED);
}

/* A colleague's channel proves nothing; nor do two. */
static void
test_offered (KcFlowFixture *flow, gconstpointer list)
{
  g_autoptr (KcChannel) channel = NULL;

  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL, list);
  kc_clock_advance (flow->clock, 300000);
  kc_flow_pass (flow, 12);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_EXPIRED);
  g_assert_true (kc_attempt_is_time_up (flow->attempt));
  g_assert_cmpuint (kc_attempt_get_new_channels (flow->attempt)->len, ==,
                    g_str_equal (list, LIST_TWO) ? 2 : 1);
  channel = g_object_ref (g_ptr_array_index (kc_attempt_get_new_channels (flow->attempt), 0));
  g_assert_cmpstr (kc_channel_get_id (channel), ==, "ch_new");
  g_assert_cmpint (kc_attempt_is_offered (flow->attempt, channel), ==,
                   !g_str_equal (list, LIST_INACTIVE));

  /* None of them is theirs. */
  kc_attempt_decline_channels (flow->attempt);
  g_assert_null (kc_attempt_get_new_channels (flow->attempt));
  kc_attempt_accept_channel (flow->attempt, channel);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning confirming expired");
}

/* It stands in the list beside one that is offered. */
static void
test_inactive_is_not_accepted (KcFlowFixture *flow, gconstpointer data)
{
  GPtrArray *channels;

  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL, LIST_ONE_ACTIVE);
  kc_clock_advance (flow->clock, 300000);
  kc_flow_pass (flow, 12);
  channels = kc_attempt_get_new_channels (flow->attempt);
  g_assert_cmpuint (channels->len, ==, 2);
  g_assert_true (kc_attempt_is_offered (flow->attempt, g_ptr_array_index (channels, 0)));
  g_assert_false (kc_attempt_is_offered (flow->attempt, g_ptr_array_index (channels, 1)));

  kc_attempt_accept_channel (flow->attempt, g_ptr_array_index (channels, 1));
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_EXPIRED);
  kc_attempt_accept_channel (flow->attempt, g_ptr_array_index (channels, 0));
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONNECTED);
}

/* A phone has scanned here, and the only new channel has the name that the person gave. */
static void
test_own_name (KcFlowFixture *flow, gconstpointer name)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 10);
  g_autofree char *time = g_date_time_format_iso8601 (later);
  g_autofree char *list = g_strdup_printf (
      "{\"data\":[{\"id\":\"ch_new\",\"name\":\"Front desk\",\"type\":\"whatsapp_qr\","
      "\"is_active\":true,\"created_at\":\"%s\"}]}",
      time);

  request->name = g_strdup (name);
  kc_flow_replace_attempt (flow,
                           kc_attempt_new (flow->client, flow->clock, flow->rate_limiter, request));
  kc_flow_enter_linking (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL, list);
  kc_flow_pass (flow, 80);
  if (g_str_equal (name, "Front desk"))
    g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming connected");
  else
    kc_flow_accept_new_channel (flow, KC_ATTEMPT_FAILED);
}

/* Polls may only say that a session whose linking failed is over; the stream knows why. */
static void
test_failed_and_expired (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"expired\"}");
  tell (flow, KC_FLOW_EVENT_FAILED);
  kc_flow_wait_for (flow, KC_ATTEMPT_FAILED);
  g_assert_cmpstr (kc_attempt_get_server_reason (flow->attempt), ==, "no luck");
}

/* How expiry is signalled is not documented: "failed" at that time does not mean a failure. */
static void
test_failed_at_the_deadline (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, 290000);
  kc_flow_settle ();
  wait_for_stream (flow);
  tell (flow, KC_FLOW_EVENT_FAILED);
  kc_flow_pass (flow, 11);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_EXPIRED);
}

static void
test_expired_goes_through_confirming (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        "{\"status\":\"expired\"}");
  kc_clock_advance (flow->clock, 30000);
  kc_flow_wait_for (flow, KC_ATTEMPT_EXPIRED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning confirming expired");
  /* Ended long before its time was up; and nothing is sent after a final answer. */
  g_assert_false (kc_attempt_is_time_up (flow->attempt));
  kc_flow_pass (flow, 12);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  g_assert_false (kc_attempt_may_succeed_late (flow->attempt));
}

/* --- linking --------------------------------------------------------------------------------- */

static void
test_disconnected_after_connecting (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  tell (flow, KC_FLOW_EVENT_DISCONNECTED);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  kc_clock_advance (flow->clock, 20000);
  tell (flow, KC_FLOW_EVENT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking connected");
}

static void
test_nothing_after_connecting (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_clock_advance (flow->clock, 59999);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  kc_clock_advance (flow->clock, 1);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);

  /* The server does not know either, and there is time left: scanning again, with a new code. */
  kc_flow_pass (flow, 11);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming scanning");
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  tell (flow, SECOND_CODE);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
}

static void
test_connecting_again (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_clock_advance (flow->clock, 50000);
  tell (flow, KC_FLOW_EVENT_CONNECTING);
  kc_clock_advance (flow->clock, 50000);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
}

static void
test_new_code_while_linking (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  tell (flow, SECOND_CODE);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking scanning");
  assert_code (flow, "another code");
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
}

/* Lost between connecting and connected, with the channel there: no second session is opened. */
static void
test_lost_while_linking (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 0, 404, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_flow_list_once (flow, 200, KC_FLOW_LIST_NEW);
  kc_stub_server_end_streams (flow->server, TRUE);
  kc_flow_settle ();
  wait_for_reopening (flow, 1500);
  kc_flow_accept_new_channel (flow, KC_ATTEMPT_EXPIRED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming expired connected");
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);
}

/* --- the stream and its codes ---------------------------------------------------------------- */

static void
test_code_is_covered_at_once (KcFlowFixture *flow, gconstpointer reset)
{
  kc_flow_enter_scanning (flow);
  kc_stub_server_end_streams (flow->server, reset != NULL);
  kc_test_wait_until (!kc_attempt_get_code_live (flow->attempt));
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_SCANNING);
  kc_test_wait_until (kc_attempt_get_connectivity (flow->attempt) == KC_CONNECTIVITY_RETRYING);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_OFFLINE);

  /* Opening the stream does not make the old code good; a new code does. */
  wait_for_reopening (flow, 1500);
  wait_for_stream (flow);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  tell (flow, ": comment\n\n");
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  tell (flow, KC_FLOW_EVENT_QR);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
}

static void
test_code_is_covered_when_stale (KcFlowFixture *flow, gconstpointer data)
{
  gboolean live = TRUE;

  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, KC_CODE_LIFETIME_FIRST_MS - 1);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
  kc_clock_advance (flow->clock, 1);
  g_object_get (flow->attempt, "code-live", &live, NULL);
  g_assert_false (live);
  tell (flow, SECOND_CODE);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
  kc_clock_advance (flow->clock, KC_CODE_LIFETIME_LATER_MS);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
}

static void
test_code_is_covered_by_an_event (KcFlowFixture *flow, gconstpointer event)
{
  kc_flow_enter_scanning (flow);
  tell (flow, event);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_SCANNING);
  tell (flow, SECOND_CODE);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
}

/* A silent stream, as when its other end is gone, is opened again. */
static void
test_silent_stream_is_reopened (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, KC_CODE_LIFETIME_FIRST_MS + KC_CODE_LIFETIME_SILENCE_MS);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_RETRYING);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_TIMED_OUT);
  wait_for_reopening (flow, 1500);
  wait_for_stream (flow);
  tell (flow, SECOND_CODE);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
}

static void
test_reopening_backs_off (KcFlowFixture *flow, gconstpointer data)
{
  const gint64 steps[] = {1000, 2000, 4000, 8000};

  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 4, 502, NULL, "<html>");
  kc_stub_server_end_streams (flow->server, TRUE);
  kc_flow_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint n_opened = kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH);

      kc_clock_advance (flow->clock, steps[i] - 100);
      kc_flow_settle ();
      g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH), ==,
                        n_opened);
      wait_for_reopening (flow, KC_BACKOFF_JITTER_MS + 200);
    }
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_GATEWAY);
  wait_for_reopening (flow, 16000 + KC_BACKOFF_JITTER_MS + 100);
  wait_for_stream (flow);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_SCANNING);
}

static void
test_retry_is_honoured (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  tell (flow, "retry: 9000\n\n");
  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_settle ();
  kc_clock_advance (flow->clock, 8000);
  /* Even focusing the window does not make it sooner. */
  kc_attempt_poll_now (flow->attempt);
  kc_clock_advance (flow->clock, 900);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH), ==, 1);
  wait_for_reopening (flow, KC_BACKOFF_JITTER_MS + 200);
}

/* Somebody is waiting for a code, however long the stream asks to stay away. */
static void
test_retry_is_capped (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  tell (flow, "retry: 3600000\n\n");
  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_settle ();
  kc_clock_advance (flow->clock, KC_STREAM_CONNECTION_MAX_RETRY_MS - 100);
  kc_flow_settle ();
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH), ==, 1);
  wait_for_reopening (flow, KC_BACKOFF_JITTER_MS + 200);
}

/* How long it takes until a stream that ends now is opened again. */
static gint64
end_and_measure (KcFlowFixture *flow)
{
  guint n_opened = kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH);
  gint64 ended = kc_clock_get_now (flow->clock);

  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_settle ();
  while (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH) == n_opened)
    {
      g_assert_cmpint (kc_clock_get_now (flow->clock) - ended, <, 60000);
      kc_clock_advance (flow->clock, 100);
      kc_flow_settle ();
    }
  wait_for_stream (flow);

  return kc_clock_get_now (flow->clock) - ended;
}

/* The same code again is not a success: the stream is opened more and more slowly. A new code is.
 */
static void
test_stream_same_code_keeps_the_backoff (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  for (gint64 step = 1000; step <= 8000; step *= 2)
    {
      g_assert_cmpint (end_and_measure (flow), >=, step);
      tell (flow, KC_FLOW_EVENT_QR);
    }
  tell (flow, SECOND_CODE);
  g_assert_cmpint (end_and_measure (flow), <=, 1000 + KC_BACKOFF_JITTER_MS + 100);
}

/* Nor is a short life a success, but a minute is. */
static void
test_stream_long_life_resets_the_backoff (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  for (gint64 step = 1000; step <= 4000; step *= 2)
    g_assert_cmpint (end_and_measure (flow), >=, step);

  for (guint lived_ms = 0; lived_ms < KC_STREAM_CONNECTION_PROVEN_MS - 5000; lived_ms += 5000)
    {
      kc_clock_advance (flow->clock, 5000);
      tell (flow, ": still here\n\n");
    }
  g_assert_cmpint (end_and_measure (flow), >=, 8000);

  for (guint lived_ms = 0; lived_ms < KC_STREAM_CONNECTION_PROVEN_MS; lived_ms += 5000)
    {
      kc_clock_advance (flow->clock, 5000);
      tell (flow, ": still here\n\n");
    }
  g_assert_cmpint (end_and_measure (flow), <=, 1000 + KC_BACKOFF_JITTER_MS + 100);
}

static void
test_poll_now_reopens (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 5, 500, NULL, "{}");
  kc_stub_server_end_streams (flow->server, TRUE);
  kc_flow_settle ();
  for (guint i = 0; i < 5; i++)
    wait_for_reopening (flow, 16500);
  kc_clock_advance (flow->clock, 2000);
  kc_flow_settle ();
  kc_attempt_poll_now (flow->attempt);
  wait_for_stream (flow);
}

/* --- the polls beside it --------------------------------------------------------------------- */

static void
test_polls_are_slow_beside_a_stream (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_flow_pass (flow, 13);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 0);
  kc_flow_pass (flow, 1);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  kc_flow_pass (flow, 14);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 2);
}

static void
test_polls_are_quick_without_a_stream (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 0, 503, NULL, "{}");
  kc_stub_server_end_streams (flow->server, TRUE);
  kc_flow_settle ();
  kc_flow_pass (flow, 21);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 4);

  /* Answered polls say nothing about the codes. */
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_RETRYING);
}

static void
test_polls_are_quick_while_linking (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_flow_pass (flow, 16);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 3);
}

/* Whether Keebai answers polls for QR sessions is not documented. */
static void
test_polls_unknown (KcFlowFixture *flow, gconstpointer data)
{
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, 30000);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_flow_settle ();
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  tell (flow, KC_FLOW_EVENT_CONNECTING);
  kc_flow_pass (flow, 40);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  tell (flow, KC_FLOW_EVENT_CONNECTED);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONNECTED);
}

/* But once polls were answered, a 404 counts. */
static void
test_polls_unknown_later (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_flow_settle ();
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_clock_advance (flow->clock, 5000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 2);
  kc_flow_wait_for (flow, KC_ATTEMPT_EXPIRED);
}

/* One 404 of the stream, but polls show that Keebai knows the session: it continues. */
static void
test_stream_not_found_once (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 1, 404, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_stub_server_end_streams (flow->server, TRUE);
  kc_flow_settle ();
  wait_for_reopening (flow, 1500);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 11);
  kc_flow_wait_for (flow, KC_ATTEMPT_SCANNING);
  wait_for_reopening (flow, 2500);
  wait_for_stream (flow);
  tell (flow, SECOND_CODE);
  assert_code (flow, "another code");
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
}

/* Keebai refuses the stream (404, 410, 204) of a session that polls call pending: after three times
 * the person is told, and may start again. */
static void
refuse_stream (KcFlowFixture *flow, guint status, guint uses)
{
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, uses, status, NULL,
                        "{\"message\":\"Not Found\",\"statusCode\":404}");
  kc_stub_server_end_streams (flow->server, TRUE);
}

static void
test_stream_refused_for_good (KcFlowFixture *flow, gconstpointer status)
{
  kc_flow_enter_scanning (flow);
  refuse_stream (flow, GPOINTER_TO_UINT (status), 0);
  kc_flow_pass (flow, 120);
  g_assert_cmpstr (flow->diary->str, ==,
                   "starting scanning confirming scanning confirming scanning confirming failed");
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_NO_STREAM);
  g_assert_cmpuint (kc_error_get_http_status (kc_attempt_get_error (flow->attempt)), ==,
                    GPOINTER_TO_UINT (status));
  g_assert_false (kc_attempt_may_ask_again (flow->attempt));
  g_assert_false (kc_attempt_may_succeed_late (flow->attempt));
  g_assert_cmpuint (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH), ==, 1 + 3);
}

/* A phone had scanned before: the session may be finished without us. */
static void
test_stream_refused_after_a_scan (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  refuse_stream (flow, 404, 0);
  kc_flow_pass (flow, 180);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_NO_STREAM);
  g_assert_true (kc_attempt_may_succeed_late (flow->attempt));
}

/* Polled once more after the third refusal, Keebai says that it is connected. */
static void
test_stream_refused_but_completed (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  refuse_stream (flow, 410, 0);
  while (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH) < 1 + 3)
    {
      g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), >, 0);
      kc_flow_pass (flow, 1);
    }
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_pass (flow, 10);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONNECTED);
}

/* Only refusals in a row count: a new code in between resets the count. */
static void
test_stream_refused_now_and_then (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  for (guint i = 1; i <= 4; i++)
    {
      refuse_stream (flow, 404, 1);
      while (kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH) < 1 + 2 * i)
        {
          g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), >, 0);
          kc_flow_pass (flow, 1);
        }
      wait_for_stream (flow);
      kc_flow_send_code (flow, i);
      kc_flow_settle ();
      g_assert_true (kc_attempt_get_code_live (flow->attempt));
    }
}

/* --- the deadline ---------------------------------------------------------------------------- */

static void
test_deadline (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, 300000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_settle ();

  /* The time is up: a code that comes now is not for this session. */
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  tell (flow, SECOND_CODE);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_flow_pass (flow, 11);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_EXPIRED);
  g_assert_cmpuint (flow->n_finished, ==, 1);
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 0);
}

/* --- linking when the time is up -------------------------------------------------------------- */

static void
enter_linking_late (KcFlowFixture *flow)
{
  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, 280000);
  kc_flow_settle ();
  wait_for_stream (flow);
  tell (flow, KC_FLOW_EVENT_CONNECTING);
  kc_flow_pass (flow, 30);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 0);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking");
}

/* The phone has scanned in time: our own clock does not cut that short. */
static void
test_connected_after_the_deadline (KcFlowFixture *flow, gconstpointer data)
{
  enter_linking_late (flow);
  kc_flow_pass (flow, 20);
  tell (flow, KC_FLOW_EVENT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking connected");
}

/* Its own limit is the end, however often Keebai says that it is linking. */
static void
test_linking_ends_after_the_deadline (KcFlowFixture *flow, gconstpointer data)
{
  enter_linking_late (flow);
  kc_flow_pass (flow, 20);
  tell (flow, KC_FLOW_EVENT_CONNECTING);
  kc_flow_pass (flow, 9);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  kc_flow_pass (flow, 2);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 11);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming expired");
  g_assert_true (kc_attempt_may_succeed_late (flow->attempt));
}

/* A new code means that the linking came to nothing, and there is no time left to scan that code.
 */
static void
test_new_code_after_the_deadline (KcFlowFixture *flow, gconstpointer data)
{
  enter_linking_late (flow);
  tell (flow, SECOND_CODE);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_flow_pass (flow, 12);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_EXPIRED);
}

/* Confirming began while there was time; when the time is up, it becomes patient. */
static void
test_deadline_while_linking_is_doubted (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_clock_advance (flow->clock, 230000);
  kc_flow_settle ();
  wait_for_stream (flow);
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 503, NULL, "{}");
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_LIST_PATH, 0, 503, NULL, "{}");
  tell (flow, KC_FLOW_EVENT_CONNECTING);
  kc_flow_pass (flow, 120);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming");
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 0);

  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_pass (flow, 40);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming connected");
}

/* A whole session that nobody scans: six codes, and few requests. */
static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

/* Of codes that come faster than they can be shown, only the last counts. */
static void
test_flood_of_codes (KcFlowFixture *flow, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_codes = 0;

  kc_flow_enter_scanning (flow);
  g_signal_connect (flow->attempt, "notify::code", G_CALLBACK (count_cb), &n_codes);
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "event: qr\ndata: 2@%u\n\n", i);
  g_string_append (text, "event: qr\ndata: last\n\n");
  tell (flow, text->str);
  assert_code (flow, "last");
  g_assert_cmpuint (n_codes, <, 100);
}

static void
test_five_minutes (KcFlowFixture *flow, gconstpointer data)
{
  guint n_requests;

  kc_flow_enter_scanning (flow);
  for (guint second = 1; second < 300; second++)
    {
      kc_clock_advance (flow->clock, 1000);
      if (second == 60 || (second > 60 && second % 20 == 0))
        {
          kc_flow_send_code (flow, second);
          kc_test_wait_until (kc_attempt_get_code_live (flow->attempt));
        }
      for (guint i = 0; i < 20; i++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_true (kc_attempt_get_code_live (flow->attempt));
    }
  kc_flow_settle ();
  n_requests = kc_stub_server_count (flow->server, NULL, NULL);
  g_assert_cmpuint (n_requests, <=, 25);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_DATA(name, func, data)                                                                 \
  g_test_add ("/attempt/qr/" name, KcFlowFixture, data, set_up, func, kc_flow_fixture_tear_down)
#define ADD(name, func) ADD_DATA (name, func, NULL)
  ADD ("connected", test_connected);
  ADD ("connected-without-a-channel", test_connected_without_a_channel);
  ADD ("connected-by-poll", test_connected_by_poll);
  ADD ("failed", test_failed);
  ADD ("failed-and-expired", test_failed_and_expired);
  ADD ("failed-and-cancelled", test_failed_and_cancelled);
  ADD_DATA ("new-channel/offered", test_offered, KC_FLOW_LIST_NEW);
  ADD_DATA ("new-channel/two", test_offered, LIST_TWO);
  ADD_DATA ("new-channel/inactive", test_offered, LIST_INACTIVE);
  ADD ("new-channel/inactive-beside-another", test_inactive_is_not_accepted);
  ADD_DATA ("new-channel/own-name", test_own_name, "Front desk");
  ADD_DATA ("new-channel/other-name", test_own_name, "Back office");
  ADD ("failed-but-the-channel-is-there", test_failed_but_the_channel_is_there);
  ADD ("failed-at-the-deadline", test_failed_at_the_deadline);
  ADD ("expired-goes-through-confirming", test_expired_goes_through_confirming);
  ADD ("linking/disconnected-after-connecting", test_disconnected_after_connecting);
  ADD ("linking/nothing-follows", test_nothing_after_connecting);
  ADD ("linking/connecting-again", test_connecting_again);
  ADD ("linking/new-code", test_new_code_while_linking);
  ADD ("linking/lost", test_lost_while_linking);
  ADD ("code/covered-at-once/end", test_code_is_covered_at_once);
  ADD_DATA ("code/covered-at-once/reset", test_code_is_covered_at_once, "reset");
  ADD ("code/covered-when-stale", test_code_is_covered_when_stale);
  ADD_DATA ("code/covered-by/disconnected", test_code_is_covered_by_an_event,
            KC_FLOW_EVENT_DISCONNECTED);
  ADD_DATA ("code/covered-by/unreadable", test_code_is_covered_by_an_event,
            "event: qr\ndata: {}\n\n");
  ADD ("stream/silent", test_silent_stream_is_reopened);
  ADD ("stream/backs-off", test_reopening_backs_off);
  ADD ("stream/retry", test_retry_is_honoured);
  ADD ("stream/retry-is-capped", test_retry_is_capped);
  ADD ("stream/same-code-keeps-the-backoff", test_stream_same_code_keeps_the_backoff);
  ADD ("stream/long-life-resets-the-backoff", test_stream_long_life_resets_the_backoff);
  ADD ("stream/poll-now", test_poll_now_reopens);
  ADD ("flood-of-codes", test_flood_of_codes);
  ADD ("polls/slow-beside-a-stream", test_polls_are_slow_beside_a_stream);
  ADD ("polls/quick-without-a-stream", test_polls_are_quick_without_a_stream);
  ADD ("polls/quick-while-linking", test_polls_are_quick_while_linking);
  ADD ("polls/unknown", test_polls_unknown);
  ADD ("polls/unknown-later", test_polls_unknown_later);
  ADD ("stream/not-found-once", test_stream_not_found_once);
  ADD_DATA ("stream/refused-for-good/404", test_stream_refused_for_good, GUINT_TO_POINTER (404));
  ADD_DATA ("stream/refused-for-good/410", test_stream_refused_for_good, GUINT_TO_POINTER (410));
  ADD_DATA ("stream/refused-for-good/204", test_stream_refused_for_good, GUINT_TO_POINTER (204));
  ADD ("stream/refused-after-a-scan", test_stream_refused_after_a_scan);
  ADD ("stream/refused-but-completed", test_stream_refused_but_completed);
  ADD ("stream/refused-now-and-then", test_stream_refused_now_and_then);
  ADD ("deadline", test_deadline);
  ADD ("linking/connected-after-the-deadline", test_connected_after_the_deadline);
  ADD ("linking/ends-after-the-deadline", test_linking_ends_after_the_deadline);
  ADD ("linking/new-code-after-the-deadline", test_new_code_after_the_deadline);
  ADD ("linking/deadline-while-it-is-doubted", test_deadline_while_linking_is_doubted);
  ADD ("five-minutes", test_five_minutes);
#undef ADD
#undef ADD_DATA

  return g_test_run ();
}
