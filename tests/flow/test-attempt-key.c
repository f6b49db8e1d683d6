/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A key that is rejected in the middle, and another one in its place: the session is kept. */

#include "kc-flow-fixture.h"

#define UNAUTHORIZED "{\"message\":\"Invalid\",\"statusCode\":401}"
#define NOT_FOUND "{\"message\":\"Not Found\",\"statusCode\":404}"

static void
set_up_embedded (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_set_up (flow, KC_MODE_EMBEDDED_SIGNUP);
}

static void
set_up_qr (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_set_up (flow, KC_MODE_QR);
}

static guint
count (KcFlowFixture *flow, const char *path)
{
  return kc_stub_server_count (flow->server, "GET", path);
}

static guint
count_all (KcFlowFixture *flow)
{
  return kc_stub_server_count (flow->server, NULL, NULL);
}

static void
always (KcFlowFixture *flow, const char *path, guint status, const char *json)
{
  kc_stub_server_reply (flow->server, "GET", path, 0, status, NULL, json);
}

static gboolean
used_other_key (KcFlowFixture *flow)
{
  return strstr (kc_stub_server_get_last_head (flow->server), KC_FLOW_OTHER_KEY) != NULL;
}

static void
assert_wanted (KcFlowFixture *flow, int code)
{
  gboolean key_wanted = FALSE;
  guint n_requests = count_all (flow);

  g_object_get (flow->attempt, "key-wanted", &key_wanted, NULL);
  g_assert_true (key_wanted);
  g_assert_true (kc_attempt_get_key_wanted (flow->attempt));
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, code);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  g_assert_null (kc_attempt_get_code (flow->attempt));

  /* Nothing is sent, whoever asks for it. */
  for (guint i = 0; i < 5; i++)
    {
      kc_attempt_poll_now (flow->attempt);
      kc_clock_advance (flow->clock, 10000);
      kc_flow_settle ();
    }
  g_assert_cmpuint (count_all (flow), ==, n_requests);
  g_assert_true (kc_attempt_get_key_wanted (flow->attempt));
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 0);
}

static void
on_key_wanted_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  guint *n_notified = user_data;

  (*n_notified)++;
}

/* --- another key comes ------------------------------------------------------------------------ */

static void
test_waiting (KcFlowFixture *flow, gconstpointer data)
{
  guint n_notified = 0;

  kc_flow_enter_waiting (flow);
  g_signal_connect (flow->attempt, "notify::key-wanted", G_CALLBACK (on_key_wanted_changed_cb),
                    &n_notified);
  kc_flow_want_key (flow, 5);
  assert_wanted (flow, KC_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstr (kc_attempt_get_verification_uri (flow->attempt), ==, KC_FLOW_LINK);

  /* At once. */
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_set_other_client (flow);
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));
  g_assert_no_error (kc_attempt_get_error (flow->attempt));
  g_assert_cmpuint (n_notified, ==, 2);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_true (used_other_key (flow));
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting connected");
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);
}

static void
test_scanning (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_flow_want_key (flow, 30);
  assert_wanted (flow, KC_ERROR_UNAUTHORIZED);
  kc_flow_set_other_client (flow);
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_QR);
  kc_test_wait_until (kc_attempt_get_code_live (flow->attempt));
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTING);
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTED);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking connected");
}

/* With the new key, the linking gets its full minute again. */
static void
test_linking (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_flow_pass (flow, 45);
  kc_flow_want_key (flow, 5);
  assert_wanted (flow, KC_ERROR_UNAUTHORIZED);
  kc_flow_pass (flow, 60);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 50);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTED);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking connected");
}

static void
test_forbidden (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_poll_once (flow, 403, NULL,
                     "{\"error\":{\"code\":\"INSUFFICIENT_SCOPE\",\"message\":\"x\","
                     "\"details\":{\"missing\":[\"channels:connect\"]}}}");
  kc_flow_pass (flow, 11);
  assert_wanted (flow, KC_ERROR_FORBIDDEN);
  g_assert_cmpstr (kc_error_get_missing_scopes (kc_attempt_get_error (flow->attempt))[0], ==,
                   "channels:connect");
}

