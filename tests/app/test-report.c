/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is recorded about an attempt, and what a report says about it: enough, and no secrets. */

#include "kc-controller.h"
#include "kc-manual-clock.h"
#include "kc-report.h"
#include "kc-result-text.h"
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

/* The session stays open and is continued at the next start: it has no end yet. */
static void
test_closed_while_open (Fixture *fixture, gconstpointer data)
{
  kc_controller_begin (fixture->controller);
  kc_test_wait_until (kc_attempt_get_state (get_attempt (fixture)) == KC_ATTEMPT_WAITING);
  kc_controller_close (fixture->controller);

  g_assert_cmpint (kc_attempt_get_state (get_attempt (fixture)), ==, KC_ATTEMPT_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (get_history (fixture)), ==, 0);
}

/* Page, terminal and history call an end the same, and its report is kept with it. */
static void
test_one_word (Fixture *fixture, gconstpointer data)
{
  static const struct {
    KcMode mode;
    const char *knob, *value;
    KcAttemptState state;
    const char *title, *reason;
    KcRemedy remedy;
  } ends[] = {
      {KC_MODE_QR, "stream-fail", "Session expired", KC_ATTEMPT_EXPIRED, "Time Ran Out", "time-up",
       KC_REMEDY_NEW_CODE},
      {KC_MODE_QR, "stream-fail", "QR code timeout", KC_ATTEMPT_EXPIRED, "Time Ran Out", "time-up",
       KC_REMEDY_NEW_CODE},
      {KC_MODE_QR, "stream-fail", "device limit reached", KC_ATTEMPT_FAILED, "Phone Not Linked",
       "not-linked", KC_REMEDY_TRY_AGAIN},
      {KC_MODE_EMBEDDED_SIGNUP, "poll-status-word", "expired", KC_ATTEMPT_EXPIRED,
       "Session Ended Early", "ended-early", KC_REMEDY_TRY_AGAIN},
      {KC_MODE_EMBEDDED_SIGNUP, "poll-status-word", "cancelled", KC_ATTEMPT_CANCELLED,
       "Connecting Canceled", "cancelled", KC_REMEDY_START_AGAIN},
      {KC_MODE_EMBEDDED_SIGNUP, "next-start", "422", KC_ATTEMPT_FAILED, "Request Declined",
       "refused", KC_REMEDY_SUPPORT},
      {KC_MODE_EMBEDDED_SIGNUP, "next-start", "html", KC_ATTEMPT_FAILED, "Sign In to the Network",
       "unreachable", KC_REMEDY_TRY_AGAIN},
      {KC_MODE_EMBEDDED_SIGNUP, "next-start", "empty", KC_ATTEMPT_FAILED, "Unexpected Answer",
       "trouble", KC_REMEDY_TRY_AGAIN},
      {KC_MODE_EMBEDDED_SIGNUP, "next-start", "403", KC_ATTEMPT_FAILED, "Permission Missing",
       "permission", KC_REMEDY_CHANGE_KEY},
      {KC_MODE_EMBEDDED_SIGNUP, "next-start", "401", KC_ATTEMPT_FAILED, "Key Not Accepted", "key",
       KC_REMEDY_CHANGE_KEY},
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (KcConnectRequest) request = kc_connect_request_new (ends[i].mode);
      g_autofree char *end = g_strdup_printf ("End: %s\n", ends[i].reason);
      g_autofree char *report = NULL;
      g_autoptr (KcErrorText) text = NULL;
      g_autoptr (KcHistoryEntry) entry = NULL;

      g_test_message ("%s", ends[i].value);
      turn_knob (fixture, ends[i].knob, ends[i].value);
      kc_controller_set_request (fixture->controller, request);
      kc_controller_begin (fixture->controller);
      kc_test_wait_until (
          (kc_clock_advance (fixture->clock, 100),
           kc_attempt_state_is_terminal (kc_attempt_get_state (get_attempt (fixture)))));
      g_assert_cmpint (kc_attempt_get_state (get_attempt (fixture)), ==, ends[i].state);

      turn_knob (fixture, "poll-status-word", "");

      text = kc_result_text_new (get_attempt (fixture));
      g_assert_cmpstr (text->title, ==, ends[i].title);
      g_assert_cmpint (text->remedy, ==, ends[i].remedy);

      g_assert_cmpuint (g_list_model_get_n_items (get_history (fixture)), ==, i + 1);
      entry = g_list_model_get_item (get_history (fixture), 0);
      g_assert_cmpstr (kc_result_text_get_entry_title (entry), ==, text->title);
      report = kc_report_new_for_entry (entry, "Keebai Connect: test\n");
      g_assert_nonnull (strstr (report, end));
      g_assert_nonnull (strstr (report, "\nTimeline:\n0 s  idle\n"));
      g_assert_nonnull (strstr (report, "\nKeebai Connect: test\n"));
    }
}

/* Entries of earlier versions have neither a reason nor a report. */
static void
test_entry_without_reason (void)
{
  static const char *const titles[] = {
      [KC_OUTCOME_CONNECTED] = "Connected",          [KC_OUTCOME_CANCELLED] = "Connecting Canceled",
      [KC_OUTCOME_EXPIRED] = "Time Ran Out",         [KC_OUTCOME_FAILED] = "Not Connected",
      [KC_OUTCOME_UNKNOWN] = "Result Not Known Yet",
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autoptr (KcHistoryEntry) entry
          = kc_history_entry_new (0, KC_MODE_QR, (KcOutcome) i, "Secret Garden", NULL, NULL);
      g_autofree char *report = kc_report_new_for_entry (entry, NULL);

      g_assert_cmpstr (kc_result_text_get_entry_title (entry), ==, titles[i]);
      g_assert_true (g_str_has_prefix (report, "Ended: 1970-01-01T00:00:00Z\nWay: QR\nOutcome: "));
      g_assert_null (strstr (report, "Secret Garden"));
    }
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
  ADD ("closed-while-open", test_closed_while_open);
  ADD ("one-word", test_one_word);
#undef ADD
  g_test_add_func ("/report/entry-without-reason", test_entry_without_reason);
  g_test_add_func ("/report/numbers-are-cut", test_numbers_are_cut);
  g_test_add_func ("/report/without-attempt", test_without_attempt);

  return g_test_run ();
}
