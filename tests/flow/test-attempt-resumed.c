/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* An attempt that continues a session which is already open: it never opens a second one. */

#include "kc-flow-fixture.h"

static guint
count (KcFlowFixture *flow, const char *path)
{
  return kc_stub_server_count (flow->server, "GET", path);
}

static void
assert_no_second_session (KcFlowFixture *flow)
{
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 0);
}

static void
assert_history (KcFlowFixture *flow, const char *expected)
{
  g_assert_cmpstr (flow->diary->str, ==, expected);
  assert_no_second_session (flow);
}

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

/* Within kc_attempt_start (): with the link, and polled at once. */
static void
test_waiting (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_resume (flow, TRUE, 600000);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_IDLE);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 600);
  kc_clock_advance (flow->clock, 1000);
  kc_attempt_start (flow->attempt);
  assert_history (flow, "starting waiting");
  g_assert_cmpstr (kc_attempt_get_verification_uri (flow->attempt), ==, KC_FLOW_LINK);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 599);
  g_assert_cmpuint (kc_attempt_get_seconds_total (flow->attempt), ==, 900);

  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_pass (flow, 11);
  assert_history (flow, "starting waiting connected");
  g_assert_cmpuint (flow->n_finished, ==, 1);
  g_assert_cmpuint (count (flow, KC_FLOW_LIST_PATH), ==, 0);
}

static void
test_completed_meanwhile (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_resume (flow, TRUE, 1000);
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  assert_no_second_session (flow);
  g_assert_cmpstr (kc_channel_get_id (kc_attempt_get_channel (flow->attempt)), ==, "ch_new");
}

static void
test_cancelled_meanwhile (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_poll_once (flow, 200, NULL, "{\"status\":\"cancelled\"}");
  kc_flow_resume (flow, FALSE, 1000);
  kc_attempt_start (flow->attempt);
  /* Nobody can cancel a QR session in a browser. */
  kc_flow_wait_for (flow, GPOINTER_TO_INT (mode) == KC_MODE_QR ? KC_ATTEMPT_FAILED
                                                               : KC_ATTEMPT_CANCELLED);
  assert_no_second_session (flow);
}

static void
test_without_the_link (KcFlowFixture *flow, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);
  g_autoptr (KcSession) session = kc_flow_make_session (flow, KC_MODE_EMBEDDED_SIGNUP);

  g_clear_pointer (&session->verification_uri, g_free);
  kc_flow_replace_attempt (flow,
                           kc_attempt_new_resumed (flow->client, flow->clock, flow->rate_limiter,
                                                   request, session, NULL, 60000));
  kc_attempt_start (flow->attempt);
  g_assert_null (kc_attempt_get_verification_uri (flow->attempt));
  kc_flow_pass (flow, 70);
  assert_history (flow, "starting waiting confirming expired");
}

static void
test_deadline_is_what_was_left (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_resume (flow, TRUE, 20000);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 19);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 1);
  kc_flow_pass (flow, 1);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CONFIRMING);
}

/* A maximum, whatever the note says. */
static void
test_never_more_than_promised (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_resume (flow, TRUE, G_MAXINT64 / 2);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 900);
}

static void
test_scanning (KcFlowFixture *flow, gconstpointer data)
{
  kc_flow_resume (flow, TRUE, 200000);
  kc_attempt_start (flow->attempt);
  assert_history (flow, "starting scanning");
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_QR);
  kc_test_wait_until (kc_attempt_get_code_live (flow->attempt));
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTING);
  kc_stub_server_send (flow->server, KC_FLOW_EVENT_CONNECTED);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  assert_history (flow, "starting scanning linking connected");
}

static void
test_stream_gone (KcFlowFixture *flow, gconstpointer status)
{
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 0, GPOINTER_TO_UINT (status),
                        NULL, "{}");
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, GPOINTER_TO_UINT (status), NULL,
                        "{}");
  kc_flow_resume (flow, TRUE, 200000);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 10);
  assert_history (flow, "starting scanning confirming expired");
  g_assert_cmpuint (count (flow, KC_FLOW_LIST_PATH), ==, 1);
}

