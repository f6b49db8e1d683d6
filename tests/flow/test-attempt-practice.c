/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Attempts against the practice service: two programs that were written separately understand each
 * other, and what an attempt says is what the service knows to be true. */

#include "kc-attempt.h"
#include "kc-manual-clock.h"
#include "kc-sandbox.h"
#include "kc-test-wait.h"

typedef struct {
  KcSandbox *sandbox;
  KcClient *client;
  KcClock *clock;
  KcAttempt *attempt;
  guint n_channels; /* on the service, at the beginning */
} Fixture;

static void
turn (Fixture *fixture, const char *knob, const char *value)
{
  g_autoptr (GError) error = NULL;

  kc_sandbox_set_knob (fixture->sandbox, knob, value, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = kc_sandbox_new ();
  kc_sandbox_start (fixture->sandbox, 0, &error);
  g_assert_no_error (error);
  turn (fixture, "outcome-delay", "0");
  fixture->n_channels = kc_sandbox_get_n_channels (fixture->sandbox);
  fixture->clock = kc_clock_new_manual ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (kc_sandbox_get_n_sessions (fixture->sandbox), ==, 1);
  g_assert_finalize_object (fixture->attempt);
  g_object_add_weak_pointer (G_OBJECT (fixture->client), (gpointer *) &fixture->client);
  g_object_unref (fixture->client);
  kc_test_wait_until (fixture->client == NULL);
  g_assert_finalize_object (fixture->clock);
  kc_sandbox_stop (fixture->sandbox);
  g_clear_object (&fixture->sandbox);
}

static void
start (Fixture *fixture, KcMode mode, KcSandboxKey key)
{
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (mode);
  g_autoptr (GError) error = NULL;

  fixture->client = kc_client_new (kc_sandbox_get_base_url (fixture->sandbox),
                                   kc_sandbox_get_key (fixture->sandbox, key), &error);
  g_assert_no_error (error);
  fixture->attempt = kc_attempt_new (fixture->client, fixture->clock, NULL, request);
  kc_attempt_start (fixture->attempt);
}

/* Our clock runs meanwhile, ten times as fast as real time. */
static void
wait_for (Fixture *fixture, KcAttemptState state)
{
  gint64 end = g_get_monotonic_time () + 15 * G_USEC_PER_SEC;

  while (kc_attempt_get_state (fixture->attempt) != state)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      kc_clock_advance (fixture->clock, 10);
      g_usleep (1000);
    }
}

static void
scan (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GBytes *code;
  g_autofree char *text = NULL;

  kc_test_wait_until (kc_attempt_get_code_live (fixture->attempt));
  code = kc_attempt_get_code (fixture->attempt);
  text = g_strndup (g_bytes_get_data (code, NULL), g_bytes_get_size (code));
  kc_sandbox_scan (fixture->sandbox, text, &error);
  g_assert_no_error (error);
}

static void
assert_new_channels (Fixture *fixture, guint n_new)
{
  g_assert_cmpuint (kc_sandbox_get_n_channels (fixture->sandbox), ==, fixture->n_channels + n_new);
}

static void
test_qr (Fixture *fixture, gconstpointer format)
{
  if (format != NULL)
    turn (fixture, "stream-format", format);
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  scan (fixture);
  wait_for (fixture, KC_ATTEMPT_CONNECTED);
  g_assert_nonnull (kc_attempt_get_channel (fixture->attempt));
  g_assert_nonnull (kc_attempt_get_phone_number (fixture->attempt));
  g_assert_nonnull (kc_attempt_get_push_name (fixture->attempt));
  assert_new_channels (fixture, 1);
}

static void
test_qr_null_fields (Fixture *fixture, gconstpointer data)
{
  turn (fixture, "scan-outcome", "null-fields");
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  scan (fixture);
  wait_for (fixture, KC_ATTEMPT_CONNECTED);
  g_assert_nonnull (kc_attempt_get_channel (fixture->attempt));
  assert_new_channels (fixture, 1);
}

static void
test_qr_null_fields_and_no_list (Fixture *fixture, gconstpointer data)
{
  turn (fixture, "scan-outcome", "null-fields");
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_NO_READ);
  scan (fixture);
  wait_for (fixture, KC_ATTEMPT_CONNECTED);
  g_assert_null (kc_attempt_get_channel (fixture->attempt));
  assert_new_channels (fixture, 1);
}

