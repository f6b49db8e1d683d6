/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A QR session that ran out: when another one begins by itself, and when the person is asked. The
 * practice service counts the sessions. */

#include "kc-ui-test.h"
#include "kc-manual-clock.h"
#include "kc-window.h"

#include <string.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcAutoRenewal *renewal; /* of the controller */
  KcWindow *window;       /* only where it is shown */
  GString *shown;         /* the pages that were, one after the other */
  gboolean told;
} Fixture;

static void
turn_knob (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (fixture->sandbox, name, value, &error);
  g_assert_no_error (error);
}

static KcAttemptState
get_state (Fixture *fixture)
{
  return kc_attempt_get_state (kc_controller_get_attempt (fixture->controller));
}

static void
on_title_notified_cb (Fixture *fixture)
{
  const char *name = kc_window_get_page_name (fixture->window);

  if (name != NULL && !g_str_has_suffix (fixture->shown->str, name))
    g_string_append_printf (fixture->shown, " %s", name);
}

/* `data`: not NULL for one with a window. */
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
  fixture->renewal = kc_controller_get_renewal (fixture->controller);
  fixture->shown = g_string_new (NULL);
  if (data != NULL)
    {
      fixture->window = kc_window_new (NULL, fixture->controller);
      g_signal_connect_swapped (fixture->window, "notify::title", G_CALLBACK (on_title_notified_cb),
                                fixture);
      gtk_window_present (GTK_WINDOW (fixture->window));
    }
  else
    {
      kc_controller_look_for_key (fixture->controller);
    }
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)) != NULL);
  turn_knob (fixture, "expires-in", "30");
  /* Only the clocks tell, and the service when it is asked. */
  turn_knob (fixture, "stream-end", "close");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      kc_test_wait_until (fixture->window == NULL);
    }
  kc_controller_close (fixture->controller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->controller);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
  g_string_free (fixture->shown, TRUE);
}

static void
begin (Fixture *fixture, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  kc_controller_set_request (fixture->controller, request);
  kc_controller_begin (fixture->controller);
}

/* Nothing is asked for before one that begins by itself has waited. */
static void
pass_pause (Fixture *fixture)
{
  if (get_state (fixture) == KC_ATTEMPT_STARTING && kc_auto_renewal_is_renewed (fixture->renewal))
    kc_clock_advance (fixture->clock, KC_AUTO_RENEWAL_PAUSE_MS << (KC_AUTO_RENEWAL_LIMIT - 1));
}

/* Lets the time of the session pass, here and over there, until it has ended or another one was
 * begun. */
static void
run_out (Fixture *fixture)
{
  g_autoptr (KcAttempt) attempt = g_object_ref (kc_controller_get_attempt (fixture->controller));

  pass_pause (fixture);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING
                      || get_state (fixture) == KC_ATTEMPT_WAITING);
  kc_clock_advance (fixture->clock, 20000);
  turn_knob (fixture, "advance", "31");
  for (int i = 0; i < 1000 && kc_controller_get_attempt (fixture->controller) == attempt
                  && !kc_attempt_state_is_terminal (get_state (fixture));
       i++)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (1000);
    }
}

static void
test_three_times (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_QR);
  for (guint i = 0; i < KC_AUTO_RENEWAL_LIMIT; i++)
    {
      g_assert_cmpint (kc_auto_renewal_is_renewed (fixture->renewal), ==, i > 0);
      g_assert_cmpint (kc_auto_renewal_get_pause (fixture->renewal), ==,
                       i > 0 ? KC_AUTO_RENEWAL_PAUSE_MS << (i - 1) : 0);
      g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
      run_out (fixture);
      g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_EXPIRED);
      g_assert_true (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
      kc_controller_renew (fixture->controller);
    }

  run_out (fixture);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
  g_assert_true (kc_auto_renewal_has_to_ask (fixture->renewal));

  /* One press, and everything is as at the beginning. */
  kc_controller_begin (fixture->controller);
  g_assert_false (kc_auto_renewal_is_renewed (fixture->renewal));
  run_out (fixture);
  g_assert_true (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
  g_assert_false (kc_auto_renewal_has_to_ask (fixture->renewal));
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, KC_AUTO_RENEWAL_LIMIT + 2);
}

static void
test_only_if_seen_and_used (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_QR);
  run_out (fixture);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, FALSE, TRUE));
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, FALSE));

  /* A use before does not count. */
  kc_auto_renewal_note_use (fixture->renewal);
  kc_controller_renew (fixture->controller);
  run_out (fixture);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, FALSE));

  kc_controller_renew (fixture->controller);
  kc_auto_renewal_note_use (fixture->renewal);
  run_out (fixture);
  g_assert_true (kc_auto_renewal_is_due (fixture->renewal, TRUE, FALSE));
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, FALSE, FALSE));
}

static void
test_use_resets (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_QR);
  for (guint i = 0; i < 2 * KC_AUTO_RENEWAL_LIMIT; i++)
    {
      if (i % KC_AUTO_RENEWAL_LIMIT == KC_AUTO_RENEWAL_LIMIT - 1)
        kc_auto_renewal_note_use (fixture->renewal);
      run_out (fixture);
      g_assert_true (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
      kc_controller_renew (fixture->controller);
    }
}

