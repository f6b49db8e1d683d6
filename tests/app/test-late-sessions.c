/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Sessions that the person left and that are finished all the same: shown or announced, and nothing
 * is connected twice. The practice service counts sessions and channels. */

#include "kc-late-completion.h"
#include "kc-controller.h"
#include "kc-late-sessions.h"
#include "kc-manual-clock.h"
#include "kc-test-wait.h"

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  guint n_in_background;
  gboolean key_replaced; /* of the last one */
  guint n_channels;      /* there were in the beginning */
} Fixture;

static void
turn_knob (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (fixture->sandbox, name, value, &error);
  g_assert_no_error (error);
}

static void
on_finished_in_background_cb (Fixture *fixture, const KcLateSession *late)
{
  g_assert_true (KC_IS_CHANNEL (late->channel));
  fixture->n_in_background++;
  fixture->key_replaced = late->key_replaced;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (fixture->sandbox, 0, &error));
  g_assert_no_error (error);
  fixture->clock = kc_clock_new_manual ();
  fixture->controller = kc_controller_new (kc_sandbox_get_base_url (fixture->sandbox), NULL,
                                           fixture->sandbox, NULL, fixture->clock);
  g_signal_connect_swapped (kc_controller_get_late_sessions (fixture->controller),
                            "finished-in-background", G_CALLBACK (on_finished_in_background_cb),
                            fixture);
  kc_controller_look_for_key (fixture->controller);
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)) != NULL);
  turn_knob (fixture, "outcome-delay", "0");
  fixture->n_channels = kc_sandbox_get_n_channels (fixture->sandbox);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kc_controller_close (fixture->controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->controller);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
}

static KcAttempt *
get_attempt (Fixture *fixture)
{
  return kc_controller_get_attempt (fixture->controller);
}

static KcAttemptState
get_state (Fixture *fixture)
{
  return kc_attempt_get_state (get_attempt (fixture));
}

static char *
begin (Fixture *fixture, const char *name)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  const guint n_sessions = kc_sandbox_get_n_sessions (fixture->sandbox);

  request->name = g_strdup (name);
  kc_controller_set_request (fixture->controller, request);
  kc_controller_begin (fixture->controller);
  kc_test_wait_until (kc_sandbox_get_n_sessions (fixture->sandbox) == n_sessions + 1
                      && kc_attempt_get_code_live (get_attempt (fixture)));

  return g_strdup (kc_sandbox_get_code (fixture->sandbox));
}

static char *
begin_and_stop (Fixture *fixture, const char *name)
{
  char *code = begin (fixture, name);

  kc_controller_cancel (fixture->controller);
  g_assert_true (kc_attempt_may_succeed_late (get_attempt (fixture)));

  return code;
}

static void
scan (Fixture *fixture, const char *code)
{
  const guint n_channels = kc_sandbox_get_n_channels (fixture->sandbox);
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_scan (fixture->sandbox, code, &error));
  kc_test_wait_until (kc_sandbox_get_n_channels (fixture->sandbox) == n_channels + 1);
}

/* Lets time pass until something happens. */
#define pass_until(fixture, condition)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    for (int i = 0; i < 1200 && !(condition); i++)                                                 \
      {                                                                                            \
        kc_clock_advance ((fixture)->clock, 100);                                                  \
        g_usleep (500);                                                                            \
      }                                                                                            \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

static void
test_nothing_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = begin_and_stop (fixture, NULL);

  scan (fixture, code);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_CANCELLED);
  pass_until (fixture, get_state (fixture) == KC_ATTEMPT_CONNECTED);
  g_assert_nonnull (kc_attempt_get_channel (get_attempt (fixture)));
  g_assert_false (kc_controller_was_cancelled_here (fixture->controller));
  g_assert_cmpuint (fixture->n_in_background, ==, 0);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);
}

/* Two tabs, or a code that was scanned just before it was replaced: one channel. */
static void
test_same_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, "Front desk");
  g_autofree char *second = begin (fixture, "Front desk");
  g_autoptr (KcAttempt) attempt = g_object_ref (get_attempt (fixture));

  scan (fixture, first);
  pass_until (fixture, get_state (fixture) == KC_ATTEMPT_CONNECTED);
  g_assert_true (get_attempt (fixture) != attempt);
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_CANCELLED);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 2);
  g_assert_cmpuint (kc_sandbox_get_n_channels (fixture->sandbox), ==, fixture->n_channels + 1);

  /* If somebody finishes that one too, it is noticed as well. */
  scan (fixture, second);
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_CONNECTED);
}

static void
test_other_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, "Front desk");
  g_autofree char *second = begin (fixture, "Workshop");
  KcAttempt *attempt = get_attempt (fixture);

  scan (fixture, first);
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_false (fixture->key_replaced);
  g_assert_true (get_attempt (fixture) == attempt);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_SCANNING);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 2);
}

