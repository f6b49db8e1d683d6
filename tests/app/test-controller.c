/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The controller with the practice service: real HTTP, no window. */

#include "kc-controller.h"
#include "kc-route.h"
#include "kc-result-report.h"
#include "kc-stub-server.h"
#include "kc-test-wait.h"

#define WRONG_KEY "kbai_pk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

typedef struct {
  KcSandbox *sandbox;
  KcClock *clock;
  KcController *controller;
} Fixture;

static void
set_up_without (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = kc_sandbox_new ();
  g_assert_true (kc_sandbox_start (fixture->sandbox, 0, &error));
  g_assert_no_error (error);
  fixture->clock = kc_clock_new_system ();
}

/* Not practice: the service stands in for the real one. No keyring either. */
static void
set_up (Fixture *fixture, gconstpointer environment_key)
{
  set_up_without (fixture);
  fixture->controller = kc_controller_new (kc_sandbox_get_base_url (fixture->sandbox),
                                           environment_key, NULL, NULL, fixture->clock);
}

static void
set_up_practice (Fixture *fixture, gconstpointer data)
{
  set_up_without (fixture);
  fixture->controller = kc_controller_new (kc_sandbox_get_base_url (fixture->sandbox), NULL,
                                           fixture->sandbox, NULL, fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kc_controller_close (fixture->controller);
  /* The callbacks of cancelled calls still have to come. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->controller);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->sandbox);
}

static gboolean
check_key (Fixture *fixture, const char *key, gboolean keep, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  kc_key_manager_check_key_async (kc_controller_get_key_manager (fixture->controller), key, keep,
                                  cancellable, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);

  return kc_key_manager_check_key_finish (kc_controller_get_key_manager (fixture->controller),
                                          result, error);
}

static void
use_full_key (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (check_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL),
                            FALSE, &error));
  g_assert_no_error (error);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
turn (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kc_sandbox_set_knob (fixture->sandbox, name, value, &error));
  g_assert_no_error (error);
}

static void
test_good_key (Fixture *fixture, gconstpointer data)
{
  const char *key = kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL);
  /* As copied from a web page. */
  g_autofree char *pasted = g_strdup_printf (" \n%s\r\n", key);
  g_autoptr (GError) error = NULL;
  guint n_clients = 0;
  const KcKeyCheck *check;

  g_signal_connect_swapped (kc_controller_get_key_manager (fixture->controller), "notify::client",
                            G_CALLBACK (count_cb), &n_clients);
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_true (check_key (fixture, pasted, FALSE, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (n_clients, ==, 1);
  g_assert_nonnull (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_nonnull (
      kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (fixture->controller)));
  check = kc_key_manager_get_key_check (kc_controller_get_key_manager (fixture->controller));
  g_assert_cmpint (check->can_connect, ==, KC_ANSWER_YES);
  g_assert_cmpint (check->can_read, ==, KC_ANSWER_YES);
  g_assert_nonnull (check->account->company_name);
  g_assert_cmpint (kc_key_manager_get_key_origin (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_ORIGIN_TYPED);
  g_assert_cmpint (kc_key_manager_get_key_storage (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_STORAGE_NOT_ASKED);
  g_assert_null (
      kc_key_manager_get_key_error (kc_controller_get_key_manager (fixture->controller)));
}

/* However it was copied: the key itself is checked, used and kept. */
static void
test_key_with_company (Fixture *fixture, gconstpointer data)
{
  static const char *const wraps[]
      = {"Bearer %s", "\"%s\"", "KEEBAI_API_KEY=%s", "Authorization: Bearer %s", "%s\xe2\x80\x8b"};
  const char *key = kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL);

  for (guint i = 0; i < G_N_ELEMENTS (wraps); i++)
    {
      g_auto (GStrv) halves = g_strsplit (wraps[i], "%s", 2);
      g_autofree char *pasted = g_strjoinv (key, halves);
      g_autoptr (GError) error = NULL;

      g_assert_true (check_key (fixture, pasted, FALSE, &error));
      g_assert_no_error (error);
      kc_key_manager_forget_key (kc_controller_get_key_manager (fixture->controller));
    }
}

/* Not "Keebai did not accept it": Keebai was not asked. */
static void
test_unusable_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check_key (fixture, "kbai_pk_\xc3\xa1", FALSE, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_KEY_MALFORMED);
  g_assert_false (kc_error_was_sent (error));
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
}

/* Keebai counts per key: what one key has spent is not forgotten while another is in use. */
static void
test_rate_limiter_of_a_key_that_comes_back (Fixture *fixture, gconstpointer data)
{
  const char *key = kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL);
  const char *other = kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_NO_READ);
  KcRateLimiter *rate_limiter;

  g_assert_true (check_key (fixture, key, FALSE, NULL));
  rate_limiter
      = kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (fixture->controller));
  g_assert_true (check_key (fixture, other, FALSE, NULL));
  g_assert_true (
      kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (fixture->controller))
      != rate_limiter);
  kc_key_manager_forget_key (kc_controller_get_key_manager (fixture->controller));
  g_assert_true (check_key (fixture, key, FALSE, NULL));
  g_assert_true (
      kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (fixture->controller))
      == rate_limiter);
}

