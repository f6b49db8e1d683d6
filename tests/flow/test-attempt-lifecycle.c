/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Cancelled, dropped and finished in every state, and what is logged meanwhile: nothing that
 * anybody could misuse. */

#include "kc-flow-fixture.h"

typedef enum {
  IN_IDLE,
  IN_LISTING,
  IN_STARTING,
  IN_WAITING,
  IN_POLLING,
  IN_OPENING,
  IN_SCANNING,
  IN_REOPENING,
  IN_LINKING,
  IN_CONFIRMING,
  IN_COMPARING,
  N_MOMENTS,
} Moment;

static const char *const moment_names[N_MOMENTS]
    = {"idle",     "listing",   "starting", "waiting",    "polling",  "opening",
       "scanning", "reopening", "linking",  "confirming", "comparing"};

static guint
count (KcFlowFixture *flow, const char *method, const char *path)
{
  return kc_stub_server_count (flow->server, method, path);
}

static void
set_up_moment (KcFlowFixture *flow, Moment moment)
{
  gboolean is_qr = moment == IN_OPENING || moment == IN_SCANNING || moment == IN_REOPENING
                   || moment == IN_LINKING;

  kc_flow_set_up (flow, is_qr ? KC_MODE_QR : KC_MODE_EMBEDDED_SIGNUP);
  switch (moment)
    {
    case IN_IDLE:
      break;
    case IN_LISTING:
      kc_flow_hang (flow, "GET", KC_FLOW_LIST_PATH, 0);
      kc_attempt_start (flow->attempt);
      kc_test_wait_until (count (flow, "GET", KC_FLOW_LIST_PATH) == 1);
      break;
    case IN_STARTING:
      kc_flow_hang (flow, "POST", KC_FLOW_START_PATH, 0);
      kc_attempt_start (flow->attempt);
      kc_test_wait_until (count (flow, "POST", NULL) == 1);
      break;
    case IN_WAITING:
      kc_flow_enter_waiting (flow);
      break;
    case IN_POLLING:
      kc_flow_enter_waiting (flow);
      kc_flow_hang (flow, "GET", KC_FLOW_POLL_PATH, 0);
      kc_clock_advance (flow->clock, 5000);
      kc_test_wait_until (kc_flow_count_polls (flow) == 1);
      break;
    case IN_OPENING:
      kc_flow_hang (flow, "GET", KC_FLOW_STREAM_PATH, 0);
      kc_attempt_start (flow->attempt);
      kc_test_wait_until (count (flow, "GET", KC_FLOW_STREAM_PATH) == 1);
      break;
    case IN_SCANNING:
      kc_flow_enter_scanning (flow);
      break;
    case IN_REOPENING:
      kc_flow_enter_scanning (flow);
      kc_stub_server_end_streams (flow->server, FALSE);
      kc_test_wait_until (kc_attempt_get_connectivity (flow->attempt) == KC_CONNECTIVITY_RETRYING);
      break;
    case IN_LINKING:
      kc_flow_enter_linking (flow);
      break;
    case IN_CONFIRMING:
      kc_flow_enter_waiting (flow);
      kc_clock_advance (flow->clock, 900000);
      kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
      break;
    case IN_COMPARING:
      kc_flow_enter_waiting (flow);
      kc_flow_hang (flow, "GET", KC_FLOW_LIST_PATH, 0);
      kc_flow_poll_once (flow, 410, NULL, "{}");
      kc_flow_poll_once (flow, 410, NULL, "{}");
      kc_clock_advance (flow->clock, 5000);
      kc_flow_wait_for (flow, KC_ATTEMPT_CONFIRMING);
      kc_clock_advance (flow->clock, 2000);
      kc_test_wait_until (count (flow, "GET", KC_FLOW_LIST_PATH) == 2);
      break;
    case N_MOMENTS:
      g_assert_not_reached ();
    }
}

