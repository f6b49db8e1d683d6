/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* When the time of a QR session is up: when another session begins by itself, and when the person
 * is asked. The practice service counts the sessions. */

#include "kc-controller.h"
#include "kc-manual-clock.h"
#include "kc-test-wait.h"

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
  KcAutoRenewal *renewal; /* of the controller */
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
  kc_controller_look_for_key (fixture->controller);
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)) != NULL);
  turn_knob (fixture, "expires-in", "30");
  /* Nothing else says that the time is up: only the clocks, and the service when it is asked. */
  turn_knob (fixture, "stream-end", "close");
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

  /* One press, and the count starts afresh. */
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

  /* A use before that does not count. */
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

/* Only sessions in which nothing happened until their time was up are renewed. */
static void
test_only_after_expiry (Fixture *fixture, gconstpointer data)
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

/* Keebai ends the session long before our clock does: its time is not up, so it is not renewed. */
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/auto-renewal/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("three-times", test_three_times);
  ADD ("only-if-seen-and-used", test_only_if_seen_and_used);
  ADD ("use-resets", test_use_resets);
  ADD ("only-after-expiry", test_only_after_expiry);
  ADD ("ended-early", test_ended_early);
#undef ADD

  return g_test_run ();
}
