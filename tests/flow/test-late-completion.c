/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-late-completion.h"

#include "kc-flow-fixture.h"

typedef struct {
  KcFlowFixture flow;
  KcLateCompletion *late_completion;
  guint n_connected;
  guint n_over;
  char *channel_id;
} Fixture;

#define LEFT_MS 300000

static void
on_connected_cb (KcLateCompletion *late_completion, KcChannel *channel, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_connected++;
  if (channel != NULL)
    fixture->channel_id = g_strdup (kc_channel_get_id (channel));
}

static void
on_over_cb (KcLateCompletion *late_completion, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_over++;
}

static void
begin (Fixture *fixture, gint64 ms_left)
{
  g_autoptr (KcSession) session
      = kc_flow_make_session (&fixture->flow, kc_attempt_get_mode (fixture->flow.attempt));

  fixture->late_completion = kc_late_completion_new (fixture->flow.client, fixture->flow.clock,
                                                     fixture->flow.rate_limiter, session, ms_left);
  g_signal_connect (fixture->late_completion, "connected", G_CALLBACK (on_connected_cb), fixture);
  g_signal_connect (fixture->late_completion, "over", G_CALLBACK (on_over_cb), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kc_flow_set_up (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);
  begin (fixture, LEFT_MS);
}

static void
set_up_for_longer (Fixture *fixture, gconstpointer data)
{
  kc_flow_set_up (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);
  begin (fixture, LEFT_MS + 20 * 1000);
}

static void
set_up_qr (Fixture *fixture, gconstpointer data)
{
  kc_flow_set_up (&fixture->flow, KC_MODE_QR);
  begin (fixture, LEFT_MS);
}

static void
set_up_over (Fixture *fixture, gconstpointer data)
{
  kc_flow_set_up (&fixture->flow, KC_MODE_EMBEDDED_SIGNUP);
  begin (fixture, -100000);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->late_completion != NULL)
    g_assert_finalize_object (fixture->late_completion);
  g_clear_pointer (&fixture->channel_id, g_free);
  kc_flow_tear_down (&fixture->flow);
}

static guint
count_lists (Fixture *fixture)
{
  return kc_stub_server_count (fixture->flow.server, "GET", KC_FLOW_LIST_PATH);
}

static void
assert_ends (Fixture *fixture, guint n_connected, guint n_over)
{
  guint n_requests;

  g_assert_cmpuint (fixture->n_connected, ==, n_connected);
  g_assert_cmpuint (fixture->n_over, ==, n_over);

  /* Reported once, and nothing is sent afterwards. */
  n_requests = kc_stub_server_count (fixture->flow.server, NULL, NULL);
  kc_clock_advance (fixture->flow.clock, 2 * LEFT_MS);
  kc_flow_settle ();
  g_assert_cmpuint (fixture->n_connected, ==, n_connected);
  g_assert_cmpuint (fixture->n_over, ==, n_over);
  g_assert_cmpuint (kc_stub_server_count (fixture->flow.server, NULL, NULL), ==, n_requests);
}

/* Steps of 30 s. */
static void
pass (Fixture *fixture, guint n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    {
      kc_clock_advance (fixture->flow.clock, KC_LATE_COMPLETION_INTERVAL_MS);
      kc_flow_settle ();
    }
}

static void
test_completed (Fixture *fixture, gconstpointer data)
{
  kc_flow_settle ();
  kc_clock_advance (fixture->flow.clock, KC_LATE_COMPLETION_INTERVAL_MS - 1);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 0);
  kc_clock_advance (fixture->flow.clock, 1);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
  kc_flow_poll_once (&fixture->flow, 200, NULL, KC_FLOW_COMPLETED);
  pass (fixture, 1);
  g_assert_cmpstr (fixture->channel_id, ==, "ch_new");
  assert_ends (fixture, 1, 0);
}

static void
test_completed_without_a_channel (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 200, NULL, "{\"status\":\"completed\",\"channel\":null}");
  pass (fixture, 1);
  g_assert_null (fixture->channel_id);
  assert_ends (fixture, 1, 0);
}

static void
test_over_by_a_word (Fixture *fixture, gconstpointer word)
{
  kc_flow_poll_once (&fixture->flow, 200, NULL, word);
  pass (fixture, 1);
  g_assert_cmpuint (count_lists (fixture), ==, 0);
  assert_ends (fixture, 0, 1);
}

/* Two minutes longer than the session's time. */
static void
test_over_by_the_clock (Fixture *fixture, gconstpointer n_steps)
{
  pass (fixture, GPOINTER_TO_UINT (n_steps) - 1);
  g_assert_cmpuint (fixture->n_over, ==, 0);
  pass (fixture, 1);
  g_assert_cmpuint (count_lists (fixture), ==, 0);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), <=, GPOINTER_TO_UINT (n_steps));
  assert_ends (fixture, 0, 1);
}