static void
test_cancel (gconstpointer data)
{
  KcFlowFixture flow = {0};
  guint n_posts;

  set_up_moment (&flow, GPOINTER_TO_UINT (data));
  n_posts = count (&flow, "POST", NULL);
  g_assert_cmpuint (flow.n_finished, ==, 0);

  /* At once, and only once. */
  kc_attempt_cancel (flow.attempt);
  g_assert_cmpuint (flow.n_finished, ==, 1);
  g_assert_cmpint (kc_attempt_get_state (flow.attempt), ==, KC_ATTEMPT_CANCELLED);
  g_assert_no_error (kc_attempt_get_error (flow.attempt));
  g_assert_null (kc_attempt_get_code (flow.attempt));
  g_assert_cmpint (kc_attempt_get_connectivity (flow.attempt), ==, KC_CONNECTIVITY_LIVE);

  kc_attempt_cancel (flow.attempt);
  kc_attempt_start (flow.attempt);
  kc_attempt_poll_now (flow.attempt);
  kc_clock_advance (flow.clock, 2000000);
  kc_flow_settle ();
  g_assert_cmpuint (flow.n_finished, ==, 1);
  g_assert_cmpint (kc_attempt_get_state (flow.attempt), ==, KC_ATTEMPT_CANCELLED);
  g_assert_cmpuint (count (&flow, "POST", NULL), ==, n_posts);
  g_assert_cmpuint (kc_stub_server_get_n_streams (flow.server), ==, 0);
  kc_flow_tear_down (&flow);
}

/* Nothing keeps it alive, and late callbacks do not find it. */
static void
test_drop (gconstpointer data)
{
  KcFlowFixture flow = {0};

  set_up_moment (&flow, GPOINTER_TO_UINT (data));
  g_assert_finalize_object (g_steal_pointer (&flow.attempt));
  g_assert_cmpuint (flow.n_finished, ==, 0);
  kc_clock_advance (flow.clock, 2000000);
  kc_flow_settle ();
  kc_flow_tear_down (&flow);
}

static void
test_cancel_and_drop (gconstpointer data)
{
  KcFlowFixture flow = {0};

  set_up_moment (&flow, GPOINTER_TO_UINT (data));
  kc_attempt_cancel (flow.attempt);
  g_assert_finalize_object (g_steal_pointer (&flow.attempt));
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_flow_tear_down (&flow);
}

static void
on_finished_cancel_cb (KcAttempt *attempt, gpointer user_data)
{
  kc_attempt_cancel (attempt);
  kc_attempt_start (attempt);
  kc_attempt_poll_now (attempt);
}

static void
test_cancel_while_it_finishes (gconstpointer data)
{
  KcFlowFixture flow = {0};

  set_up_moment (&flow, GPOINTER_TO_UINT (data));
  g_signal_connect (flow.attempt, "finished", G_CALLBACK (on_finished_cancel_cb), NULL);
  kc_attempt_cancel (flow.attempt);
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_flow_tear_down (&flow);
}

static void
on_finished_drop_cb (KcAttempt *attempt, gpointer user_data)
{
  KcFlowFixture *flow = user_data;

  g_clear_object (&flow->attempt);
}

/* The owner drops it in the callback, like a window that closes. */
static void
test_drop_while_it_finishes (gconstpointer data)
{
  KcFlowFixture flow = {0};
  gpointer attempt;

  set_up_moment (&flow, GPOINTER_TO_UINT (data));
  attempt = flow.attempt;
  g_object_add_weak_pointer (attempt, &attempt);
  g_signal_connect (attempt, "finished", G_CALLBACK (on_finished_drop_cb), &flow);
  g_object_ref (attempt);
  kc_attempt_cancel (attempt);
  g_object_unref (attempt);
  g_assert_null (attempt);
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_flow_tear_down (&flow);
}

/* The same at an end that comes from outside. */
static void
test_drop_at_each_end (gconstpointer data)
{
  const char *answer = data;
  KcFlowFixture flow = {0};
  gpointer attempt;

  set_up_moment (&flow, IN_WAITING);
  attempt = flow.attempt;
  g_object_add_weak_pointer (attempt, &attempt);
  g_signal_connect (attempt, "finished", G_CALLBACK (on_finished_drop_cb), &flow);
  kc_flow_poll_once (&flow, 200, NULL, answer);
  kc_clock_advance (flow.clock, 5000);
  kc_test_wait_until (attempt == NULL);
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_flow_tear_down (&flow);
}