static void
test_wrong_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check_key (fixture, WRONG_KEY, TRUE, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_UNAUTHORIZED);
  g_assert_error (kc_key_manager_get_key_error (
                      kc_controller_get_key_manager (fixture->controller)),
                  KC_ERROR, KC_ERROR_UNAUTHORIZED);
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_cmpint (kc_key_manager_get_key_storage (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_STORAGE_NOT_ASKED);
}

/* A key that works is not lost by trying another. */
static void
test_wrong_key_leaves_the_one_in_use (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KcClient *client;

  use_full_key (fixture);
  client = kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller));
  g_assert_false (check_key (fixture, WRONG_KEY, FALSE, &error));
  g_assert_true (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller))
                 == client);

  /* The error goes away with the next check. */
  use_full_key (fixture);
  g_assert_null (
      kc_key_manager_get_key_error (kc_controller_get_key_manager (fixture->controller)));
}

static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const KcKeyCheck *check;

  g_assert_true (check_key (fixture,
                            kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_NO_CONNECT), TRUE,
                            &error));
  g_assert_no_error (error);
  check = kc_key_manager_get_key_check (kc_controller_get_key_manager (fixture->controller));
  g_assert_cmpint (check->can_connect, ==, KC_ANSWER_NO);
  g_assert_cmpint (check->can_read, ==, KC_ANSWER_YES);
  /* A key that cannot be used here is not kept, even if the person wants to keep it. */
  g_assert_cmpint (kc_key_manager_get_key_storage (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_STORAGE_NOT_ASKED);
}

static void
test_no_keyring (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (check_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL),
                            TRUE, &error));
  g_assert_cmpint (kc_key_manager_get_key_storage (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_STORAGE_UNAVAILABLE);
}

