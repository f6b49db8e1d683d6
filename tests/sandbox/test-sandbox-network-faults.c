/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The service's own time where it stands still and is advanced, faults of the network on the way to
 * the service, and the other keys. */

#include "fixture.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

static void
set_standing_still (Fixture *f)
{
  set_knob (f, "time-scale", "0");
  set_knob (f, "outcome-delay", "2");
}

static gint64
look_at_clock (Fixture *f)
{
  g_autoptr (Answer) state = ask (f, "GET", "~/state", NULL);
  g_autofree char *now = pick (state, "now");

  return g_ascii_strtoll (now, NULL, 10);
}

/* Time that stands still: nothing happens by itself, and an hour can pass at once. */
static void
test_steps (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autofree char *first = NULL;
  g_autoptr (Listener) listener = NULL;
  g_autoptr (Answer) state = NULL;
  g_autofree char *ended = NULL;
  gint64 started;

  set_standing_still (f);
  started = look_at_clock (f);
  id = start_qr (f);
  listener = listen_to (f, id);
  wait_for (listener, "event: qr");
  first = g_strdup (kc_sandbox_get_code (f->sandbox));
  g_usleep (20000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (kc_sandbox_get_code (f->sandbox), ==, first);

  set_knob (f, "advance", "59.9");
  g_assert_cmpstr (kc_sandbox_get_code (f->sandbox), ==, first);
  set_knob (f, "advance", "0.2");
  g_assert_cmpstr (kc_sandbox_get_code (f->sandbox), !=, first);

  /* A code of 60 s, then five of 20 s, are a series; the session ends after 300 s. */
  set_knob (f, "advance", "3600");
  wait_for_end (listener);
  g_assert_cmpuint (count (listener->text->str, "event: qr"), ==, 11);
  g_assert_cmpuint (count (listener->text->str, "event: failed"), ==, 1);
  g_assert_cmpstr (kc_sandbox_get_session_state (f->sandbox, 0), ==, "expired");
  g_assert_null (kc_sandbox_get_session_state (f->sandbox, 1));
  g_assert_cmpint (look_at_clock (f), ==, started + 3660100);
  state = ask (f, "GET", "~/state", NULL);
  ended = pick (state, "sessions.0.ended");
  g_assert_cmpint (g_ascii_strtoll (ended, NULL, 10), ==, started + 300000);
}

static void
test_steps_finish (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autofree char *portal = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;

  set_standing_still (f);
  id = start_embedded (f, &portal);
  uri = g_strconcat (f->origin, portal, NULL);
  g_assert_true (kc_sandbox_finish (f->sandbox, uri, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kc_sandbox_get_session_state (f->sandbox, 0), ==, "finishing");
  g_assert_null (kc_sandbox_get_session_channel_id (f->sandbox, 0));
  set_knob (f, "advance", "2");
  g_assert_cmpstr (kc_sandbox_get_session_state (f->sandbox, 0), ==, "completed");
  g_assert_nonnull (kc_sandbox_get_session_channel_id (f->sandbox, 0));

  g_assert_false (kc_sandbox_cancel (f->sandbox, uri, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A late answer is late in service time. */
static void
test_steps_delay (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_standing_still (f);
  set_knob (f, "stream-heartbeat", "10");
  id = start_qr (f);
  listener = listen_to (f, id);
  wait_for (listener, "event: qr");
  set_knob (f, "advance", "35");
  kc_test_wait_until (count (listener->text->str, ": keep-alive") == 3);
}

static void
assert_refused (Fixture *f)
{
  g_autoptr (Answer) answer = ask (f, "GET", "/v1/me", NULL);

  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_offline (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_standing_still (f);
  id = start_qr (f);
  listener = listen_to (f, id);
  wait_for (listener, "event: qr");

  set_knob (f, "offline", "30");
  wait_for_end (listener);
  assert_refused (f);
  set_knob (f, "advance", "29");
  assert_refused (f);
  set_knob (f, "advance", "2");
  {
    g_autofree char *status = poll_status (f, id);

    g_assert_cmpstr (status, ==, "pending");
  }

  /* Ended before its time. */
  set_knob (f, "offline", "30");
  assert_refused (f);
  set_knob (f, "offline", "off");
  {
    g_autofree char *status = poll_status (f, id);

    g_assert_cmpstr (status, ==, "pending");
  }
}

/* The request that makes the network fail still gets an answer. */
static void
test_offline_by_request (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) answer = NULL;

  set_standing_still (f);
  answer = ask (f, "POST", "~/knobs", "{\"offline\":\"30\"}");
  g_assert_cmpuint (answer->status, ==, 200);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_refused (f);
  set_knob (f, "advance", "30");
  {
    g_autoptr (Answer) me = ask (f, "GET", "/v1/me", NULL);

    g_assert_cmpuint (me->status, ==, 200);
  }
}

static void
test_half_open (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_standing_still (f);
  id = start_qr (f);
  listener = listen_to (f, id);
  wait_for (listener, "event: qr");

  set_knob (f, "half-open", "on");
  set_knob (f, "advance", "3600");
  g_usleep (20000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (listener->ended);
  g_assert_cmpuint (count (listener->text->str, "event: "), ==, 1);

  /* A dead connection stays dead. */
  set_knob (f, "half-open", "off");
  {
    g_autofree char *status = poll_status (f, id);

    g_assert_cmpstr (status, ==, "expired");
  }
  g_assert_false (listener->ended);
}

static void
test_idle_cut (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_standing_still (f);
  set_knob (f, "idle-cut", "30");
  id = start_qr (f);
  listener = listen_to (f, id);
  wait_for (listener, "event: qr");
  set_knob (f, "advance", "29");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (listener->ended);
  set_knob (f, "advance", "2");
  wait_for_end (listener);
  g_assert_nonnull (listener->error);
  g_assert_cmpuint (kc_sandbox_get_n_streams (f->sandbox), ==, 0);
}

static void
test_pieces (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_knob (f, "pieces", "1");
  id = start_qr (f);
  listener = listen_to (f, id);
  wait_for (listener, kc_sandbox_get_code (f->sandbox));
  set_knob (f, "next-me", "503;retry-after=4");
  {
    g_autoptr (Answer) me = ask (f, "GET", "/v1/me", NULL);

    g_assert_cmpuint (me->status, ==, 503);
    g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (me->message),
                                                   "Retry-After"),
                     ==, "4");
  }
}

static void
test_keys (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  const char *second = kc_sandbox_get_key (f->sandbox, KC_SANDBOX_KEY_SECOND);
  const char *elsewhere = kc_sandbox_get_key (f->sandbox, KC_SANDBOX_KEY_ELSEWHERE);
  g_autofree char *id = start_qr (f);
  g_autofree char *path = g_strconcat (CONNECT "/", id, NULL);

  set_knob (f, "full-key", "revoked");
  {
    g_autoptr (Answer) first_poll = ask (f, "GET", path, NULL);
    g_autoptr (Answer) second_poll = ask_as (f, second, "GET", path, NULL);
    g_autoptr (Answer) poll_elsewhere = ask_as (f, elsewhere, "GET", path, NULL);
    g_autoptr (Answer) list = ask_as (f, elsewhere, "GET", "/v1/channels", NULL);
    g_autoptr (Answer) me = ask_as (f, elsewhere, "GET", "/v1/me", NULL);

    g_assert_cmpuint (first_poll->status, ==, 401);
    g_assert_cmpuint (second_poll->status, ==, 200);
    g_assert_cmpuint (poll_elsewhere->status, ==, 404);
    g_assert_cmpstr (list->text, ==, "{\"data\":[]}");
    assert_pick (me, "company.id", "co_elsewhere");
  }
  g_assert_cmpuint (kc_sandbox_get_n_requests_to (f->sandbox, "poll"), ==, 3);
  g_assert_cmpuint (kc_sandbox_get_n_throttled (f->sandbox), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/time/steps", test_steps);
  g_test_add_func ("/sandbox/time/steps/finish", test_steps_finish);
  g_test_add_func ("/sandbox/time/steps/delay", test_steps_delay);
  g_test_add_func ("/sandbox/network-faults/offline", test_offline);
  g_test_add_func ("/sandbox/network-faults/offline/by-request", test_offline_by_request);
  g_test_add_func ("/sandbox/network-faults/half-open", test_half_open);
  g_test_add_func ("/sandbox/network-faults/idle-cut", test_idle_cut);
  g_test_add_func ("/sandbox/network-faults/pieces", test_pieces);
  g_test_add_func ("/sandbox/keys/others", test_keys);
  return g_test_run ();
}
