/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How time and network affect an open stream: a code is on the screen only while it is known to be
 * fresh, and reopening the stream does not use up the key's requests. */

#include "kc-error.h"
#include "kc-fake-monitor.h"
#include "kc-flow-fixture.h"

static guint
count_streams (KcFlowFixture *flow)
{
  return kc_stub_server_count (flow->server, "GET", KC_FLOW_STREAM_PATH);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
wait_for_new_code (KcFlowFixture *flow)
{
  kc_test_wait_until (kc_stub_server_get_n_streams (flow->server) == 1);
  kc_flow_send_code (flow, 1);
  kc_test_wait_until (kc_attempt_get_code_live (flow->attempt));
}

/* The code is covered before anything else happens, the stream is opened and the session polled at
 * once; only a new code uncovers. */
static void
test_woke (KcFlowFixture *flow, gconstpointer mode)
{
  guint n_polls;

  kc_flow_enter_scanning (flow);
  n_polls = kc_flow_count_polls (flow);
  kc_clock_sleep (flow->clock, 180000);
  g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_SCANNING);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_test_wait_until (count_streams (flow) == 2);
  kc_test_wait_until (kc_flow_count_polls (flow) == n_polls + 1);
  kc_flow_settle ();
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  wait_for_new_code (flow);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_LIVE);
}

/* A server that repeats its newest code when the stream is opened: the code keeps its age, and a
 * dead one is not shown again. */
static void
test_repeated_code (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_enter_scanning (flow);
  kc_flow_pass (flow, 60);
  kc_stub_server_end_streams (flow->server, FALSE);
  for (guint i = 0; i < 5 && count_streams (flow) < 2; i++)
    kc_flow_pass (flow, 1);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_flow_send_code (flow, 0);
  kc_test_wait_until (kc_attempt_get_code_live (flow->attempt));
  kc_flow_pass (flow, 15);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_flow_send_code (flow, 0);
  kc_flow_settle ();
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  wait_for_new_code (flow);
}

/* A short nap right after the stream was opened: the two seconds still hold, and the code is
 * covered all the same.
 */
static void
test_nap (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_enter_scanning (flow);
  kc_clock_sleep (flow->clock, 1000);
  kc_flow_settle ();
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  g_assert_cmpuint (count_streams (flow), ==, 1);
  kc_flow_pass (flow, 1);
  g_assert_cmpuint (count_streams (flow), ==, 2);
}

/* The session's time is up: it is polled for its result. */
static void
test_slept_through (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_enter_scanning (flow);
  kc_flow_poll_once (flow, 200, NULL, KC_FLOW_COMPLETED);
  kc_clock_sleep (flow->clock, 20 * 60 * 1000);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_flow_wait_for (flow, KC_ATTEMPT_CONNECTED);
}

/* Something on the way cuts every stream that is quiet for 30 s. Codes come as from WhatsApp: the
 * first lives for a minute. Later it cuts even sooner. The server may repeat the newest code when
 * the stream is opened, or wait for the next. */