/* A person who looks for the number later finds it in the history. */
static void
test_announced_result_is_in_the_history (Fixture *fixture, gconstpointer data)
{
  GListModel *history = G_LIST_MODEL (
      kc_history_recorder_get_history (kc_controller_get_history_recorder (fixture->controller)));
  g_autofree char *first = begin_and_stop (fixture, "Front desk");
  g_autofree char *second = begin (fixture, "Workshop");
  g_autoptr (KcHistoryEntry) entry = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  scan (fixture, first);
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 2);
  entry = g_list_model_get_item (history, 0);
  g_assert_cmpint (kc_history_entry_get_outcome (entry), ==, KC_OUTCOME_CONNECTED);
  g_assert_cmpint (kc_history_entry_get_mode (entry), ==, KC_MODE_QR);
  g_assert_cmpstr (kc_history_entry_get_name (entry), ==, "Front desk");
  g_assert_nonnull (kc_history_entry_get_channel_id (entry));
}

static void
test_other_was_connected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, NULL);
  g_autofree char *second = begin (fixture, NULL);
  KcAttempt *attempt = get_attempt (fixture);

  scan (fixture, second);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_CONNECTED);
  scan (fixture, first);
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_true (get_attempt (fixture) == attempt);
}

/* The phone has scanned the running attempt's code: that attempt is not cut off. */
static void
test_waits_for_linking (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, NULL);
  g_autofree char *second = begin (fixture, NULL);
  g_autoptr (KcAttempt) attempt = g_object_ref (get_attempt (fixture));
  g_autoptr (GError) error = NULL;

  scan (fixture, first);
  turn_knob (fixture, "scan-outcome", "nothing");
  g_assert_true (kc_sandbox_scan (fixture->sandbox, second, &error));
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_LINKING);

  /* Long enough for the news to arrive. */
  for (gint64 ms = 0; ms < KC_LATE_COMPLETION_INTERVAL_MS + 10000; ms += 100)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (500);
    }
  g_assert_true (get_attempt (fixture) == attempt);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_LINKING);

  /* It ends without a clear answer: the other session's channel is not taken for its own. It can be
   * asked about again, so it stays on the screen, and the other session is only announced. */
  pass_until (fixture, get_state (fixture) == KC_ATTEMPT_FAILED);
  g_assert_true (kc_attempt_may_ask_again (attempt));
  g_assert_cmpuint (kc_attempt_get_new_channels (attempt)->len, ==, 1);
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_true (get_attempt (fixture) == attempt);
  g_assert_cmpuint (kc_sandbox_get_n_channels (fixture->sandbox), ==, fixture->n_channels + 1);
}

/* The same, but that phone finishes too: there are two channels, and both are known. */
static void
test_linking_goes_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, NULL);
  g_autofree char *second = begin (fixture, NULL);
  KcAttempt *attempt = get_attempt (fixture);
  g_autoptr (GError) error = NULL;

  scan (fixture, first);
  turn_knob (fixture, "outcome-delay", "1000");
  g_assert_true (kc_sandbox_scan (fixture->sandbox, second, &error));
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_LINKING);
  for (gint64 ms = 0; ms < KC_LATE_COMPLETION_INTERVAL_MS + 10000; ms += 100)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (500);
    }
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_LINKING);
  g_assert_cmpuint (fixture->n_in_background, ==, 0);

  turn_knob (fixture, "advance", "1001");
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_CONNECTED);
  g_assert_true (get_attempt (fixture) == attempt);
  kc_test_wait_until (fixture->n_in_background == 1);
  g_assert_cmpuint (kc_sandbox_get_n_channels (fixture->sandbox), ==, fixture->n_channels + 2);
}

/* One that has to wait for the running attempt holds up no other. */
static void
test_waiting_holds_up_no_other (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, NULL);
  g_autofree char *other = begin_and_stop (fixture, "Workshop");
  g_autofree char *running = begin (fixture, NULL);
  g_autoptr (KcAttempt) attempt = g_object_ref (get_attempt (fixture));
  g_autoptr (GError) error = NULL;

  scan (fixture, first);
  turn_knob (fixture, "scan-outcome", "nothing");
  g_assert_true (kc_sandbox_scan (fixture->sandbox, running, &error));
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_LINKING);
  for (gint64 ms = 0; ms < KC_LATE_COMPLETION_INTERVAL_MS + 10000; ms += 100)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (500);
    }
  g_assert_cmpuint (fixture->n_in_background, ==, 0);

  turn_knob (fixture, "scan-outcome", "connected");
  scan (fixture, other);
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_true (get_attempt (fixture) == attempt);
  g_assert_false (kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)));
}

typedef struct {
  KcController *controller;
  KcAttempt *attempt;
  guint n_told_of_another;
} Witness;

static void
on_state_notified_cb (Witness *witness)
{
  if (kc_controller_get_attempt (witness->controller) != witness->attempt)
    witness->n_told_of_another++;
}