/* The permission was added: the same key works again. */
static void
test_same_key_again (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_attempt_set_client (flow->attempt, flow->client, flow->rate_limiter);

  /* Never twice within two seconds. */
  kc_clock_advance (flow->clock, 1999);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  kc_clock_advance (flow->clock, 1);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
}

static void
test_second_key_rejected (KcFlowFixture *flow, gconstpointer data)
{
  guint n_notified = 0;

  kc_flow_enter_scanning (flow);
  g_signal_connect (flow->attempt, "notify::key-wanted", G_CALLBACK (on_key_wanted_changed_cb),
                    &n_notified);
  kc_flow_want_key (flow, 30);
  always (flow, KC_FLOW_STREAM_PATH, 403, "{}");
  always (flow, KC_FLOW_POLL_PATH, 403, "{}");
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 2);
  assert_wanted (flow, KC_ERROR_FORBIDDEN);
  g_assert_cmpuint (n_notified, ==, 3);

  always (flow, KC_FLOW_POLL_PATH, 200, KC_FLOW_COMPLETED);
  kc_stub_server_reply_stream (flow->server, KC_FLOW_STREAM_PATH, 0);
  kc_attempt_set_client (flow->attempt, flow->client, NULL);
  kc_flow_pass (flow, 2);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
}

/* Although nobody had asked for one. */
static void
test_key_not_asked_for (KcFlowFixture *flow, gconstpointer mode)
{
  gboolean is_qr = GPOINTER_TO_INT (mode) == KC_MODE_QR;

  if (is_qr)
    kc_flow_enter_scanning (flow);
  else
    kc_flow_enter_waiting (flow);
  kc_flow_set_other_client (flow);
  g_assert_null (kc_attempt_get_code (flow->attempt));
  kc_flow_pass (flow, 2);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  g_assert_cmpuint (count (flow, KC_FLOW_STREAM_PATH), ==, is_qr ? 2 : 0);
  g_assert_true (used_other_key (flow));
  g_assert_cmpstr (flow->diary->str, ==, is_qr ? "starting scanning" : "starting waiting");
}

/* The session is opened with the old key, and continues with the new one. */
static void
test_while_it_starts (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_hang (flow, "GET", KC_FLOW_LIST_PATH, 1);
  kc_attempt_start (flow->attempt);
  kc_test_wait_until (count (flow, KC_FLOW_LIST_PATH) == 1);
  kc_flow_set_other_client (flow);
  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_attempt_get_state (flow->attempt) != KC_ATTEMPT_STARTING);
  kc_flow_pass (flow, 31);
  g_assert_cmpuint (kc_flow_count_polls (flow), >=, 1);
  g_assert_true (used_other_key (flow));
}

static void
test_before_the_start (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_set_other_client (flow);
  kc_attempt_start (flow->attempt);
  kc_test_wait_until (kc_stub_server_count (flow->server, "POST", NULL) == 1);
  g_assert_true (used_other_key (flow));
  kc_test_wait_until (kc_attempt_get_session (flow->attempt) != NULL);

  /* It opened the session, so it belongs to the same company. */
  always (flow, KC_FLOW_POLL_PATH, 404, NOT_FOUND);
  always (flow, KC_FLOW_STREAM_PATH, 404, NOT_FOUND);
  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_pass (flow, 20);
  kc_flow_wait_for (flow, KC_ATTEMPT_EXPIRED);
}

static void
test_after_the_end (KcFlowFixture *flow, gconstpointer mode)
{
  guint n_requests;

  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  kc_attempt_cancel (flow->attempt);
  n_requests = count_all (flow);
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 40);
  g_assert_cmpuint (count_all (flow), ==, n_requests);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CANCELLED);
}

/* --- of another company ----------------------------------------------------------------------- */

/* What belongs to another company is "not found": that says nothing about the session. */
static void
test_another_company (KcFlowFixture *flow, gconstpointer mode)
{
  gboolean is_qr = GPOINTER_TO_INT (mode) == KC_MODE_QR;

  if (is_qr)
    kc_flow_enter_scanning (flow);
  else
    kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, is_qr ? 30 : 5);
  always (flow, KC_FLOW_STREAM_PATH, 404, NOT_FOUND);
  always (flow, KC_FLOW_POLL_PATH, 404, NOT_FOUND);
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 12);
  assert_wanted (flow, KC_ERROR_NOT_FOUND);
  g_assert_cmpuint (count (flow, KC_FLOW_LIST_PATH), ==, 1);
}

