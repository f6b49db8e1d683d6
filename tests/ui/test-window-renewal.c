/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The window when the time of a QR session is up and another session begins by itself. */

#include "kc-ui-test.h"
#include "kc-manual-clock.h"
#include "kc-window.h"

#include <string.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcAutoRenewal *renewal; /* of the controller */
  KcWindow *window;
  GString *shown; /* the pages that were shown, one after another */
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
  fixture->window = kc_window_new (NULL, fixture->controller);
  g_signal_connect_swapped (fixture->window, "notify::title", G_CALLBACK (on_title_notified_cb),
                            fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)) != NULL);
  turn_knob (fixture, "expires-in", "30");
  /* Nothing else says that the time is up: only the clocks, and the service when it is asked. */
  turn_knob (fixture, "stream-end", "close");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kc_test_wait_until (fixture->window == NULL);
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

/* A renewed attempt sends nothing until its pause is over. */
static void
pass_pause (Fixture *fixture)
{
  if (get_state (fixture) == KC_ATTEMPT_STARTING && kc_auto_renewal_is_renewed (fixture->renewal))
    kc_clock_advance (fixture->clock, KC_AUTO_RENEWAL_PAUSE_MS << (KC_AUTO_RENEWAL_LIMIT - 1));
}

/* Lets the time of the session pass, for the program and the service, until it has ended or another
 * one was begun. */
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

/* The window goes on by itself without showing the result page in between, says so, and asks in the
 * end. */
static void
test_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GtkWidget *button;

  begin (fixture, KC_MODE_QR);
  /* On a display without a window manager, nothing gives it the focus. */
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
  g_assert_null (kc_ui_test_find_button (root, "Use the Browser Instead"));

  /* Pressed twice is the same as once. */
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

/* The state of the earlier attempt is still being notified: nobody may have replaced it yet. */
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

/* Nobody can see the window: no session begins, and whoever comes back finds one button. */
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
  g_assert_nonnull (kc_ui_test_find_button (GTK_WIDGET (fixture->window), "Show a New Code"));
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/window-renewal/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("shown", test_window);
  ADD ("not-inside-a-notification", test_not_inside_a_notification);
  ADD ("stopped-before-it-begins", test_stopped_before_it_begins);
  ADD ("hidden", test_hidden_window);
#undef ADD

  return g_test_run ();
}