static void
test_drop_at_the_end_of_a_stream (gconstpointer data)
{
  KcFlowFixture flow = {0};
  gpointer attempt;

  set_up_moment (&flow, IN_LINKING);
  attempt = flow.attempt;
  g_object_add_weak_pointer (attempt, &attempt);
  g_signal_connect (attempt, "finished", G_CALLBACK (on_finished_drop_cb), &flow);
  kc_stub_server_send (flow.server, KC_FLOW_EVENT_CONNECTED);
  kc_test_wait_until (attempt == NULL);
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_flow_tear_down (&flow);
}

static void
on_state_changed_cancel_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  if (kc_attempt_get_state (attempt) == GPOINTER_TO_UINT (user_data))
    kc_attempt_cancel (attempt);
}

/* Somebody who is notified of a state may cancel at that moment. */
static void
test_cancel_from_the_notification (gconstpointer data)
{
  KcAttemptState state = GPOINTER_TO_UINT (data);
  KcFlowFixture flow = {0};

  kc_flow_set_up (&flow, state == KC_ATTEMPT_WAITING ? KC_MODE_EMBEDDED_SIGNUP : KC_MODE_QR);
  g_signal_connect (flow.attempt, "notify::state", G_CALLBACK (on_state_changed_cancel_cb),
                    GUINT_TO_POINTER (state));
  kc_attempt_start (flow.attempt);
  if (state > KC_ATTEMPT_SCANNING)
    {
      kc_test_wait_until (kc_stub_server_get_n_streams (flow.server) == 1);
      kc_flow_settle ();
      kc_stub_server_send (flow.server, KC_FLOW_EVENT_CONNECTING);
    }
  if (state > KC_ATTEMPT_LINKING)
    {
      kc_flow_wait_for (&flow, KC_ATTEMPT_LINKING);
      kc_stub_server_send (flow.server, KC_FLOW_EVENT_FAILED);
    }
  kc_flow_wait_for (&flow, KC_ATTEMPT_CANCELLED);
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_clock_advance (flow.clock, 2000000);
  kc_flow_settle ();
  g_assert_cmpuint (flow.n_finished, ==, 1);
  g_assert_cmpuint (kc_stub_server_get_n_streams (flow.server), ==, 0);
  kc_flow_tear_down (&flow);
}

static void
on_code_live_changed_cancel_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  kc_attempt_cancel (attempt);
}

static void
test_cancel_from_a_code (gconstpointer property)
{
  g_autofree char *signal = g_strconcat ("notify::", (const char *) property, NULL);
  KcFlowFixture flow = {0};

  kc_flow_set_up (&flow, KC_MODE_QR);
  g_signal_connect (flow.attempt, signal, G_CALLBACK (on_code_live_changed_cancel_cb), NULL);
  kc_attempt_start (flow.attempt);
  kc_test_wait_until (kc_stub_server_get_n_streams (flow.server) == 1);
  kc_flow_settle ();
  kc_stub_server_send (flow.server, KC_FLOW_EVENT_QR);
  kc_flow_wait_for (&flow, KC_ATTEMPT_CANCELLED);
  g_assert_null (kc_attempt_get_code (flow.attempt));
  g_assert_false (kc_attempt_get_code_live (flow.attempt));
  g_assert_cmpuint (flow.n_finished, ==, 1);
  kc_flow_tear_down (&flow);
}

/* --- what is logged -------------------------------------------------------------------------- */