/* Its list of channels would show the other company's. */
static void
test_another_company_at_the_deadline (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  always (flow, KC_FLOW_POLL_PATH, 404, NOT_FOUND);
  always (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_NEW);
  kc_clock_advance (flow->clock, 893000);
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 11);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming failed");
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_NOT_FOUND);
  g_assert_true (kc_attempt_may_ask_again (flow->attempt));
  g_assert_cmpuint (count (flow, KC_FLOW_LIST_PATH), ==, 1);
}

/* Keebai has answered it nothing about the session, so its list says nothing, for ten minutes. */
static void
test_never_answered (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  always (flow, KC_FLOW_POLL_PATH, 503, "{}");
  always (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_NEW);
  kc_flow_set_other_client (flow);
  kc_clock_advance (flow->clock, 896000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 601);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_MAINTENANCE);
  g_assert_true (kc_attempt_may_ask_again (flow->attempt));
  g_assert_cmpuint (count (flow, KC_FLOW_LIST_PATH), ==, 1);
}

/* Once it was answered, it belongs to the same company. */
static void
test_answered_then_in_the_list (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 3);
  always (flow, KC_FLOW_POLL_PATH, 404, NOT_FOUND);
  always (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_NEW);
  kc_flow_pass (flow, 16);
  kc_flow_accept_new_channel (flow, KC_ATTEMPT_EXPIRED);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming expired connected");
}

static void
test_resumed_with_another_key (KcFlowFixture *flow, gconstpointer answered)
{
  always (flow, KC_FLOW_POLL_PATH, answered != NULL ? 410 : 404, NOT_FOUND);
  always (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_NEW);
  kc_flow_resume (flow, TRUE, 0);
  kc_flow_set_other_client (flow);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, answered != NULL ? 10 : 4);
  g_assert_cmpstr (flow->diary->str, ==,
                   answered != NULL ? "starting confirming expired" : "starting confirming failed");
  /* Another company's channels do not count. */
  g_assert_cmpint (kc_attempt_get_new_channels (flow->attempt) != NULL, ==, answered != NULL);
  g_assert_true (used_other_key (flow));
  g_assert_cmpint (kc_attempt_may_ask_again (flow->attempt), ==, answered == NULL);
}

/* --- no other key comes ----------------------------------------------------------------------- */

static void
test_cancelled (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_scanning (flow);
  kc_flow_want_key (flow, 30);
  kc_attempt_cancel (flow->attempt);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CANCELLED);
  g_assert_cmpuint (flow->n_finished, ==, 1);
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));
  g_assert_no_error (kc_attempt_get_error (flow->attempt));
  g_assert_true (kc_attempt_may_succeed_late (flow->attempt));
  g_assert_false (kc_attempt_may_ask_again (flow->attempt));
}

/* Keebai is asked once more: the key may be valid again. */
static void
test_deadline (KcFlowFixture *flow, gconstpointer status)
{
  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  if (GPOINTER_TO_UINT (status) == 200)
    always (flow, KC_FLOW_POLL_PATH, 200, KC_FLOW_COMPLETED);
  else
    always (flow, KC_FLOW_POLL_PATH, GPOINTER_TO_UINT (status), "{}");
  kc_clock_advance (flow->clock, 895000);
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));
  kc_flow_pass (flow, 4);
  if (GPOINTER_TO_UINT (status) == 200)
    {
      g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming connected");
      return;
    }

  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming failed");
  g_assert_true (kc_attempt_may_ask_again (flow->attempt));
  g_assert_true (kc_attempt_may_succeed_late (flow->attempt));
  g_assert_cmpuint (kc_error_get_http_status (kc_attempt_get_error (flow->attempt)), ==,
                    GPOINTER_TO_UINT (status));
  g_assert_cmpuint (count (flow, KC_FLOW_LIST_PATH), ==, 2);
}

