/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is recorded about an attempt, and what a report says about it: enough, and no secrets. */

#include "kc-controller.h"
#include "kc-manual-clock.h"
#include "kc-report.h"
#include "kc-test-wait.h"

#include <string.h>

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
} Fixture;

static void
turn_knob (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (fixture->sandbox, name, value, &error);
  g_assert_no_error (error);
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
  kc_controller_look_for_key (fixture->controller);
  kc_test_wait_until (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)) != NULL);
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

static GListModel *
get_history (Fixture *fixture)
{
  return G_LIST_MODEL (
      kc_history_recorder_get_history (kc_controller_get_history_recorder (fixture->controller)));
}

static char *
create_report (Fixture *fixture)
{
  return kc_report_new (get_attempt (fixture),
                        kc_history_recorder_get_timeline (
                            kc_controller_get_history_recorder (fixture->controller)),
                        "Keebai Connect: test\n");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *report = NULL;
  g_autoptr (KcHistoryEntry) entry = NULL;

  turn_knob (fixture, "next-start", "422");
  kc_controller_begin (fixture->controller);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_FAILED);

  report = create_report (fixture);
  g_assert_nonnull (strstr (report, "Way: Embedded Signup\n"));
  g_assert_nonnull (strstr (report, "State: failed\n"));
  g_assert_nonnull (strstr (report, "HTTP status: 422\n"));
  g_assert_nonnull (strstr (report, "0 s  idle\n0 s  starting\n0 s  failed\n"));
  g_assert_nonnull (strstr (report, "Keebai Connect: test\n"));

  g_assert_cmpuint (g_list_model_get_n_items (get_history (fixture)), ==, 1);
  entry = g_list_model_get_item (get_history (fixture), 0);
  g_assert_cmpint (kc_history_entry_get_outcome (entry), ==, KC_OUTCOME_FAILED);
}

static void
test_cancelled_without_secrets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);
  g_autofree char *report = NULL;
  g_autoptr (KcHistoryEntry) entry = NULL;
  const KcSession *session;

  request->name = g_strdup ("Secret Garden");
  request->pipeline_id = g_strdup ("pip_fake");
  kc_controller_set_request (fixture->controller, request);
  kc_controller_begin (fixture->controller);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_WAITING);
  kc_controller_cancel (fixture->controller);
  session = kc_attempt_get_session (get_attempt (fixture));

  report = create_report (fixture);
  g_assert_nonnull (strstr (report, "State: cancelled\n"));
  g_assert_nonnull (strstr (report, "Pipeline: chosen\n"));
  g_assert_null (strstr (report, "pip_fake"));
  g_assert_null (strstr (report, "Secret Garden"));
  g_assert_null (strstr (report, session->session_id));
  g_assert_null (strstr (report, session->verification_uri));
  g_assert_null (strstr (report, "kbai_pk_"));

  entry = g_list_model_get_item (get_history (fixture), 0);
  g_assert_cmpint (kc_history_entry_get_outcome (entry), ==, KC_OUTCOME_CANCELLED);
}

static void
test_numbers_are_cut (void)
{
  static const struct {
    const char *number;
    const char *cut;
  } cases[] = {
      {"+12025550106", "+120••••••06"},
      {"+1234567", "+123••67"},
      {"+123456", NULL},
      {"12025550106", NULL},
      {"+1202555010x", NULL},
      {"+1234567890123456", NULL},
      {"", NULL},
      {NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cut = kc_report_mask_number (cases[i].number);

      g_assert_cmpstr (cut, ==, cases[i].cut);
    }
}

static void
test_without_attempt (void)
{
  g_autofree char *report = kc_report_new (NULL, "", "Keebai Connect: test\n");

  g_assert_cmpstr (report, ==, "Keebai Connect: test\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/report/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("refused", test_refused);
  ADD ("cancelled-without-secrets", test_cancelled_without_secrets);
#undef ADD
  g_test_add_func ("/report/numbers-are-cut", test_numbers_are_cut);
  g_test_add_func ("/report/without-attempt", test_without_attempt);

  return g_test_run ();
}