static void
test_qr_failed (Fixture *fixture, gconstpointer data)
{
  turn (fixture, "scan-outcome", "failed");
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  scan (fixture);
  wait_for (fixture, KC_ATTEMPT_FAILED);
  g_assert_nonnull (kc_attempt_get_server_reason (fixture->attempt));
  assert_new_channels (fixture, 0);
}

/* The stream is cut between connecting and connected, but the channel exists. */
static void
test_qr_lost (Fixture *fixture, gconstpointer poll_qr)
{
  turn (fixture, "scan-outcome", "lost");
  turn (fixture, "poll-qr", poll_qr);
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  scan (fixture);
  if (g_str_equal (poll_qr, "on"))
    {
      wait_for (fixture, KC_ATTEMPT_CONNECTED);
      g_assert_nonnull (kc_attempt_get_channel (fixture->attempt));
    }
  else
    {
      /* Keebai says nothing about this session: the channel may be anybody's. */
      wait_for (fixture, KC_ATTEMPT_EXPIRED);
      g_assert_cmpuint (kc_attempt_get_new_channels (fixture->attempt)->len, ==, 1);
    }
  assert_new_channels (fixture, 1);
}

static void
test_qr_disconnected_then_connected (Fixture *fixture, gconstpointer how)
{
  turn (fixture, "stream-disconnect-after-scan", how);
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  scan (fixture);
  wait_for (fixture, KC_ATTEMPT_CONNECTED);
  assert_new_channels (fixture, 1);
}

/* Keebai's clock and ours may differ. */
static void
test_qr_time_is_over (Fixture *fixture, gconstpointer how)
{
  turn (fixture, "stream-end", how);
  start (fixture, KC_MODE_QR, KC_SANDBOX_KEY_FULL);
  kc_test_wait_until (kc_attempt_get_code_live (fixture->attempt));
  kc_clock_advance (fixture->clock, 290000);
  turn (fixture, "advance", "301");
  wait_for (fixture, KC_ATTEMPT_EXPIRED);
  assert_new_channels (fixture, 0);
}

static void
test_embedded_time_is_over (Fixture *fixture, gconstpointer data)
{
  start (fixture, KC_MODE_EMBEDDED_SIGNUP, KC_SANDBOX_KEY_FULL);
  wait_for (fixture, KC_ATTEMPT_WAITING);
  g_assert_nonnull (kc_attempt_get_verification_uri (fixture->attempt));
  turn (fixture, "advance", "901");
  wait_for (fixture, KC_ATTEMPT_EXPIRED);
  assert_new_channels (fixture, 0);
}

/* The session was opened but its answer lost: there must not be a second one. */
static void
test_start_lost (Fixture *fixture, gconstpointer data)
{
  turn (fixture, "next-start", "lost");
  start (fixture, KC_MODE_EMBEDDED_SIGNUP, KC_SANDBOX_KEY_FULL);
  wait_for (fixture, KC_ATTEMPT_FAILED);
  kc_clock_advance (fixture->clock, 60000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func)                                                                      \
  g_test_add ("/attempt/practice/" name, Fixture, data, set_up, func, tear_down)
  ADD ("qr/connected", NULL, test_qr);
  ADD ("qr/connected/json-string", "json-string", test_qr);
  ADD ("qr/connected/object-qr", "object-qr", test_qr);
  ADD ("qr/connected/unnamed", "unnamed", test_qr);
  ADD ("qr/null-fields", NULL, test_qr_null_fields);
  ADD ("qr/null-fields-and-no-list", NULL, test_qr_null_fields_and_no_list);
  ADD ("qr/failed", NULL, test_qr_failed);
  ADD ("qr/lost", "on", test_qr_lost);
  ADD ("qr/lost-without-polls", "off", test_qr_lost);
  ADD ("qr/disconnected-then-connected", "on", test_qr_disconnected_then_connected);
  ADD ("qr/closed-then-connected", "close", test_qr_disconnected_then_connected);
  ADD ("qr/time-is-over/failed", "failed", test_qr_time_is_over);
  ADD ("qr/time-is-over/disconnected", "disconnected", test_qr_time_is_over);
  ADD ("qr/time-is-over/close", "close", test_qr_time_is_over);
  ADD ("qr/time-is-over/silence", "silence", test_qr_time_is_over);
  ADD ("embedded/time-is-over", NULL, test_embedded_time_is_over);
  ADD ("start-lost", NULL, test_start_lost);
#undef ADD

  return g_test_run ();
}