static void
test_idle_cuts (gconstpointer shows_newest)
{
  KcFlowFixture flow = {0};
  guint counts[250] = {0};
  guint quiet_s = 0;
  gboolean was_open = TRUE;
  guint n_cuts = 0;

  kc_flow_set_up (&flow, KC_MODE_QR);
  kc_flow_enter_scanning (&flow);
  for (guint s = 0; s < G_N_ELEMENTS (counts); s++)
    {
      gboolean is_open;

      kc_flow_pass (&flow, 1);
      is_open = kc_stub_server_get_n_streams (flow.server) == 1;
      if (is_open && ((s >= 60 && s % 20 == 0) || (!was_open && GPOINTER_TO_INT (shows_newest))))
        {
          kc_flow_send_code (&flow, s < 60 ? 0 : s / 20);
          kc_flow_settle ();
          g_assert_true (kc_attempt_get_code_live (flow.attempt));
          quiet_s = 0;
        }
      if (is_open && ++quiet_s >= (s < 120 ? 30 : 15))
        {
          kc_stub_server_end_streams (flow.server, n_cuts++ % 2);
          kc_flow_settle ();
          quiet_s = 0;
          is_open = FALSE;
        }
      if (!is_open)
        g_assert_false (kc_attempt_get_code_live (flow.attempt));
      was_open = is_open;
      counts[s] = kc_stub_server_count (flow.server, NULL, NULL);
    }
  g_assert_cmpuint (n_cuts, >=, 6);
  g_assert_cmpint (kc_attempt_get_state (flow.attempt), ==, KC_ATTEMPT_SCANNING);
  for (guint s = 60; s < G_N_ELEMENTS (counts); s++)
    g_assert_cmpuint (counts[s] - counts[s - 60], <=, KC_RATE_LIMITER_PER_MINUTE / 2);

  for (guint i = 0; i < 20 && kc_stub_server_get_n_streams (flow.server) == 0; i++)
    kc_flow_pass (&flow, 1);
  kc_stub_server_send (flow.server, KC_FLOW_EVENT_CONNECTED);
  kc_flow_wait_for (&flow, KC_ATTEMPT_CONNECTED);
  kc_flow_tear_down (&flow);
}

/* The network was away: a connection across it may only look open. */
static void
test_network_was_away (KcFlowFixture *flow, gconstpointer mode)
{
  KcFakeMonitor *monitor = kc_fake_monitor_new ();

  kc_attempt_set_network_monitor (flow->attempt, G_NETWORK_MONITOR (monitor));
  kc_flow_enter_scanning (flow);
  kc_flow_pass (flow, 3);

  /* Just another network: the stream is left alone. */
  kc_fake_monitor_change (monitor, TRUE);
  kc_flow_settle ();
  g_assert_cmpuint (count_streams (flow), ==, 1);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));

  /* The monitor was wrong: something arrived meanwhile. */
  kc_fake_monitor_change (monitor, FALSE);
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_OFFLINE);
  kc_stub_server_send (flow->server, ": still here\n\n");
  kc_test_wait_until (kc_attempt_get_connectivity (flow->attempt) == KC_CONNECTIVITY_LIVE);
  kc_fake_monitor_change (monitor, TRUE);
  kc_flow_settle ();
  g_assert_cmpuint (count_streams (flow), ==, 1);
  g_assert_true (kc_attempt_get_code_live (flow->attempt));

  kc_fake_monitor_change (monitor, FALSE);
  kc_flow_pass (flow, 1);
  kc_fake_monitor_change (monitor, TRUE);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  kc_clock_advance (flow->clock, 1);
  kc_test_wait_until (count_streams (flow) == 2);
  wait_for_new_code (flow);

  g_assert_finalize_object (g_steal_pointer (&flow->attempt));
  g_assert_finalize_object (monitor);
}

/* Opening the stream waits for the rate limit like every request, and reports it. */
static void
test_rate_limiter (KcFlowFixture *flow, gconstpointer mode)
{
  kc_flow_enter_scanning (flow);
  while (kc_rate_limiter_get_delay (flow->rate_limiter) == 0)
    kc_rate_limiter_count (flow->rate_limiter);
  kc_stub_server_end_streams (flow->server, FALSE);
  kc_flow_pass (flow, 3);
  g_assert_cmpuint (count_streams (flow), ==, 1);
  g_assert_false (kc_attempt_get_code_live (flow->attempt));
  g_assert_cmpint (kc_attempt_get_connectivity (flow->attempt), ==, KC_CONNECTIVITY_RETRYING);
  g_assert_error (kc_attempt_get_error (flow->attempt), KC_ERROR, KC_ERROR_RATE_LIMITED);
  kc_flow_pass (flow, 50);
  g_assert_cmpuint (count_streams (flow), ==, 1);
  kc_flow_pass (flow, 8);
  g_assert_cmpuint (count_streams (flow), ==, 2);
  wait_for_new_code (flow);
}