/* Rejected before, and unreachable later: the rejection is what is known. */
static void
test_deadline_and_silence (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  kc_flow_want_key (flow, 5);
  kc_flow_hang (flow, "GET", KC_FLOW_POLL_PATH, 0);
  kc_flow_hang (flow, "GET", KC_FLOW_LIST_PATH, 0);
  kc_clock_advance (flow->clock, 895000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_clock_advance (flow->clock, 600000);
  kc_flow_wait_for (flow, KC_ATTEMPT_FAILED);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_UNAUTHORIZED);
  g_assert_true (kc_attempt_may_ask_again (flow->attempt));
}

/* A new channel is found all the same, if the key may at least list channels. */
static void
test_deadline_but_the_channel_is_there (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  always (flow, KC_FLOW_POLL_PATH, 403, "{}");
  always (flow, KC_FLOW_LIST_PATH, 200, KC_FLOW_LIST_NEW);
  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_attempt_get_key_wanted (flow->attempt));
  kc_clock_advance (flow->clock, 895000);
  kc_flow_accept_new_channel (flow, KC_ATTEMPT_FAILED);
}

/* While linking, the later of the two is the end: the deadline, or the limit of linking. */
static void
test_linking_and_deadline (KcFlowFixture *flow, gconstpointer late)
{
  kc_flow_enter_scanning (flow);
  if (late != NULL)
    {
      kc_clock_advance (flow->clock, 280000);
      kc_flow_settle ();
      kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
    }
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTING);
  kc_flow_wait_for (flow, KC_ATTEMPT_LINKING);
  if (late != NULL)
    kc_flow_pass (flow, 25);
  always (flow, KC_FLOW_POLL_PATH, 401, UNAUTHORIZED);
  kc_flow_pass (flow, 5);
  g_assert_true (kc_attempt_get_key_wanted (flow->attempt));

  kc_flow_pass (flow, late != NULL ? 29 : 294);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_LINKING);
  kc_flow_pass (flow, 4);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming failed");
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_UNAUTHORIZED);
}

/* --- at once --------------------------------------------------------------------------------- */

static void
test_stream_and_poll_at_once (KcFlowFixture *flow, gconstpointer data)
{
  guint n_notified = 0;

  kc_flow_enter_scanning (flow);
  g_signal_connect (flow->attempt, "notify::key-wanted", G_CALLBACK (on_key_wanted_changed_cb),
                    &n_notified);
  always (flow, KC_FLOW_STREAM_PATH, 401, UNAUTHORIZED);
  always (flow, KC_FLOW_POLL_PATH, 401, UNAUTHORIZED);
  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_settle ();
  kc_clock_advance (flow->clock, 5000);
  kc_test_wait_until (kc_attempt_get_key_wanted (flow->attempt));
  kc_flow_settle ();
  g_assert_cmpuint (n_notified, ==, 1);
  assert_wanted (flow, KC_ERROR_UNAUTHORIZED);
}

static void
test_stream_while_a_poll_is_under_way (KcFlowFixture *flow, gconstpointer status)
{
  kc_flow_enter_scanning (flow);
  kc_flow_hang (flow, "GET", KC_FLOW_POLL_PATH, 0);
  kc_attempt_poll_now (flow->attempt);
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  always (flow, KC_FLOW_STREAM_PATH, GPOINTER_TO_UINT (status), "{}");
  kc_stub_server_end_streams (flow->server, TRUE);
  kc_flow_pass (flow, 3);
  g_assert_cmpuint (kc_error_get_http_status (kc_attempt_get_error (flow->attempt)), ==,
                    GPOINTER_TO_UINT (status));
  assert_wanted (flow,
                 GPOINTER_TO_UINT (status) == 401 ? KC_ERROR_UNAUTHORIZED : KC_ERROR_FORBIDDEN);
}

/* --- while confirming ------------------------------------------------------------------------- */

