/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The scenarios of docs/practice.md, for both ways to connect: what a client sees over HTTP. */

#include "fixture.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

/* As a person would, while the service runs. */
static void
choose (Fixture *f, const char *scenario)
{
  g_autofree char *body = g_strdup_printf ("{\"scenario\":\"%s\"}", scenario);
  g_autoptr (Answer) answer = ask_as (f, NULL, "POST", "~/knobs", body);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
pass (Fixture *f, const char *seconds)
{
  set_knob (f, "advance", seconds);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_polls (Fixture *f, const char *id, const char *expected)
{
  g_autofree char *status = poll_status (f, id);

  g_assert_cmpstr (status, ==, expected);
}

static void
scan (Fixture *f)
{
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", kc_sandbox_get_code (f->sandbox));
  g_autoptr (Answer) answer = ask_as (f, NULL, "POST", "~/scan", body);

  g_assert_cmpuint (answer->status, ==, 200);
}

/* The page that is shown after "Finish signup" was pressed. */
static Answer *
press_finish (Fixture *f, const char *portal)
{
  return ask_as (f, NULL, "POST", portal, "action=finish&name=Ana&number=%2B12025550177");
}

static void
test_names (void)
{
  static const char *const names[] = {"works",        "cancelled",     "time-out",      "refused",
                                      "device-limit", "network-drops", "no-permission", "down"};
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) wrong = NULL;

  g_assert_cmpint (kc_sandbox_get_scenario (f->sandbox), ==, KC_SANDBOX_SCENARIO_WORKS);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (Answer) state = NULL;

      choose (f, names[i]);
      g_assert_cmpint (kc_sandbox_get_scenario (f->sandbox), ==, i);
      kc_sandbox_set_scenario (f->sandbox, KC_SANDBOX_SCENARIO_WORKS);
      kc_sandbox_set_scenario (f->sandbox, i);
      state = ask_as (f, NULL, "GET", "~/state", NULL);
      assert_pick (state, "knobs.scenario", names[i]);
    }
  wrong = ask_as (f, NULL, "POST", "~/knobs", "{\"scenario\":\"bang\"}");
  g_assert_cmpuint (wrong->status, ==, 400);
  choose (f, "");
  g_assert_cmpint (kc_sandbox_get_scenario (f->sandbox), ==, KC_SANDBOX_SCENARIO_WORKS);
}

static void
test_works (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *embedded = NULL;
  g_autofree char *qr = NULL;
  g_autoptr (Listener) listener = NULL;
  g_autoptr (Answer) finished = NULL;

  choose (f, "works");
  embedded = start_embedded (f, &portal);
  finished = press_finish (f, portal);
  g_assert_cmpuint (finished->status, ==, 303);
  assert_polls (f, embedded, "completed");

  qr = start_qr (f);
  listener = listen_to (f, qr);
  scan (f);
  pass (f, "2");
  wait_for (listener, "event: connected");
  assert_polls (f, qr, "completed");
}

static void
test_cancelled (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *embedded = NULL;
  g_autofree char *qr = NULL;
  g_autoptr (Listener) listener = NULL;

  choose (f, "cancelled");
  embedded = start_embedded (f, &portal);
  qr = start_qr (f);
  listener = listen_to (f, qr);
  pass (f, "2");
  assert_polls (f, embedded, "pending");
  pass (f, "1");
  assert_polls (f, embedded, "cancelled");
  wait_for (listener, "event: failed");
  wait_for (listener, "cancelled");
  wait_for_end (listener);
  assert_polls (f, qr, "cancelled");
}

static void
test_time_out (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *embedded = NULL;
  g_autofree char *qr = NULL;
  g_autoptr (Listener) listener = NULL;
  g_autoptr (Answer) start = NULL;

  choose (f, "time-out");
  /* The service tells the truth: the session expires when the client expects it. */
  start = ask (f, "POST", CONNECT, "{}");
  assert_pick (start, "expires_in", "15");
  embedded = start_embedded (f, &portal);
  qr = start_qr (f);
  listener = listen_to (f, qr);
  pass (f, "14");
  assert_polls (f, embedded, "pending");
  pass (f, "1");
  assert_polls (f, embedded, "expired");
  wait_for (listener, "Session expired");
  wait_for_end (listener);
  assert_polls (f, qr, "expired");
}

static void
assert_phone_fails (Fixture *f, const char *scenario, const char *reason)
{
  g_autofree char *qr = NULL;
  g_autoptr (Listener) listener = NULL;

  choose (f, scenario);
  qr = start_qr (f);
  listener = listen_to (f, qr);
  scan (f);
  pass (f, "2");
  wait_for (listener, "event: connecting");
  wait_for (listener, "event: failed");
  wait_for (listener, reason);
  wait_for_end (listener);
  assert_polls (f, qr, "expired");
}

static void
assert_page_fails (Fixture *f, const char *scenario, const char *text)
{
  g_autofree char *portal = NULL;
  g_autofree char *id = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) accepted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  choose (f, scenario);
  id = start_embedded (f, &portal);
  uri = g_strconcat (f->origin, portal, NULL);
  refused = press_finish (f, portal);
  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_nonnull (strstr (refused->text, text));
  assert_polls (f, id, "pending");
  g_assert_false (kc_sandbox_finish (f->sandbox, uri, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);

  choose (f, "works");
  accepted = press_finish (f, portal);
  g_assert_cmpuint (accepted->status, ==, 303);
  assert_polls (f, id, "completed");
}