/* 429 for the stream slows the polls down too. */
static void
test_stream_rate_limited (KcFlowFixture *flow, gconstpointer mode)
{
  guint n_polls;

  kc_stub_server_reply (flow->server, "GET", KC_FLOW_STREAM_PATH, 1, 429, "Retry-After: 60\r\n",
                        "{}");
  kc_attempt_start (flow->attempt);
  kc_flow_wait_for (flow, KC_ATTEMPT_SCANNING);
  kc_test_wait_until (count_streams (flow) == 1);
  kc_flow_settle ();
  n_polls = kc_flow_count_polls (flow);
  kc_flow_pass (flow, 59);
  g_assert_cmpuint (count_streams (flow), ==, 1);
  g_assert_cmpuint (kc_flow_count_polls (flow), ==, n_polls);
  kc_flow_pass (flow, 3);
  wait_for_new_code (flow);
  g_assert_cmpuint (count_streams (flow), ==, 2);
}

/* Broken data is not a code, and the code shown before is no longer the newest: it is covered. The
 * stream stays alive. */
static void
test_broken_code (KcFlowFixture *flow, gconstpointer mode)
{
  static const char *const broken[] = {
      "{\"qr\":\"2@abc", "<html>x", " ", "42", "true", "\"2@x\" y", "\"2@x\\u0000\"",
  };

  kc_flow_enter_scanning (flow);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *event = g_strdup_printf ("event: qr\ndata: %s\n\n", broken[i]);

      kc_flow_send_code (flow, i + 1);
      kc_test_wait_until (kc_attempt_get_code_live (flow->attempt));
      kc_stub_server_send (flow->server, event);
      kc_test_wait_until (!kc_attempt_get_code_live (flow->attempt));
      g_assert_cmpint (kc_attempt_get_state (flow->attempt), ==, KC_ATTEMPT_SCANNING);
    }
  g_assert_cmpuint (count_streams (flow), ==, 1);
}

/* The head of a PNG file of 33 by 33 pixels. */
#define PICTURE "iVBORw0KGgoAAAANSUhEUgAAACEAAAAhCAAAAAA="

static void
test_picture (KcFlowFixture *flow, gconstpointer mode)
{
  g_autoptr (GBytes) property = NULL;
  GBytes *picture;
  guint n_notified = 0;

  kc_flow_enter_scanning (flow);
  g_signal_connect_swapped (flow->attempt, "notify::code-picture", G_CALLBACK (count_cb),
                            &n_notified);
  kc_stub_server_send (flow->server, "event: qr\ndata: data:image/png;base64," PICTURE "\n\n");
  kc_test_wait_until (kc_attempt_get_code_picture (flow->attempt) != NULL);
  picture = kc_attempt_get_code_picture (flow->attempt);
  g_assert_cmpuint (g_bytes_get_size (picture), ==, 29);
  g_assert_null (kc_attempt_get_code (flow->attempt));
  g_assert_true (kc_attempt_get_code_live (flow->attempt));
  g_object_get (flow->attempt, "code-picture", &property, NULL);
  g_assert_true (property == picture);

  wait_for_new_code (flow);
  kc_test_wait_until (kc_attempt_get_code (flow->attempt) != NULL);
  g_assert_null (kc_attempt_get_code_picture (flow->attempt));
  g_assert_cmpuint (n_notified, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/qr-feed/" name, KcFlowFixture, GINT_TO_POINTER (KC_MODE_QR),                       \
              kc_flow_fixture_set_up, func, kc_flow_fixture_tear_down)
  ADD ("woke", test_woke);
  ADD ("repeated-code", test_repeated_code);
  ADD ("nap", test_nap);
  ADD ("slept-through", test_slept_through);
  ADD ("network-was-away", test_network_was_away);
  ADD ("rate-limit", test_rate_limiter);
  ADD ("rate-limited", test_stream_rate_limited);
  ADD ("broken-code", test_broken_code);
  ADD ("picture", test_picture);
#undef ADD
  g_test_add_data_func ("/qr-feed/idle-cuts/newest-at-once", GINT_TO_POINTER (TRUE),
                        test_idle_cuts);
  g_test_add_data_func ("/qr-feed/idle-cuts/next-in-turn", GINT_TO_POINTER (FALSE), test_idle_cuts);

  return g_test_run ();
}