/* A new channel may be anybody's: the list is not even requested. */
static void
test_new_channel_is_not_proof (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_LIST_PATH, 0, 200, NULL,
                        KC_FLOW_LIST_NEW);
  pass (fixture, 14);
  g_assert_cmpuint (count_lists (fixture), ==, 0);
  assert_ends (fixture, 0, 1);
}

static void
test_gone_qr (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 410, NULL, "{}");
  pass (fixture, 1);
  assert_ends (fixture, 0, 1);
}

/* Two in a row, as everywhere. */
static void
test_seems_over (Fixture *fixture, gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);

  kc_flow_poll_once (&fixture->flow, status, NULL, "{}");
  pass (fixture, 3);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
  kc_flow_poll_once (&fixture->flow, status, NULL, "{}");
  pass (fixture, 2);
  g_assert_cmpuint (fixture->n_over, ==, 0);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, status, NULL, "{}");
  pass (fixture, 2);
  assert_ends (fixture, 0, 1);
}

/* Keebai may not answer polls for QR sessions. */
static void
test_not_found_qr (Fixture *fixture, gconstpointer data)
{
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL, "{}");
  pass (fixture, 14);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
  assert_ends (fixture, 0, 1);
}

static void
test_errors_do_not_end_it (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_flow_poll_once (&fixture->flow, 200, NULL, "<html>");
  kc_flow_poll_once (&fixture->flow, 503, "Retry-After: 100\r\n", "{}");
  pass (fixture, 1);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
  pass (fixture, 3);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
  pass (fixture, 2);
  assert_ends (fixture, 1, 0);
}

/* Nothing while Keebai asks for a pause, and half as often from then on. */
static void
test_slowly_when_the_key_is_slowed (Fixture *fixture, gconstpointer data)
{
  kc_flow_poll_once (&fixture->flow, 429, "Retry-After: 100\r\n",
                     "{\"message\":\"Too Many\",\"statusCode\":429}");
  pass (fixture, 4);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);
  pass (fixture, 6);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), >=, 2);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), <=, 1 + 6 / 2);
  pass (fixture, 4);
  assert_ends (fixture, 0, 1);
}

/* The computer slept until long after the session's time: it is polled once more. */
static void
test_slept (Fixture *fixture, gconstpointer json)
{
  pass (fixture, 1);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL, json);
  kc_clock_sleep (fixture->flow.clock, 3600 * 1000);
  kc_flow_settle ();
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
  if (g_str_equal (json, KC_FLOW_COMPLETED))
    assert_ends (fixture, 1, 0);
  else
    assert_ends (fixture, 0, 1);
}

/* It sleeps over the last poll, too: that one is asked again, but not for ever. */
static void
test_slept_over_the_last_poll (Fixture *fixture, gconstpointer completed)
{
  pass (fixture, 13);
  kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 0);
  pass (fixture, 1);
  if (completed != NULL)
    kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                          KC_FLOW_COMPLETED);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpuint (fixture->n_over, ==, 0);
      kc_clock_sleep (fixture->flow.clock, 3600 * 1000);
      kc_flow_settle ();
    }
  assert_ends (fixture, completed != NULL, completed == NULL);
}

/* The last poll comes to nothing, and is sent again while there is time. */
static void
test_trouble_at_the_last_poll (Fixture *fixture, gconstpointer status)
{
  pass (fixture, 13);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0,
                        GPOINTER_TO_UINT (status), NULL, "{}");
  pass (fixture, 1);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        KC_FLOW_COMPLETED);
  pass (fixture, 2);
  assert_ends (fixture, 1, 0);
}

/* The last answer is from a moment ago, but it was finished since. */
static void
test_finished_in_the_last_seconds (Fixture *fixture, gconstpointer data)
{
  pass (fixture, 14);
  kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 200, NULL,
                        KC_FLOW_COMPLETED);
  pass (fixture, 1);
  assert_ends (fixture, 1, 0);
}

/* A rejected key is not used again; another one is. */
static void
test_another_key (Fixture *fixture, gconstpointer answered)
{
  g_autoptr (KcRateLimiter) rate_limiter = kc_rate_limiter_new (fixture->flow.clock);
  g_autoptr (GError) error = NULL;

  fixture->flow.other_client = kc_client_new (kc_stub_server_get_base_url (fixture->flow.server),
                                              KC_FLOW_OTHER_KEY, &error);
  g_assert_no_error (error);
  kc_flow_poll_once (&fixture->flow, 401, NULL, "{}");
  pass (fixture, 4);
  g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 1);

  if (answered == NULL)
    kc_stub_server_reply (fixture->flow.server, "GET", KC_FLOW_POLL_PATH, 0, 404, NULL, "{}");
  kc_late_completion_set_client (fixture->late_completion, fixture->flow.other_client,
                                 rate_limiter);
  pass (fixture, 10);
  if (answered == NULL)
    {
      g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), ==, 2);
      assert_ends (fixture, 0, 1);
    }
  else
    {
      g_assert_cmpuint (kc_flow_count_polls (&fixture->flow), >, 5);
      assert_ends (fixture, 0, 1);
    }
}