static void
test_while_it_confirms (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_waiting (flow);
  always (flow, KC_FLOW_POLL_PATH, 503, "{}");
  always (flow, KC_FLOW_LIST_PATH, 503, "{}");
  kc_clock_advance (flow->clock, 900000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_pass (flow, 20);
  always (flow, KC_FLOW_POLL_PATH, 200, KC_FLOW_COMPLETED);
  kc_flow_set_other_client (flow);
  kc_flow_pass (flow, 2);
  g_assert_cmpstr (flow->diary->str, ==, "starting waiting confirming connected");
  g_assert_true (used_other_key (flow));
}

/* An open stream may still bring the answer. */
static void
test_while_it_confirms_linking (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_enter_linking (flow);
  kc_clock_advance (flow->clock, 60000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  kc_flow_settle ();
  kc_flow_set_other_client (flow);
  kc_flow_settle ();
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTED);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpstr (flow->diary->str, ==, "starting scanning linking confirming connected");
}

/* A key that is rejected while confirming ends the attempt: with another key, the person checks
 * again. */
static void
test_confirming_rejected (KcFlowFixture *flow, gconstpointer mode)
{
  if (GPOINTER_TO_INT (mode) == KC_MODE_QR)
    kc_flow_enter_scanning (flow);
  else
    kc_flow_enter_waiting (flow);
  kc_clock_advance (flow->clock, kc_attempt_get_seconds_left (flow->attempt) * (gint64) 1000);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
  always (flow, KC_FLOW_POLL_PATH, 401, UNAUTHORIZED);
  kc_flow_pass (flow, 6);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_FAILED);
  g_assert_false (kc_attempt_get_key_wanted (flow->attempt));
  g_assert_true (kc_attempt_may_ask_again (flow->attempt));
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_UNAUTHORIZED);
}

/* --- calls from inside a notification -------------------------------------------------------- */

typedef enum {
  DROP,
  CANCEL,
  SET_CLIENT,
  POLL_NOW,
  N_CALLS,
} Call;

static const char *const call_names[N_CALLS] = {"drop", "cancel", "set-client", "poll-now"};

static void
make_call (KcFlowFixture *flow, Call call)
{
  switch (call)
    {
    case DROP:
      g_clear_object (&flow->attempt);
      break;
    case CANCEL:
      kc_attempt_cancel (flow->attempt);
      break;
    case SET_CLIENT:
      if (flow->other_client == NULL)
        kc_flow_set_other_client (flow);
      break;
    case POLL_NOW:
      kc_attempt_poll_now (flow->attempt);
      break;
    case N_CALLS:
      g_assert_not_reached ();
    }
}

static Call call;

static void
on_notified_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcFlowFixture *flow = user_data;

  if (flow->attempt != NULL)
    make_call (flow, call);
}

static void
test_from_a_notification (gconstpointer data)
{
  static const char *const signal_names[]
      = {"notify::key-wanted", "notify::code", "notify::code-live"};
  const char *signal_name = signal_names[GPOINTER_TO_UINT (data) / N_CALLS % 3];
  gboolean by_set_client = GPOINTER_TO_UINT (data) / N_CALLS >= 3;
  KcFlowFixture flow = {0};

  call = GPOINTER_TO_UINT (data) % N_CALLS;
  kc_flow_set_up (&flow, KC_MODE_QR);
  kc_flow_enter_scanning (&flow);
  g_signal_connect (flow.attempt, signal_name, G_CALLBACK (on_notified_cb), &flow);
  if (by_set_client)
    kc_attempt_set_client (flow.attempt, flow.client, flow.rate_limiter);
  else
    {
      kc_flow_poll_once (&flow, 401, NULL, UNAUTHORIZED);
      kc_clock_advance (flow.clock, 30000);
    }
  kc_flow_settle ();
  if (call == DROP && !g_str_equal (signal_name, "notify::key-wanted"))
    g_assert_null (flow.attempt);
  if (call == CANCEL && !g_str_equal (signal_name, "notify::key-wanted"))
    {
      g_assert_cmpint (kc_attempt_get_state (flow.attempt), ==, KC_ATTEMPT_CANCELLED);
      g_assert_cmpuint (flow.n_finished, ==, 1);
      g_assert_cmpuint (kc_stub_server_get_n_streams (flow.server), ==, 0);
    }
  if (call == SET_CLIENT && !by_set_client)
    {
      g_assert_false (kc_attempt_get_key_wanted (flow.attempt));
      kc_test_wait_until (kc_stub_server_get_n_streams (flow.server) == 1);
    }
  kc_flow_pass (&flow, 35);
  kc_flow_tear_down (&flow);
}