/* In a process of its own, whose whole output can be read. */
static void
test_secrets_subprocess (void)
{
  KcFlowFixture flow = {0};

  kc_flow_set_up (&flow, KC_MODE_EMBEDDED_SIGNUP);
  kc_flow_enter_waiting (&flow);
  kc_flow_poll_once (&flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_poll_once (&flow, 500, NULL, "{\"message\":\"secret-link\",\"statusCode\":500}");
  kc_flow_poll_once (&flow, 200, NULL, "secret-link");
  for (guint i = 0; i < 3; i++)
    {
      kc_clock_advance (flow.clock, 10000);
      kc_flow_settle ();
    }
  kc_flow_wait_for (&flow, KC_ATTEMPT_CONNECTED);
  kc_flow_tear_down (&flow);

  kc_flow_set_up (&flow, KC_MODE_QR);
  kc_flow_enter_scanning (&flow);
  kc_stub_server_send (flow.server, "event: qr\ndata: {\"qr\":[\"secret-code\"]}\n\n");
  kc_stub_server_send (flow.server, "event: other\ndata: secret-code\n\n");
  kc_stub_server_end_streams (flow.server, TRUE);
  kc_flow_pass (&flow, 3);
  kc_stub_server_send (flow.server, KC_FLOW_EVENT_QR);
  kc_stub_server_send (flow.server, KC_FLOW_EVENT_CONNECTING);
  kc_flow_wait_for (&flow, KC_ATTEMPT_LINKING);
  kc_stub_server_send (flow.server, KC_FLOW_EVENT_FAILED);
  kc_flow_pass (&flow, 12);
  kc_flow_wait_for (&flow, KC_ATTEMPT_FAILED);
  kc_flow_tear_down (&flow);
}

static void
test_no_secrets_in_the_log (void)
{
  const char *const secrets[] = {"kbai_pk_",    KC_FLOW_16A,   "secret-link", "portal.example",
                                 "secret-code", "34600111222", "cs_1",        "no luck"};

  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_trap_subprocess ("/attempt/lifecycle/secrets/subprocess", 60 * G_USEC_PER_SEC, 0);
  g_unsetenv ("G_MESSAGES_DEBUG");
  g_test_trap_assert_passed ();

  /* It does log something. */
  g_test_trap_assert_stdout ("*attempt: waiting, then connected*");
  g_test_trap_assert_stdout ("*kc-api*GET*200*");
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *pattern = g_strdup_printf ("*%s*", secrets[i]);

      g_test_trap_assert_stdout_unmatched (pattern);
      g_test_trap_assert_stderr_unmatched (pattern);
    }
}

int
main (int argc, char *argv[])
{
  const struct {
    const char *name;
    GTestDataFunc func;
  } tests[] = {
      {"cancel", test_cancel},
      {"drop", test_drop},
      {"cancel-and-drop", test_cancel_and_drop},
      {"cancel-while-it-finishes", test_cancel_while_it_finishes},
      {"drop-while-it-finishes", test_drop_while_it_finishes},
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint moment = 0; moment < N_MOMENTS; moment++)
      {
        g_autofree char *path
            = g_strdup_printf ("/attempt/lifecycle/%s/%s", tests[i].name, moment_names[moment]);

        g_test_add_data_func (path, GUINT_TO_POINTER (moment), tests[i].func);
      }

#define ADD(name, data, func) g_test_add_data_func ("/attempt/lifecycle/" name, data, func)
  ADD ("drop-at-each-end/completed", KC_FLOW_COMPLETED, test_drop_at_each_end);
  ADD ("drop-at-each-end/expired", "{\"status\":\"expired\"}", test_drop_at_each_end);
  ADD ("drop-at-each-end/cancelled", "{\"status\":\"cancelled\"}", test_drop_at_each_end);
  ADD ("drop-at-each-end/stream", NULL, test_drop_at_the_end_of_a_stream);
  for (guint state = KC_ATTEMPT_STARTING; state <= KC_ATTEMPT_CONFIRMING; state++)
    {
      g_autofree char *path = g_strdup_printf ("/attempt/lifecycle/cancel-from-the-notification/%s",
                                               kc_attempt_state_to_string (state));

      g_test_add_data_func (path, GUINT_TO_POINTER (state), test_cancel_from_the_notification);
    }
  ADD ("cancel-from-a-code/code", "code", test_cancel_from_a_code);
  ADD ("cancel-from-a-code/code-live", "code-live", test_cancel_from_a_code);
#undef ADD
  g_test_add_func ("/attempt/lifecycle/secrets", test_no_secrets_in_the_log);
  g_test_add_func ("/attempt/lifecycle/secrets/subprocess", test_secrets_subprocess);

  return g_test_run ();
}
