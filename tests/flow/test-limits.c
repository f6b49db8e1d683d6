/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Everything that uses a key, together, for two hours: by the server's own count, the requests
 * never exceed 60 in a minute or 1,000 in an hour. In the first hour as many as a busy person
 * makes, in the second more than anybody would. */

#include "kc-late-completion.h"
#include "kc-flow-fixture.h"
#include "kc-poller.h"
#include "kc-key-check.h"

/* How often the server's count is looked at. */
#define STEP_S 5
#define N_STEPS (2 * 3600 / STEP_S)
#define QUIET_US 1500

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) channels
      = kc_client_list_channels_finish (KC_CLIENT (source), result, NULL);

  g_assert_nonnull (channels);
}

/* As the first page does it. */
static void
list_turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KcFlowFixture *flow = user_data;

  g_assert_true (kc_rate_limiter_wait_finish (KC_RATE_LIMITER (source), result, NULL));
  for (guint i = 0; i < 3; i++)
    kc_client_list_channels_async (flow->client, KC_CHANNEL_KIND_WHATSAPP, NULL, listed_cb, NULL);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcKeyCheck) check = kc_key_check_check_key_finish (result, NULL);

  g_assert_nonnull (check);
}

static void
on_poller_answered_cb (KcPoller *poller, const KcPoll *poll, const GError *error, guint *n_answers)
{
  if (poll != NULL)
    (*n_answers)++;
}

/* Like kc_flow_settle (), which would take too long for a thousand steps. */
static void
settle (void)
{
  gint64 last = g_get_monotonic_time ();

  while (g_get_monotonic_time () - last < QUIET_US)
    {
      if (g_main_context_iteration (NULL, FALSE))
        last = g_get_monotonic_time ();
    }
}

static guint
find_busiest (const guint *counts, guint n_steps)
{
  guint busiest = 0;

  /* What was sent at the end of a step may be counted in the next one, so the first step of a
   * window is left out. test-rate-limiter tests the rate limiter to the millisecond. */
  for (guint i = n_steps; i < N_STEPS; i++)
    busiest = MAX (busiest, counts[i] - counts[i - n_steps + 1]);

  return busiest;
}

static void
test_two_hours (void)
{
  KcFlowFixture flow = {0};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KcSession) session = NULL;
  g_autoptr (KcPoller) poller = NULL;
  KcLateCompletion *aftermaths[2] = {NULL};
  g_autofree guint *counts = g_new0 (guint, N_STEPS);
  guint n_answers = 0;
  guint n_last = 0;
  guint longest_silence_s = 0;
  guint silence_s = 0;

  kc_flow_set_up (&flow, KC_MODE_EMBEDDED_SIGNUP);
  kc_stub_server_reply (flow.server, "GET", "/me", 0, 200, NULL, "{}");
  session = kc_flow_make_session (&flow, KC_MODE_EMBEDDED_SIGNUP);
  poller = kc_poller_new (flow.client, flow.clock, flow.rate_limiter, session);
  g_signal_connect (poller, "answered", G_CALLBACK (on_poller_answered_cb), &n_answers);
  kc_poller_start (poller, 0, 5000);

  for (guint i = 0; i < N_STEPS; i++)
    {
      guint s = i * STEP_S;

      if (s % 900 == 0)
        for (guint j = 0; j < G_N_ELEMENTS (aftermaths); j++)
          {
            g_clear_object (&aftermaths[j]);
            aftermaths[j] = kc_late_completion_new (flow.client, flow.clock, flow.rate_limiter,
                                                    session, 15 * 60 * 1000);
          }
      if (s % (s < 3600 ? 300 : 20) == 0)
        kc_rate_limiter_wait_async (flow.rate_limiter, 3, NULL, list_turn_cb, &flow);
      if (s % 600 == 0)
        kc_key_check_check_key_async (flow.client, flow.rate_limiter, cancellable, checked_cb,
                                      NULL);

      kc_clock_advance (flow.clock, STEP_S * 1000);
      settle ();
      counts[i] = kc_stub_server_count (flow.server, NULL, NULL);
      silence_s = n_answers == n_last && s < 3600 ? silence_s + STEP_S : 0;
      longest_silence_s = MAX (longest_silence_s, silence_s);
      n_last = n_answers;
    }

  g_test_message ("busiest minute %u, busiest hour %u, longest silence %u s",
                  find_busiest (counts, 60 / STEP_S), find_busiest (counts, 3600 / STEP_S),
                  longest_silence_s);
  g_assert_cmpuint (find_busiest (counts, 60 / STEP_S), <=, KC_RATE_LIMITER_PER_MINUTE);
  g_assert_cmpuint (find_busiest (counts, 3600 / STEP_S), <=, KC_RATE_LIMITER_PER_HOUR);
  /* A busy person's use leaves enough for polling the session all the time. */
  g_assert_cmpuint (longest_silence_s, <=, 30);

  kc_poller_stop (poller);
  for (guint j = 0; j < G_N_ELEMENTS (aftermaths); j++)
    g_assert_finalize_object (aftermaths[j]);
  g_cancellable_cancel (cancellable);
  /* Nobody can cancel the lists that still wait. */
  for (guint i = 0; i < 600 && kc_rate_limiter_get_waiting (flow.rate_limiter); i++)
    {
      kc_clock_advance (flow.clock, 60 * 1000);
      settle ();
    }
  g_clear_object (&poller);
  kc_flow_tear_down (&flow);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limits/two-hours", test_two_hours);

  return g_test_run ();
}