int
main (int argc, char *argv[])
{
  const gpointer embedded = GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP);
  const gpointer qr = GINT_TO_POINTER (KC_MODE_QR);

  g_test_init (&argc, &argv, NULL);

#define ADD_FULL(name, set_up_func, data, func)                                                    \
  g_test_add ("/attempt/key/" name, KcFlowFixture, data, set_up_func, func,                        \
              kc_flow_fixture_tear_down)
#define ADD(name, mode, func) ADD_FULL (name, kc_flow_fixture_set_up, mode, func)
#define ADD_DATA(name, data, func) ADD_FULL (name, set_up_embedded, data, func)
#define ADD_DATA_QR(name, data, func) ADD_FULL (name, set_up_qr, data, func)
#define ADD_BOTH(name, func)                                                                       \
  ADD (name "/embedded", embedded, func);                                                          \
  ADD (name "/qr", qr, func)
  ADD ("waiting", embedded, test_waiting);
  ADD ("scanning", qr, test_scanning);
  ADD ("linking", qr, test_linking);
  ADD ("forbidden", embedded, test_forbidden);
  ADD ("same-key-again", embedded, test_same_key_again);
  ADD ("second-key-rejected", qr, test_second_key_rejected);
  ADD_BOTH ("key-not-asked-for", test_key_not_asked_for);
  ADD_BOTH ("while-it-starts", test_while_it_starts);
  ADD_BOTH ("before-the-start", test_before_the_start);
  ADD ("after-the-end", embedded, test_after_the_end);
  ADD_BOTH ("another-company", test_another_company);
  ADD ("another-company/at-the-deadline", embedded, test_another_company_at_the_deadline);
  ADD ("another-company/never-answered", embedded, test_never_answered);
  ADD ("another-company/not-after-all", embedded, test_answered_then_in_the_list);
  ADD_DATA ("resumed/another-company", NULL, test_resumed_with_another_key);
  ADD_DATA ("resumed/answered", "answered", test_resumed_with_another_key);
  ADD ("none/cancelled", qr, test_cancelled);
  ADD_DATA ("none/deadline/401", GUINT_TO_POINTER (401), test_deadline);
  ADD_DATA ("none/deadline/403", GUINT_TO_POINTER (403), test_deadline);
  ADD_DATA ("none/deadline/good-again", GUINT_TO_POINTER (200), test_deadline);
  ADD ("none/deadline/silence", embedded, test_deadline_and_silence);
  ADD ("none/deadline/channel", embedded, test_deadline_but_the_channel_is_there);
  ADD_DATA_QR ("none/linking/deadline", NULL, test_linking_and_deadline);
  ADD_DATA_QR ("none/linking/limit", "late", test_linking_and_deadline);
  ADD ("stream-and-poll-at-once", qr, test_stream_and_poll_at_once);
  ADD_DATA_QR ("stream/401", GUINT_TO_POINTER (401), test_stream_while_a_poll_is_under_way);
  ADD_DATA_QR ("stream/403", GUINT_TO_POINTER (403), test_stream_while_a_poll_is_under_way);
  ADD ("confirming", embedded, test_while_it_confirms);
  ADD ("confirming/linking", qr, test_while_it_confirms_linking);
  ADD_BOTH ("confirming/rejected", test_confirming_rejected);
#undef ADD_BOTH
#undef ADD_DATA_QR
#undef ADD_DATA
#undef ADD
#undef ADD_FULL
  for (guint i = 0; i < 6 * N_CALLS; i++)
    {
      static const char *const names[]
          = {"turned-away/key-wanted", "turned-away/code", "turned-away/code-live",
             "set-client/key-wanted",  "set-client/code",  "set-client/code-live"};
      g_autofree char *path = g_strdup_printf ("/attempt/key/from-the-notification/%s/%s",
                                               names[i / N_CALLS], call_names[i % N_CALLS]);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_from_a_notification);
    }

  return g_test_run ();
}