static void
test_check_is_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kc_key_manager_check_key_async (kc_controller_get_key_manager (fixture->controller),
                                  kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_FULL), FALSE,
                                  cancellable, kc_test_take_result_cb, &result);
  g_cancellable_cancel (cancellable);
  kc_test_wait_until (result != NULL);
  g_assert_false (
      kc_key_manager_check_key_finish (kc_controller_get_key_manager (fixture->controller), result,
                                       &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (
      kc_key_manager_get_key_error (kc_controller_get_key_manager (fixture->controller)));
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
}

static void
test_no_key_found (Fixture *fixture, gconstpointer data)
{
  g_assert_true (kc_controller_is_looking (fixture->controller));
  kc_controller_look_for_key (fixture->controller);
  kc_test_wait_until (!kc_controller_is_looking (fixture->controller));
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_null (
      kc_key_manager_get_key_error (kc_controller_get_key_manager (fixture->controller)));
}

static void
test_key_of_the_environment (Fixture *fixture, gconstpointer data)
{
  /* The practice service's own key, listed in docs/practice.md. */
  kc_controller_look_for_key (fixture->controller);
  kc_test_wait_until (!kc_controller_is_looking (fixture->controller));
  g_assert_error (kc_key_manager_get_key_error (
                      kc_controller_get_key_manager (fixture->controller)),
                  KC_ERROR, KC_ERROR_UNAUTHORIZED);
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
}

static void
test_practice (Fixture *fixture, gconstpointer data)
{
  g_assert_true (kc_controller_is_practice (fixture->controller));
  g_assert_null (
      kc_key_manager_get_other_host (kc_controller_get_key_manager (fixture->controller)));
  kc_controller_look_for_key (fixture->controller);
  kc_test_wait_until (!kc_controller_is_looking (fixture->controller));
  g_assert_nonnull (
      kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_cmpint (kc_key_manager_get_key_origin (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_ORIGIN_PRACTICE);
  g_assert_cmpint (kc_key_manager_get_key_storage (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_STORAGE_NOT_ASKED);
}

/* A pasted key is what the person wants: a key found later does not replace it. */
static void
test_typing_cancels_the_lookup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kc_controller_look_for_key (fixture->controller);
  g_assert_true (check_key (fixture, kc_sandbox_get_key (fixture->sandbox, KC_SANDBOX_KEY_NO_READ),
                            FALSE, &error));
  g_assert_false (kc_controller_is_looking (fixture->controller));
  g_assert_cmpint (kc_key_manager_get_key_origin (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_ORIGIN_TYPED);
  g_assert_cmpint (
      kc_key_manager_get_key_check (kc_controller_get_key_manager (fixture->controller))->can_read,
      ==, KC_ANSWER_NO);
}

static void
test_other_host (void)
{
  static const struct {
    const char *base_url, *host;
  } cases[] = {
      {KC_CLIENT_DEFAULT_BASE_URL, NULL},
      {"https://staging.example/v1", "staging.example"},
      {"https://user@api.keebai.com.evil.example:8443/v1", "api.keebai.com.evil.example:8443"},
      {"http://127.0.0.1:8080/v1", "127.0.0.1:8080"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcClock) clock = kc_clock_new_system ();
      g_autoptr (KcController) controller
          = kc_controller_new (cases[i].base_url, NULL, NULL, NULL, clock);

      g_assert_cmpstr (kc_key_manager_get_other_host (kc_controller_get_key_manager (controller)),
                       ==, cases[i].host);
    }
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  use_full_key (fixture);
  kc_controller_begin (fixture->controller);
  g_assert_true (kc_controller_is_running (fixture->controller));

  kc_key_manager_forget_key (kc_controller_get_key_manager (fixture->controller));
  g_assert_false (kc_controller_is_running (fixture->controller));
  g_assert_null (kc_key_manager_get_client (kc_controller_get_key_manager (fixture->controller)));
  g_assert_null (
      kc_key_manager_get_key_check (kc_controller_get_key_manager (fixture->controller)));
  g_assert_cmpint (kc_key_manager_get_key_origin (
                       kc_controller_get_key_manager (fixture->controller)),
                   ==, KC_KEY_ORIGIN_NONE);
}

static void
test_begin_twice_is_one_session (Fixture *fixture, gconstpointer data)
{
  guint n_attempts = 0;

  use_full_key (fixture);
  g_signal_connect_swapped (fixture->controller, "notify::attempt", G_CALLBACK (count_cb),
                            &n_attempts);
  kc_controller_begin (fixture->controller);
  kc_controller_begin (fixture->controller);
  kc_test_wait_until (kc_attempt_get_state (kc_controller_get_attempt (fixture->controller))
                      == KC_ATTEMPT_WAITING);
  kc_controller_begin (fixture->controller);
  g_assert_cmpuint (n_attempts, ==, 1);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);
}

static void
test_cancel_and_again (Fixture *fixture, gconstpointer data)
{
  KcAttempt *attempt;

  use_full_key (fixture);
  kc_controller_cancel (fixture->controller);
  g_assert_false (kc_controller_was_cancelled_here (fixture->controller));

  kc_controller_begin (fixture->controller);
  attempt = kc_controller_get_attempt (fixture->controller);
  kc_test_wait_until (kc_attempt_get_state (attempt) == KC_ATTEMPT_WAITING);
  kc_controller_cancel (fixture->controller);
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_CANCELLED);
  g_assert_true (kc_controller_was_cancelled_here (fixture->controller));
  g_assert_true (kc_controller_get_attempt (fixture->controller) == attempt);

  kc_controller_begin (fixture->controller);
  g_assert_false (kc_controller_was_cancelled_here (fixture->controller));
  g_assert_true (kc_controller_is_running (fixture->controller));
}

/* Another key ends the attempt of the previous one, which nobody could see any more. */
static void
test_another_key_ends_the_attempt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcAttempt) attempt = NULL;

  use_full_key (fixture);
  kc_controller_begin (fixture->controller);
  attempt = g_object_ref (kc_controller_get_attempt (fixture->controller));
  use_full_key (fixture);
  g_assert_cmpint (kc_attempt_get_state (attempt), ==, KC_ATTEMPT_CANCELLED);
}

