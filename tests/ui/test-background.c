/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* An attempt without its window. The journeys test the portal; here nobody is asked. */

#include "kc-background.h"
#include "kc-ui-test.h"
#include "kc-window.h"

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcWindow *window; /* NULL once it is gone */
  KcBackground *background;
} Fixture;

static KcAttemptState
get_state (Fixture *fixture)
{
  KcAttempt *attempt = kc_controller_get_attempt (fixture->controller);

  return attempt != NULL ? kc_attempt_get_state (attempt) : KC_ATTEMPT_IDLE;
}

static void
begin (Fixture *fixture, KcMode mode)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);

  kc_controller_set_request (fixture->controller, request);
  kc_controller_begin (fixture->controller);
}

static void
enter (Fixture *fixture)
{
  kc_background_enter (fixture->background, GTK_WINDOW (fixture->window),
                       kc_controller_get_attempt (fixture->controller), NULL);
}

static gboolean
is_visible (Fixture *fixture)
{
  return gtk_widget_get_visible (GTK_WIDGET (fixture->window));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (fixture->sandbox, 0, &error));
  g_assert_no_error (error);
  fixture->clock = kc_clock_new_system ();
  fixture->controller = kc_controller_new (kc_sandbox_get_base_url (fixture->sandbox), NULL,
                                           fixture->sandbox, NULL, fixture->clock);
  fixture->window = kc_window_new (NULL, fixture->controller);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)) != NULL);
  /* It does not wait for anybody. */
  fixture->background = kc_background_new (0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->background);
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  kc_test_wait_until (fixture->window == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->controller);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
}

/* An attempt whose code must be seen is not hidden. */
static void
test_suits (Fixture *fixture, gconstpointer data)
{
  g_assert_false (kc_background_can_run (NULL));
  enter (fixture);
  g_assert_true (is_visible (fixture));

  begin (fixture, KC_MODE_QR);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_SCANNING);
  enter (fixture);
  g_assert_true (is_visible (fixture));
}

/* It continues only when somebody gives a key. */
static void
test_key_is_wanted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (fixture->sandbox, "next-poll", "401", &error);
  g_assert_no_error (error);
  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_WAITING);
  g_assert_true (kc_background_can_run (kc_controller_get_attempt (fixture->controller)));
  kc_test_wait_until (kc_controller_is_key_wanted (fixture->controller));
  g_assert_false (kc_background_can_run (kc_controller_get_attempt (fixture->controller)));
}

/* The program does not stay in the background for ever. */
static void
test_nobody_comes (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_WAITING);
  enter (fixture);
  g_assert_false (is_visible (fixture));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (fixture->window);
  g_assert_cmpint (get_state (fixture), ==, KC_ATTEMPT_WAITING);

  kc_controller_cancel (fixture->controller);
  kc_test_wait_until (fixture->window == NULL);
}

/* Somebody who comes back keeps the window, and may hide it again. */
static void
test_somebody_comes (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_WAITING);
  enter (fixture);
  enter (fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  enter (fixture);
  g_assert_false (is_visible (fixture));

  kc_controller_cancel (fixture->controller);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kc_ui_test_settle (GTK_WIDGET (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (fixture->window);
  g_assert_true (is_visible (fixture));
}

/* The window is destroyed by the end of the desktop session, or otherwise. */
static void
test_window_goes (Fixture *fixture, gconstpointer data)
{
  begin (fixture, KC_MODE_EMBEDDED_SIGNUP);
  kc_test_wait_until (get_state (fixture) == KC_ATTEMPT_WAITING);
  enter (fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kc_test_wait_until (fixture->window == NULL);
}

int
main (int argc, char *argv[])
{
  kc_ui_test_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/background/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("suits", test_suits);
  ADD ("key-is-wanted", test_key_is_wanted);
  ADD ("nobody-comes", test_nobody_comes);
  ADD ("somebody-comes", test_somebody_comes);
  ADD ("window-goes", test_window_goes);
#undef ADD

  return g_test_run ();
}