static void
test_refused (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  assert_phone_fails (f, "refused", "The phone refused the link");
  assert_page_fails (f, "refused", "registered with another provider");
}

static void
test_device_limit (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  assert_phone_fails (f, "device-limit", "device limit reached");
  assert_page_fails (f, "device-limit", "no room for another phone number");
}

/* Both kinds of session survive it, and end well. */
static void
test_network_drops (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *embedded = NULL;
  g_autofree char *qr = NULL;
  g_autoptr (Listener) listener = NULL;
  g_autoptr (Listener) second = NULL;
  g_autoptr (Answer) lost = NULL;
  g_autoptr (Answer) back = NULL;

  choose (f, "network-drops");
  embedded = start_embedded (f, &portal);
  qr = start_qr (f);
  listener = listen_to (f, qr);
  pass (f, "3");
  wait_for_end (listener);
  lost = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (lost->status, ==, 0);
  g_assert_nonnull (lost->error);

  pass (f, "15");
  back = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (back->status, ==, 200);
  assert_polls (f, embedded, "pending");
  second = listen_to (f, qr);
  scan (f);
  pass (f, "2");
  wait_for (second, "event: connected");
}

/* Choosing another scenario ends it at once. */
static void
test_network_comes_back (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *qr = start_qr (f);
  g_autoptr (Answer) lost = NULL;
  g_autoptr (Answer) back = NULL;

  kc_sandbox_set_scenario (f->sandbox, KC_SANDBOX_SCENARIO_NETWORK_DROPS);
  pass (f, "3");
  lost = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (lost->status, ==, 0);
  kc_sandbox_set_scenario (f->sandbox, KC_SANDBOX_SCENARIO_WORKS);
  back = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (back->status, ==, 200);
}

static void
test_no_permission (void)
{
  static const char *const modes[] = {"{}", "{\"mode\":\"qr\"}"};
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) me = NULL;
  g_autoptr (Answer) channels = NULL;

  choose (f, "no-permission");
  me = ask (f, "GET", "/v1/me", NULL);
  assert_pick (me, "scopes", "[\"channels:read\"]");
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (Answer) start = ask (f, "POST", CONNECT, modes[i]);

      g_assert_cmpuint (start->status, ==, 403);
      assert_pick (start, "error.code", "INSUFFICIENT_SCOPE");
      assert_pick (start, "error.details.missing", "[\"channels:connect\"]");
    }
  channels = ask (f, "GET", "/v1/channels", NULL);
  g_assert_cmpuint (channels->status, ==, 200);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 0);
}

static void
test_down (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *embedded = start_embedded (f, &portal);
  g_autofree char *qr = start_qr (f);
  g_autofree char *poll = g_strconcat (CONNECT "/", embedded, NULL);
  g_autofree char *stream = g_strconcat (CONNECT "/", qr, "/qr-stream", NULL);
  const struct {
    const char *method, *path, *body;
  } cases[] = {
      {"GET", "/v1/me", NULL}, {"GET", "/v1/channels", NULL}, {"POST", CONNECT, "{}"},
      {"GET", poll, NULL},     {"GET", stream, NULL},         {"GET", "/v1/whatsapp/numbers", NULL},
  };
  g_autoptr (Listener) listener = listen_to (f, qr);

  choose (f, "down");
  wait_for_end (listener);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = ask (f, cases[i].method, cases[i].path, cases[i].body);

      g_assert_cmpuint (answer->status, ==, 503);
      assert_pick (answer, "statusCode", "503");
    }
  choose (f, "works");
  assert_polls (f, embedded, "pending");
  assert_polls (f, qr, "pending");
}

/* A session that is already open follows the new scenario, and goes back. */
static void
test_changed_while_running (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *embedded = start_embedded (f, &portal);
  g_autofree char *qr = start_qr (f);

  choose (f, "cancelled");
  choose (f, "works");
  pass (f, "10");
  assert_polls (f, embedded, "pending");

  choose (f, "time-out");
  choose (f, "works");
  pass (f, "20");
  assert_polls (f, embedded, "pending");

  choose (f, "time-out");
  pass (f, "15");
  assert_polls (f, embedded, "expired");
  assert_polls (f, qr, "expired");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/scenarios/names", test_names);
  g_test_add_func ("/sandbox/scenarios/works", test_works);
  g_test_add_func ("/sandbox/scenarios/cancelled", test_cancelled);
  g_test_add_func ("/sandbox/scenarios/time-out", test_time_out);
  g_test_add_func ("/sandbox/scenarios/refused", test_refused);
  g_test_add_func ("/sandbox/scenarios/device-limit", test_device_limit);
  g_test_add_func ("/sandbox/scenarios/network-drops", test_network_drops);
  g_test_add_func ("/sandbox/scenarios/network-comes-back", test_network_comes_back);
  g_test_add_func ("/sandbox/scenarios/no-permission", test_no_permission);
  g_test_add_func ("/sandbox/scenarios/down", test_down);
  g_test_add_func ("/sandbox/scenarios/changed-while-running", test_changed_while_running);
  return g_test_run ();
}