static void
test_request_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);

  request->name = g_strdup ("Front desk");
  g_assert_cmpint (kc_controller_get_request (fixture->controller)->mode, ==,
                   KC_MODE_EMBEDDED_SIGNUP);
  kc_controller_set_request (fixture->controller, request);
  g_assert_cmpint (kc_controller_get_request (fixture->controller)->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (kc_controller_get_request (fixture->controller)->name, ==, "Front desk");
}

static void
test_connected_by_phone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autoptr (GNotification) notification = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  g_autofree char *line = NULL;
  g_autofree char *expected = NULL;
  KcAttempt *attempt;

  turn (fixture, "outcome-delay", "0.05");
  use_full_key (fixture);
  kc_controller_set_request (fixture->controller, request);
  kc_controller_begin (fixture->controller);
  attempt = kc_controller_get_attempt (fixture->controller);
  g_assert_null (kc_result_report_to_line (attempt));
  kc_test_wait_until (kc_attempt_get_code (attempt) != NULL);

  code = g_strdup (kc_sandbox_get_code (fixture->sandbox));
  g_assert_true (kc_sandbox_scan (fixture->sandbox, code, &error));
  kc_test_wait_until (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED);

  line = kc_result_report_to_line (attempt);
  expected = g_strdup_printf ("Connected channel %s (phone_number: %s).",
                              kc_channel_get_id (kc_attempt_get_channel (attempt)),
                              kc_attempt_get_phone_number (attempt));
  g_assert_cmpstr (line, ==, expected);
  notification = kc_result_report_to_notification (attempt);
  g_assert_nonnull (notification);
}

/* A way that is chosen on the command line makes the questions superfluous. */
static void
test_preset_skips_the_questions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);

  use_full_key (fixture);
  g_assert_cmpstr (kc_route_get_page_for (fixture->controller, "number"), ==, "number");
  kc_controller_set_request (fixture->controller, request);
  g_assert_cmpstr (kc_route_get_page_for (fixture->controller, "number"), ==, "number");
  presets->hide_questions = TRUE;
  kc_controller_set_presets (fixture->controller, presets);
  g_assert_cmpstr (kc_route_get_page_for (fixture->controller, "number"), ==, "choose");
}