/* Whether Keebai answers polls for QR sessions is not documented. */
static void
test_polls_unknown (KcFlowFixture *flow, gconstpointer data)
{
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL, "{}");
  kc_flow_resume (flow, TRUE, 200000);
  kc_attempt_start (flow->attempt);
  kc_flow_pass (flow, 60);
  assert_history (flow, "starting scanning");
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, 1);
}

/* --- its time is up --------------------------------------------------------------------------- */

static void
test_over_and_expired (KcFlowFixture *flow, gconstpointer mode)
{
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        "{\"status\":\"expired\"}");
  kc_flow_resume (flow, TRUE, 0);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 0);
  kc_attempt_start (flow->attempt);
  assert_history (flow, "starting confirming");
  kc_flow_wait_for (flow, KC_ATTEMPT_EXPIRED);
  assert_no_second_session (flow);
  g_assert_cmpuint (kc_stub_server_get_n_streams (flow->server), ==, 0);
}

static void
test_over_and_completed (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_resume (flow, FALSE, -5000000);
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  assert_history (flow, "starting confirming connected");
}

/* Only the list of channels still shows it. */
static void
test_over_and_in_the_list (KcFlowFixture *flow, gconstpointer mode)
{
  kc_stub_server_reply (flow->server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL, "{}");
  kc_flow_list_once (flow, 200, KC_FLOW_LIST_NEW);
  kc_flow_resume (flow, TRUE, 0);
  kc_attempt_start (flow->attempt);
  /* In the browser's way a single 404 is no word. */
  kc_test_wait_until (kc_flow_count_polls (flow) == 1);
  kc_flow_pass (flow, 7);
  kc_flow_accept_new_channel (flow, KC_ATTEMPT_EXPIRED);
}

/* --- from one attempt to the next ------------------------------------------------------------ */

static void
test_next_attempt_resumes_the_session (KcFlowFixture *flow, gconstpointer data)
{
  KcAttempt *next;

  g_assert_null (kc_attempt_get_session (flow->attempt));
  g_assert_null (kc_attempt_get_earlier_channels (flow->attempt));
  kc_flow_enter_waiting (flow);
  g_assert_cmpstr (kc_attempt_get_session (flow->attempt)->session_id, ==, "cs_1");
  g_assert_cmpuint (kc_attempt_get_earlier_channels (flow->attempt)->len, ==, 1);
  kc_clock_advance (flow->clock, 3000);
  kc_attempt_cancel (flow->attempt);

  next = kc_attempt_new_resumed (flow->client, flow->clock, flow->rate_limiter,
                                 kc_attempt_get_request (flow->attempt),
                                 kc_attempt_get_session (flow->attempt),
                                 kc_attempt_get_earlier_channels (flow->attempt),
                                 kc_attempt_get_seconds_left (flow->attempt) * (gint64) 1000);
  kc_flow_replace_attempt (flow, next);
  g_assert_cmpint (kc_attempt_get_seconds_left (flow->attempt), ==, 897);
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_attempt_start (flow->attempt);
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
  g_assert_cmpuint (kc_stub_server_count (flow->server, "POST", NULL), ==, 1);
}

static void
on_attempt_state_cancel_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer state)
{
  if (kc_attempt_get_state (attempt) == (KcAttemptState) GPOINTER_TO_UINT (state))
    kc_attempt_cancel (attempt);
}

static void
test_cancel_from_the_notification (KcFlowFixture *flow, gconstpointer state)
{
  kc_flow_resume (flow, TRUE,
                  GPOINTER_TO_UINT (state) == KC_ATTEMPT_CONFIRMING ? 0 : (gint64) 60000);
  g_signal_connect (flow->attempt, "notify::state", G_CALLBACK (on_attempt_state_cancel_cb),
                    (gpointer) state);
  kc_attempt_start (flow->attempt);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_CANCELLED);
  g_assert_cmpuint (flow->n_finished, ==, 1);
  kc_flow_pass (flow, 70);
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 0);
}