static void
test_stopped (Fixture *fixture, gconstpointer under_way)
{
  if (under_way != NULL)
    {
      kc_flow_hang (&fixture->flow, "GET", KC_FLOW_POLL_PATH, 0);
      pass (fixture, 1);
    }
  kc_late_completion_stop (fixture->late_completion);
  kc_late_completion_stop (fixture->late_completion);
  kc_late_completion_set_client (fixture->late_completion, fixture->flow.client,
                                 fixture->flow.rate_limiter);
  assert_ends (fixture, 0, 0);
}

static void
test_dropped (Fixture *fixture, gconstpointer path)
{
  kc_flow_hang (&fixture->flow, "GET", path, 0);
  pass (fixture, 1);
  g_assert_cmpuint (kc_stub_server_count (fixture->flow.server, "GET", path), ==, 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->late_completion));
  pass (fixture, 20);
  g_assert_cmpuint (fixture->n_connected + fixture->n_over, ==, 0);
}

static void
on_end_drop_cb (KcLateCompletion *late_completion, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_object (&fixture->late_completion);
}

static void
on_connected_drop_cb (KcLateCompletion *late_completion, KcChannel *channel, gpointer user_data)
{
  on_end_drop_cb (late_completion, user_data);
}

static void
test_dropped_by_its_handler (Fixture *fixture, gconstpointer word)
{
  g_signal_connect (fixture->late_completion, "over", G_CALLBACK (on_end_drop_cb), fixture);
  g_signal_connect (fixture->late_completion, "connected", G_CALLBACK (on_connected_drop_cb),
                    fixture);
  if (word != NULL)
    kc_flow_poll_once (&fixture->flow, 200, NULL, word);
  pass (fixture, 15);
  g_assert_null (fixture->late_completion);
  g_assert_cmpuint (fixture->n_connected + fixture->n_over, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_FULL(name, set_up_func, data, func)                                                    \
  g_test_add ("/late-completion/" name, Fixture, data, set_up_func, func, tear_down)
#define ADD(name, func) ADD_FULL (name, set_up, NULL, func)
#define ADD_DATA(name, data, func) ADD_FULL (name, set_up, data, func)
  ADD ("completed", test_completed);
  ADD ("completed/without-a-channel", test_completed_without_a_channel);
  ADD_DATA ("over/expired", "{\"status\":\"expired\"}", test_over_by_a_word);
  ADD_DATA ("over/cancelled", "{\"status\":\"cancelled\"}", test_over_by_a_word);
  ADD_DATA ("over/by-the-clock", GUINT_TO_POINTER (14), test_over_by_the_clock);
  ADD_FULL ("over/by-the-clock-already", set_up_over, GUINT_TO_POINTER (4), test_over_by_the_clock);
  ADD ("new-channel-is-not-proof", test_new_channel_is_not_proof);
  ADD_FULL ("gone/qr", set_up_qr, NULL, test_gone_qr);
  ADD_DATA ("gone", GUINT_TO_POINTER (410), test_seems_over);
  ADD_DATA ("not-found", GUINT_TO_POINTER (404), test_seems_over);
  ADD_FULL ("not-found/qr", set_up_qr, NULL, test_not_found_qr);
  ADD_FULL ("over/expired/qr", set_up_qr, "{\"status\":\"expired\"}", test_over_by_a_word);
  ADD ("errors-do-not-end-it", test_errors_do_not_end_it);
  ADD ("slowly-when-the-key-is-slowed", test_slowly_when_the_key_is_slowed);
  ADD_DATA ("slept/completed", KC_FLOW_COMPLETED, test_slept);
  ADD_DATA ("slept/pending", "{\"status\":\"pending\"}", test_slept);
  ADD ("slept-over-the-last-poll", test_slept_over_the_last_poll);
  ADD_DATA ("slept-over-the-last-poll/completed", "completed", test_slept_over_the_last_poll);
  ADD_DATA ("trouble-at-the-last-poll/503", GUINT_TO_POINTER (503), test_trouble_at_the_last_poll);
  ADD_DATA ("trouble-at-the-last-poll/404", GUINT_TO_POINTER (404), test_trouble_at_the_last_poll);
  ADD_DATA ("trouble-at-the-last-poll/410", GUINT_TO_POINTER (410), test_trouble_at_the_last_poll);
  ADD_FULL ("finished-in-the-last-seconds", set_up_for_longer, NULL,
            test_finished_in_the_last_seconds);
  ADD_DATA ("another-key/answered", "answered", test_another_key);
  ADD ("another-key/another-company", test_another_key);
  ADD ("stopped", test_stopped);
  ADD_DATA ("stopped/under-way", "under way", test_stopped);
  ADD_DATA ("dropped/polling", KC_FLOW_POLL_PATH, test_dropped);
  ADD ("dropped-by-its-handler/over", test_dropped_by_its_handler);
  ADD_DATA ("dropped-by-its-handler/connected", KC_FLOW_COMPLETED, test_dropped_by_its_handler);
#undef ADD_DATA
#undef ADD
#undef ADD_FULL

  return g_test_run ();
}