/* Somebody who is told late that an attempt has ended still finds that attempt at the controller,
 * and not the next one. */
static void
test_none_begins_in_a_notification (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, NULL);
  g_autofree char *second = begin (fixture, NULL);
  g_autoptr (KcAttempt) attempt = g_object_ref (get_attempt (fixture));
  Witness witness = {fixture->controller, attempt, 0};
  g_autoptr (GError) error = NULL;

  scan (fixture, first);
  turn_knob (fixture, "scan-outcome", "nothing");
  g_assert_true (kc_sandbox_scan (fixture->sandbox, second, &error));
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_LINKING);
  for (gint64 ms = 0; ms < KC_LATE_COMPLETION_INTERVAL_MS + 10000; ms += 100)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (500);
    }

  g_signal_connect_data (attempt, "notify::state", G_CALLBACK (on_state_notified_cb), &witness,
                         NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  kc_controller_cancel (fixture->controller);
  g_assert_true (get_attempt (fixture) == attempt);
  g_assert_cmpuint (witness.n_told_of_another, ==, 0);
  kc_test_wait_until (get_attempt (fixture) != attempt);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_CONNECTED);
  g_signal_handlers_disconnect_by_data (attempt, &witness);
}

static void
test_two_at_a_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, "1");
  g_autofree char *second = begin_and_stop (fixture, "2");
  g_autofree char *third = begin_and_stop (fixture, "3");
  const guint before = kc_sandbox_get_n_requests (fixture->sandbox);

  kc_clock_advance (fixture->clock, KC_LATE_COMPLETION_INTERVAL_MS);
  kc_test_wait_until (kc_sandbox_get_n_requests (fixture->sandbox)
                      == before + KC_LATE_SESSIONS_MAX);
  kc_clock_advance (fixture->clock, KC_LATE_COMPLETION_INTERVAL_MS / 2);
  g_assert_cmpuint (kc_sandbox_get_n_requests (fixture->sandbox), ==,
                    before + KC_LATE_SESSIONS_MAX);
}

/* Without a key and without a window, Keebai is not asked any more. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, "1");
  guint before;

  kc_key_manager_forget_key (kc_controller_get_key_manager (fixture->controller));
  before = kc_sandbox_get_n_requests (fixture->sandbox);
  kc_clock_advance (fixture->clock, 3 * KC_LATE_COMPLETION_INTERVAL_MS);
  g_assert_cmpuint (kc_sandbox_get_n_requests (fixture->sandbox), ==, before);
}

static void
test_closed_while_it_runs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, "1");
  g_autofree char *second = begin (fixture, "2");
  guint before;

  kc_controller_close (fixture->controller);
  before = kc_sandbox_get_n_requests (fixture->sandbox);
  kc_clock_advance (fixture->clock, 3 * KC_LATE_COMPLETION_INTERVAL_MS);
  g_assert_cmpuint (kc_sandbox_get_n_requests (fixture->sandbox), ==, before);
}

/* What has to wait was finished with a key that is then replaced, perhaps by another company's. */
static void
test_key_replaced_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = begin_and_stop (fixture, NULL);
  g_autofree char *second = begin (fixture, NULL);
  KcKeyManager *key_manager = kc_controller_get_key_manager (fixture->controller);
  g_autoptr (GError) error = NULL;

  scan (fixture, first);
  turn_knob (fixture, "scan-outcome", "nothing");
  g_assert_true (kc_sandbox_scan (fixture->sandbox, second, &error));
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_LINKING);
  for (gint64 ms = 0; ms < KC_LATE_COMPLETION_INTERVAL_MS + 10000; ms += 100)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (500);
    }
  g_assert_cmpuint (fixture->n_in_background, ==, 0);

  kc_late_sessions_set_client (kc_controller_get_late_sessions (fixture->controller),
                               kc_key_manager_get_client (key_manager),
                               kc_key_manager_get_rate_limiter (key_manager));
  pass_until (fixture, fixture->n_in_background == 1);
  g_assert_true (fixture->key_replaced);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/late-sessions/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("nothing-runs", test_nothing_runs);
  ADD ("same-runs", test_same_runs);
  ADD ("other-runs", test_other_runs);
  ADD ("announced-result-is-in-the-history", test_announced_result_is_in_the_history);
  ADD ("other-was-connected", test_other_was_connected);
  ADD ("waits-for-linking", test_waits_for_linking);
  ADD ("key-replaced-meanwhile", test_key_replaced_meanwhile);
  ADD ("linking-goes-first", test_linking_goes_first);
  ADD ("waiting-holds-up-no-other", test_waiting_holds_up_no_other);
  ADD ("none-begins-in-a-notification", test_none_begins_in_a_notification);
  ADD ("two-at-a-time", test_two_at_a_time);
  ADD ("end", test_end);
  ADD ("closed-while-it-runs", test_closed_while_it_runs);
#undef ADD

  return g_test_run ();
}