static void
on_attempt_state_drop_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcFlowFixture *flow = user_data;

  if (kc_attempt_get_state (attempt) != KC_ATTEMPT_STARTING)
    g_clear_object (&flow->attempt);
}

static void
test_drop_from_the_notification (KcFlowFixture *flow, gconstpointer over)
{
  kc_flow_resume (flow, TRUE, over != NULL ? 0 : 60000);
  g_signal_connect (flow->attempt, "notify::state", G_CALLBACK (on_attempt_state_drop_cb), flow);
  kc_attempt_start (flow->attempt);
  g_assert_null (flow->attempt);
  kc_flow_pass (flow, 70);
  g_assert_cmpuint (kc_stub_server_count (flow->server, NULL, NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  const gpointer embedded = GINT_TO_POINTER (KC_MODE_EMBEDDED_SIGNUP);
  const gpointer qr = GINT_TO_POINTER (KC_MODE_QR);

  g_test_init (&argc, &argv, NULL);

#define ADD(name, mode, func)                                                                      \
  g_test_add ("/attempt/resumed/" name, KcFlowFixture, mode, kc_flow_fixture_set_up, func,         \
              kc_flow_fixture_tear_down)
#define ADD_BOTH(name, func)                                                                       \
  ADD (name "/embedded", embedded, func);                                                          \
  ADD (name "/qr", qr, func)
#define ADD_DATA(name, set_up_func, data, func)                                                    \
  g_test_add ("/attempt/resumed/" name, KcFlowFixture, data, set_up_func, func,                    \
              kc_flow_fixture_tear_down)
  ADD ("waiting", embedded, test_waiting);
  ADD_BOTH ("completed-meanwhile", test_completed_meanwhile);
  ADD_BOTH ("cancelled-meanwhile", test_cancelled_meanwhile);
  ADD ("without-the-link", embedded, test_without_the_link);
  ADD_BOTH ("deadline-is-what-was-left", test_deadline_is_what_was_left);
  ADD_BOTH ("never-more-than-promised", test_never_more_than_promised);
  ADD ("scanning", qr, test_scanning);
  ADD_DATA ("stream-gone/404", set_up_qr, GUINT_TO_POINTER (404), test_stream_gone);
  ADD_DATA ("stream-gone/410", set_up_qr, GUINT_TO_POINTER (410), test_stream_gone);
  ADD ("polls-unknown", qr, test_polls_unknown);
  ADD_BOTH ("over/expired", test_over_and_expired);
  ADD_BOTH ("over/completed", test_over_and_completed);
  ADD_BOTH ("over/in-the-list", test_over_and_in_the_list);
  ADD ("next-attempt-resumes-the-session", embedded, test_next_attempt_resumes_the_session);
  for (guint state = KC_ATTEMPT_STARTING; state <= KC_ATTEMPT_CONFIRMING; state++)
    {
      g_autofree char *path = g_strdup_printf ("/attempt/resumed/cancel-from-the-notification/%s",
                                               kc_attempt_state_to_string (state));
      gboolean is_qr = state == KC_ATTEMPT_SCANNING;

      if (state != KC_ATTEMPT_LINKING)
        g_test_add (path, KcFlowFixture, GUINT_TO_POINTER (state),
                    is_qr ? set_up_qr : set_up_embedded, test_cancel_from_the_notification,
                    kc_flow_fixture_tear_down);
    }
  ADD_DATA ("drop-from-the-notification", set_up_embedded, NULL, test_drop_from_the_notification);
  ADD_DATA ("drop-from-the-notification/over", set_up_qr, "over", test_drop_from_the_notification);
#undef ADD_DATA
#undef ADD_BOTH
#undef ADD

  return g_test_run ();
}