/* Only what ran out without anything having happened. */
static void
test_only_what_ran_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));

  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  run_out (fixture);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_EXPIRED);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));

  begin (fixture, KC_MODE_QR);
  kc_controller_cancel (fixture->controller);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));

  turn_knob (fixture, "next-start", "400");
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_FAILED);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));

  /* A phone has scanned, and nothing more is known. */
  turn_knob (fixture, "scan-outcome", "nothing");
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (kc_sandbox_get_code (fixture->sandbox) != NULL
                      && get_state (fixture) == KC_ATTEMPT_SCANNING);
  {
    g_autofree char *code = g_strdup (kc_sandbox_get_code (fixture->sandbox));

    g_assert_true (kc_sandbox_scan (fixture->sandbox, code, &error));
  }
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_LINKING);
  turn_knob (fixture, "advance", "31");
  for (int i = 0; i < 2000 && !kc_attempt_state_is_terminal (get_state (fixture)); i++)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (1000);
    }
  g_assert_true (kc_attempt_state_is_terminal (get_state (fixture)));
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
}

/* Keebai's clock says so long before ours: that is no time that is up, and nothing is renewed. */
static void
test_ended_early (Fixture *fixture, gconstpointer data)
{
  turn_knob (fixture, "expires-in", "300");
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING);
  turn_knob (fixture, "advance", "301");
  for (int i = 0; i < 1000 && !kc_attempt_state_is_terminal (get_state (fixture)); i++)
    {
      kc_clock_advance (fixture->clock, 100);
      g_usleep (1000);
    }
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_EXPIRED);
  g_assert_cmpint (kc_attempt_get_seconds_left (kc_controller_get_attempt (fixture->controller)), >,
                   100);
  g_assert_false (kc_auto_renewal_is_due (fixture->renewal, TRUE, TRUE));
  g_assert_false (kc_auto_renewal_has_to_ask (fixture->renewal));
}

/* The window: goes on by itself without the result page in between, says so, and asks in the end.
 */
static void
test_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GtkWidget *button;

  begin (fixture, KC_MODE_QR);
  /* On a display without a window manager nobody gives it the focus. */
  kc_auto_renewal_note_use (fixture->renewal);
  for (guint i = 0; i < KC_AUTO_RENEWAL_LIMIT; i++)
    {
      run_out (fixture);
      pass_pause (fixture);
      kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING);
      g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, i + 2);
      g_assert_true (kc_ui_test_sees (root, "a new session started"));
      if (!gtk_window_is_active (GTK_WINDOW (root)))
        break;
    }
  g_assert_null (strstr (fixture->shown->str, "result"));

  run_out (fixture);
  g_assert_cmpstr (kc_window_get_page_name (fixture->window), ==, "result");
  kc_test_wait_until (kc_ui_test_sees (root, "Still There?"));
  g_assert_null (kc_ui_test_find_button (root, "Try Again"));
  g_assert_null (kc_ui_test_find_button (root, "Choose Another Way"));

  /* Twice is once. */
  button = kc_ui_test_find_button (root, "Show a New Code");
  g_signal_emit_by_name (button, "clicked");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (kc_window_get_page_name (fixture->window), ==, "scan");
  {
    guint before = kc_sandbox_get_n_sessions (fixture->sandbox);

    kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING);
    kc_ui_test_settle (root);
    g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, before + 1);
  }
  g_assert_false (kc_ui_test_sees (root, "a new session started"));
}

/* The state of the one before is still being told: nobody may have replaced it. */
static void
on_attempt_state_told_cb (Fixture *fixture, GParamSpec *pspec, KcAttempt *attempt)
{
  g_assert_true (kc_controller_get_attempt (fixture->controller) == attempt);
  if (kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    fixture->told = TRUE;
}

static void
test_not_inside_a_notification (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_QR);
  kc_auto_renewal_note_use (fixture->renewal);
  g_signal_connect_data (kc_controller_get_attempt (fixture->controller), "notify::state",
                         G_CALLBACK (on_attempt_state_told_cb), fixture, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  run_out (fixture);
  g_assert_true (fixture->told);
  pass_pause (fixture);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 2);
  g_assert_null (strstr (fixture->shown->str, "result"));
}

/* Stopped before it has begun. */
static void
test_stopped_before_it_begins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcAttempt) attempt = NULL;

  begin (fixture, KC_MODE_QR);
  attempt = g_object_ref (kc_controller_get_attempt (fixture->controller));
  kc_auto_renewal_note_use (fixture->renewal);
  g_signal_connect_data (attempt, "finished", G_CALLBACK (kc_controller_cancel),
                         fixture->controller, NULL, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  run_out (fixture);
  kc_ui_test_settle (GTK_WIDGET (fixture->window));
  g_assert_true (kc_controller_get_attempt (fixture->controller) == attempt);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);
}

/* Nobody can see it: nothing is begun, and whoever comes back finds one button. */
static void
test_hidden_window (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING);
  kc_auto_renewal_note_use (fixture->renewal);
  gtk_widget_set_visible (GTK_WIDGET (fixture->window), FALSE);
  run_out (fixture);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_EXPIRED);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);

  gtk_window_present (GTK_WINDOW (fixture->window));
  kc_test_wait_until (kc_ui_test_sees (GTK_WIDGET (fixture->window), "Time Ran Out"));
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (fixture->window), "Try Again"));
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, data, test) g_test_add ("/renewal/" path, Fixture, data, set_up, test, tear_down)
  ADD ("three-times", NULL, test_three_times);
  ADD ("only-if-seen-and-used", NULL, test_only_if_seen_and_used);
  ADD ("use-resets", NULL, test_use_resets);
  ADD ("only-what-ran-out", NULL, test_only_what_ran_out);
  ADD ("ended-early", NULL, test_ended_early);
  ADD ("window", "window", test_window);
  ADD ("not-inside-a-notification", "window", test_not_inside_a_notification);
  ADD ("stopped-before-it-begins", "window", test_stopped_before_it_begins);
  ADD ("hidden-window", "window", test_hidden_window);
#undef ADD

  return g_test_run ();
}