/* The line that the official command-line tool prints; and an id must not control the terminal. */
static void
test_connected_in_the_browser (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClock) clock = kc_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  KcController *controller;
  KcAttempt *attempt;

  kc_stub_server_reply (server, "GET", "/", 0, 200, NULL, "{\"data\":[]}");
  kc_stub_server_reply (server, "GET", "/me", 0, 200, NULL,
                        "{\"scopes\":[\"channels:connect\",\"channels:read\"]}");
  kc_stub_server_reply (server, "POST", "/channels/whatsapp/connect", 1, 201, NULL,
                        "{\"session_id\":\"cs_1\",\"verification_uri\":\"https://app.example/c\","
                        "\"expires_in\":900,\"poll_interval\":1}");
  kc_stub_server_reply (server, "GET", "/channels/whatsapp/connect/cs_1", 0, 200, NULL,
                        "{\"status\":\"completed\",\"channel\":{\"id\":\"ch_1\\u001b[2J\","
                        "\"phone_number\":\"+12025550100\",\"phone_number_id\":\"1066\"}}");
  controller
      = kc_controller_new (kc_stub_server_get_base_url (server), WRONG_KEY, NULL, NULL, clock);
  kc_controller_look_for_key (controller);
  kc_test_wait_until (kc_key_manager_get_client (kc_controller_get_key_manager (controller))
                      != NULL);
  kc_controller_begin (controller);
  attempt = kc_controller_get_attempt (controller);
  kc_test_wait_until (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED);

  line = kc_result_report_to_line (attempt);
  g_assert_cmpstr (line, ==, "Connected channel ch_1\357\277\275[2J (phone_number_id: 1066).");

  kc_controller_close (controller);
  g_assert_finalize_object (controller);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, set, test) g_test_add (path, Fixture, data, set, test, tear_down)
  ADD ("/controller/good-key", NULL, set_up, test_good_key);
  ADD ("/controller/key-with-company", NULL, set_up, test_key_with_company);
  ADD ("/controller/unusable-key", NULL, set_up, test_unusable_key);
  ADD ("/controller/rate-limit-of-a-key-that-comes-back", NULL, set_up,
       test_rate_limiter_of_a_key_that_comes_back);
  ADD ("/controller/wrong-key", NULL, set_up, test_wrong_key);
  ADD ("/controller/wrong-key-leaves-the-one-in-use", NULL, set_up,
       test_wrong_key_leaves_the_one_in_use);
  ADD ("/controller/no-permission", NULL, set_up, test_no_permission);
  ADD ("/controller/no-keyring", NULL, set_up, test_no_keyring);
  ADD ("/controller/check-is-cancelled", NULL, set_up, test_check_is_cancelled);
  ADD ("/controller/no-key-found", NULL, set_up, test_no_key_found);
  ADD ("/controller/wrong-key-of-the-environment", WRONG_KEY, set_up, test_key_of_the_environment);
  ADD ("/controller/practice", NULL, set_up_practice, test_practice);
  ADD ("/controller/typing-cancels-the-lookup", WRONG_KEY, set_up, test_typing_cancels_the_lookup);
  ADD ("/controller/forget", NULL, set_up, test_forget);
  ADD ("/controller/begin-twice-is-one-session", NULL, set_up, test_begin_twice_is_one_session);
  ADD ("/controller/cancel-and-again", NULL, set_up, test_cancel_and_again);
  ADD ("/controller/another-key-ends-the-attempt", NULL, set_up, test_another_key_ends_the_attempt);
  ADD ("/controller/request-is-kept", NULL, set_up, test_request_is_kept);
  ADD ("/controller/preset-skips-the-questions", NULL, set_up, test_preset_skips_the_questions);
  ADD ("/controller/connected-by-phone", NULL, set_up, test_connected_by_phone);
#undef ADD
  g_test_add_func ("/controller/other-host", test_other_host);
  g_test_add_func ("/controller/connected-in-the-browser", test_connected_in_the_browser);

  return g_test_run ();
}
