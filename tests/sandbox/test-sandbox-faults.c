/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The knobs that spoil answers, and the addresses under /practice. */

#include "fixture.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

static const char *
get_header (Answer *answer, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

static Answer *
ask_spoilt (Fixture *f, const char *fault)
{
  set_knob (f, "next-me", fault);
  return ask (f, "GET", "/v1/me", NULL);
}

static void
test_statuses (void)
{
  static const struct {
    const char *fault;
    guint status;
    const char *path, *value;
  } cases[] = {
      {"401", 401, "message", "Invalid or missing API token"},
      {"403", 403, "error.code", "INSUFFICIENT_SCOPE"},
      {"404", 404, "error.code", "USER_NOT_FOUND"},
      {"410", 410, "error.code", "SESSION_EXPIRED"},
      {"409", 409, "error.code", "REFUSED"},
      {"422", 422, "error.code", "REFUSED"},
      {"429", 429, "message", "ThrottlerException: Too Many Requests"},
      {"500", 500, "message", "Internal Server Error"},
      {"503", 503, "statusCode", "503"},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = ask_spoilt (f, cases[i].fault);
      g_autoptr (Answer) next = ask (f, "GET", "/v1/me", NULL);

      g_assert_cmpuint (answer->status, ==, cases[i].status);
      assert_pick (answer, cases[i].path, cases[i].value);
      g_assert_cmpuint (next->status, ==, 200);
    }
}

static void
test_retry_after (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) seconds = ask_spoilt (f, "429;retry-after=7*1");
  g_autoptr (Answer) date = ask_spoilt (f, "503;retry-after=Wed, 21 Oct 2026 07:28:00 GMT");

  g_assert_cmpstr (get_header (seconds, "Retry-After"), ==, "7");
  g_assert_cmpstr (get_header (date, "Retry-After"), ==, "Wed, 21 Oct 2026 07:28:00 GMT");
}

static void
test_counts (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  set_knob (f, "next-me", "503*2");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Answer) answer = ask (f, "GET", "/v1/me", NULL);

      g_assert_cmpuint (answer->status, ==, i < 2 ? 503 : 200);
    }
  set_knob (f, "next-me", "503*0");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Answer) answer = ask (f, "GET", "/v1/me", NULL);

      g_assert_cmpuint (answer->status, ==, 503);
    }
  set_knob (f, "next-me", "off");
  {
    g_autoptr (Answer) answer = ask (f, "GET", "/v1/me", NULL);

    g_assert_cmpuint (answer->status, ==, 200);
  }
}

/* Each knob spoils its own endpoint and no other. */
static void
test_places (void)
{
  static const struct {
    const char *knob, *method, *path;
  } cases[] = {
      {"next-start", "POST", CONNECT},
      {"next-poll", "GET", CONNECT "/cs_1"},
      {"next-stream", "GET", CONNECT "/cs_1/qr-stream"},
      {"next-channels", "GET", "/v1/channels"},
      {"next-channels", "GET", "/v1/channels/ch_1"},
      {"next-numbers", "GET", "/v1/whatsapp/numbers"},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) other = NULL;
      g_autoptr (Answer) answer = NULL;

      set_knob (f, cases[i].knob, "503");
      other = ask (f, "GET", "/v1/me", NULL);
      answer = ask (f, cases[i].method, cases[i].path, NULL);
      g_assert_cmpuint (other->status, ==, 200);
      g_assert_cmpuint (answer->status, ==, 503);
    }
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 0);
}

static void
test_bodies (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) html = ask_spoilt (f, "html");
  g_autoptr (Answer) gateway = ask_spoilt (f, "502");
  g_autoptr (Answer) empty = ask_spoilt (f, "empty");
  g_autoptr (Answer) garbage = ask_spoilt (f, "garbage");
  g_autoptr (Answer) deep = ask_spoilt (f, "deep");
  g_autoptr (Answer) huge = ask_spoilt (f, "huge");
  g_autoptr (Answer) wrong = ask_spoilt (f, "wrong-type");
  g_autoptr (Answer) redirect = ask_spoilt (f, "redirect=http://elsewhere.example/v1/me");

  g_assert_cmpuint (html->status, ==, 200);
  g_assert_cmpstr (get_header (html, "Content-Type"), ==, "text/html; charset=utf-8");
  g_assert_cmpuint (gateway->status, ==, 502);
  g_assert_cmpstr (get_header (gateway, "Content-Type"), ==, "text/html");
  g_assert_cmpstr (empty->text, ==, "");
  g_assert_false (g_utf8_validate (garbage->text, -1, NULL));
  g_assert_cmpuint (strlen (deep->text), ==, 100000);
  g_assert_cmpuint (strspn (deep->text, "["), ==, 100000);
  g_assert_cmpuint (strlen (huge->text), >, 50 * 1024 * 1024);
  assert_pick (wrong, "session_id", "42");
  g_assert_cmpuint (redirect->status, ==, 307);
  g_assert_cmpstr (get_header (redirect, "Location"), ==, "http://elsewhere.example/v1/me");
}

static void
test_truncated (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) answer = ask_spoilt (f, "truncated");
  SoupMessageHeaders *headers = soup_message_get_response_headers (answer->message);

  g_assert_cmpint (soup_message_headers_get_content_length (headers), >,
                   (goffset) strlen (answer->text));
}

/* "reset" has done nothing, "lost" has done everything: a client cannot tell them apart. */
static void
test_reset_and_lost (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) reset = NULL;
  g_autoptr (Answer) lost = NULL;

  set_knob (f, "next-start", "reset");
  reset = ask (f, "POST", CONNECT, "{}");
  g_assert_nonnull (reset->error);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 0);

  set_knob (f, "next-start", "lost");
  lost = ask (f, "POST", CONNECT, "{}");
  g_assert_nonnull (lost->error);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 1);
}

static void
test_slow_and_delay (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (Answer) delayed = NULL;
  g_autoptr (Answer) slow = NULL;

  set_knob (f, "time-scale", "100");
  delayed = ask_spoilt (f, "delay=20");
  g_assert_cmpuint (delayed->status, ==, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 200 * 1000);

  /* A short answer, because this is slow: at least 140 bytes, one every 20 ms. */
  start = g_get_monotonic_time ();
  set_knob (f, "next-channels", "slow");
  slow = ask (f, "GET", "/v1/channels?type=none", NULL);
  assert_pick (slow, "data", "[]");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 1000 * 1000);
}

/* There is never an answer; and the service can still stop. */
static void
test_silence (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) listener = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *uri = g_strconcat (f->origin, "/v1/me", NULL);
  guint before = kc_sandbox_get_n_requests (f->sandbox);

  set_knob (f, "next-me", "silence");
  message = soup_message_new ("GET", uri);
  soup_session_send_async (f->client, message, G_PRIORITY_DEFAULT, cancellable,
                           kc_test_take_result_cb, &result);
  kc_test_wait_until (kc_sandbox_get_n_requests (f->sandbox) == before + 1);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_null (result);

  kc_sandbox_stop (f->sandbox);
  kc_test_wait_until (result != NULL);
  g_assert_null (soup_session_send_finish (f->client, result, NULL));
}

static void
test_stream_faults (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) html = NULL;
  g_autoptr (Listener) reset = NULL;
  g_autoptr (Listener) slow = NULL;

  set_knob (f, "next-stream", "html");
  html = listen_to (f, id);
  wait_for_end (html);
  g_assert_nonnull (strstr (html->text->str, "guest network"));
  /* More than once: libsoup repeats a request by itself if a used connection is reset. */
  set_knob (f, "next-stream", "reset*0");
  reset = listen_to (f, id);
  wait_for_end (reset);
  g_assert_nonnull (reset->error);
  set_knob (f, "next-stream", "slow");
  slow = listen_to (f, id);
  wait_for (slow, "event: qr\n");
}

static void
test_knobs (void)
{
  static const char *const bad[][2] = {
      {"no-such-knob", "1"},     {"time-scale", "-1"},      {"time-scale", "fast"},
      {"time-scale", "1e999"},   {"stream-end", "bang"},    {"next-me", "200"},
      {"next-me", "bang"},       {"next-me", "redirect=:"}, {"next-me", "delay=x"},
      {"rate-limit", "perhaps"}, {"stream-drop", "-1"},     {"poll-status-word", "\xff"},
      {"advance", "-5"},         {"next-me", "503**2*"},
  };
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) state = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kc_sandbox_set_knob (f->sandbox, bad[i][0], bad[i][1], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }

  set_knob (f, "next-me", "503*3");
  set_knob (f, "stream-end", "close");
  set_knob (f, "stream-end", "off");
  set_knob (f, "poll-status-word", "in_review");
  set_knob (f, "poll-status-word", "");
  set_knob (f, "rate-limit", "off");
  state = ask (f, "GET", "~/state", NULL);
  assert_pick (state, "knobs.next-me", "503*3");
  assert_pick (state, "knobs.stream-end", "failed");
  assert_pick (state, "knobs.poll-status-word", "pending");
  assert_pick (state, "knobs.rate-limit", "off");
}

static void
test_said_times (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) answer = NULL;
  g_autofree char *id = NULL;
  g_autofree char *status = NULL;

  set_knob (f, "expires-in", "30");
  set_knob (f, "poll-interval", "1");
  answer = ask (f, "POST", CONNECT, "{}");
  assert_pick (answer, "expires_in", "30");
  assert_pick (answer, "poll_interval", "1");
  set_knob (f, "advance", "30");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  id = pick (answer, "session_id");
  status = poll_status (f, id);
  g_assert_cmpstr (status, ==, "expired");
}

static void
test_control (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autofree char *portal = NULL;
  g_autofree char *embedded = start_embedded (f, &portal);
  g_autofree char *uri = g_strconcat (f->origin, portal, NULL);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", kc_sandbox_get_code (f->sandbox));
  g_autoptr (Answer) state = ask_as (f, NULL, "GET", "~/state", NULL);
  g_autoptr (Answer) scanned = ask_as (f, NULL, "POST", "~/scan", body);
  g_autoptr (Answer) stale = ask_as (f, NULL, "POST", "~/scan", body);
  g_autoptr (Answer) nothing = ask_as (f, NULL, "POST", "~/scan", "{}");
  g_autoptr (Answer) turned
      = ask_as (f, NULL, "POST", "~/knobs", "{\"time-scale\":60,\"next-me\":\"503\"}");
  g_autoptr (Answer) bad = ask_as (f, NULL, "POST", "~/knobs", "{\"zz\":\"1\"}");
  g_autoptr (Answer) no_json = ask_as (f, NULL, "POST", "~/knobs", "{");
  g_autoptr (Answer) unknown = ask_as (f, NULL, "GET", "~/nothing", NULL);
  g_autoptr (Answer) me = ask (f, "GET", "/v1/me", NULL);

  assert_pick (state, "base_url", kc_sandbox_get_base_url (f->sandbox));
  assert_pick (state, "sessions.0.id", id);
  assert_pick (state, "sessions.0.mode", "qr");
  assert_pick (state, "sessions.0.state", "pending");
  assert_pick (state, "sessions.0.verification_uri", NULL);
  assert_pick (state, "sessions.1.id", embedded);
  assert_pick (state, "sessions.1.mode", "embedded_signup");
  assert_pick (state, "sessions.1.verification_uri", uri);
  assert_pick (state, "sessions.1.code", NULL);
  assert_pick (state, "counts.sessions", "2");
  assert_pick (state, "counts.channels", "3");
  assert_pick (state, "counts.requests", "2");
  assert_pick (state, "counts.busiest_minute", "2");
  assert_pick (state, "counts.busiest_hour", "2");
  assert_pick (state, "counts.throttled", "0");
  assert_pick (state, "sessions.0.ended", "0");
  assert_pick (state, "counts.endpoints.start", "2");
  assert_pick (state, "user_agent", "sandbox-test/1");
  g_assert_cmpuint (scanned->status, ==, 200);
  g_assert_cmpuint (stale->status, ==, 404);
  g_assert_cmpuint (nothing->status, ==, 400);
  g_assert_cmpuint (turned->status, ==, 200);
  g_assert_cmpuint (bad->status, ==, 400);
  g_assert_cmpuint (no_json->status, ==, 400);
  g_assert_cmpuint (unknown->status, ==, 404);
  g_assert_cmpuint (me->status, ==, 503);
}

/* A client is judged by what it was really sent, not by what was planned for it. */
static void
test_served_faults (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autoptr (Answer) unserved = NULL;
  g_autoptr (Answer) state = NULL;

  set_knob (f, "time-scale", "0");
  id = start_qr (f);
  path = g_strconcat (CONNECT "/", id, NULL);
  set_knob (f, "next-poll", "503;retry-after=4*3");
  unserved = ask_as (f, NULL, "GET", "~/state", NULL);
  assert_pick (unserved, "faults.next-poll=503;retry-after=4.times", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Answer) answer = ask (f, "GET", path, NULL);

      g_assert_cmpuint (answer->status, ==, 503);
      set_knob (f, "advance", "7");
    }
  state = ask_as (f, NULL, "GET", "~/state", NULL);
  assert_pick (state, "faults.next-poll=503;retry-after=4.times", "2");
}

/* Polls are counted whatever their answer is, and so are those that come too soon. */
static void
test_early_polls (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autoptr (Answer) state = NULL;
  static const char *const pauses[] = {"5", "4.9", "0", "6"};

  set_knob (f, "time-scale", "0");
  id = start_qr (f);
  path = g_strconcat (CONNECT "/", id, NULL);
  set_knob (f, "next-poll", "500*2");
  for (gsize i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      g_autoptr (Answer) answer = ask (f, "GET", path, NULL);

      set_knob (f, "advance", pauses[i]);
    }
  state = ask_as (f, NULL, "GET", "~/state", NULL);
  assert_pick (state, "sessions.0.polls", "4");
  assert_pick (state, "sessions.0.early_polls", "2");
}

static void
test_colleague (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) before = ask (f, "GET", "/v1/channels?type=whatsapp_qr", NULL);
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) state = NULL;

  g_assert_null (strstr (before->text, "Colleague"));
  set_knob (f, "colleague", "qr");
  after = ask (f, "GET", "/v1/channels?type=whatsapp_qr", NULL);
  g_assert_cmpuint (count (after->text, "Colleague"), ==, 1);
  state = ask_as (f, NULL, "GET", "~/state", NULL);
  assert_pick (state, "counts.channels", "4");
  assert_pick (state, "counts.sessions", "0");
  assert_pick (state, "knobs.colleague", "off");
}

static void
assert_phone_says (Fixture *f, const char *text)
{
  g_autoptr (Answer) page = ask_as (f, NULL, "GET", "~/phone", NULL);

  g_assert_nonnull (strstr (page->text, text));
}

static void
test_phone (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) early = ask_as (f, NULL, "POST", "~/phone", NULL);
  g_autoptr (Answer) scan = NULL;
  g_autofree char *id = NULL;

  g_assert_cmpuint (early->status, ==, 303);
  g_assert_cmpstr (get_header (early, "Location"), ==, "phone");
  assert_phone_says (f, "No code is on the screen.");
  id = start_qr (f);
  assert_phone_says (f, "A code is on the screen.");
  scan = ask_as (f, NULL, "POST", "~/phone", NULL);
  g_assert_cmpuint (scan->status, ==, 303);
  assert_phone_says (f, "Scanned.");
  set_knob (f, "advance", "2");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_phone_says (f, "Linked.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/faults/statuses", test_statuses);
  g_test_add_func ("/sandbox/faults/retry-after", test_retry_after);
  g_test_add_func ("/sandbox/faults/counts", test_counts);
  g_test_add_func ("/sandbox/faults/places", test_places);
  g_test_add_func ("/sandbox/faults/bodies", test_bodies);
  g_test_add_func ("/sandbox/faults/truncated", test_truncated);
  g_test_add_func ("/sandbox/faults/reset-and-lost", test_reset_and_lost);
  g_test_add_func ("/sandbox/faults/slow-and-delay", test_slow_and_delay);
  g_test_add_func ("/sandbox/faults/silence", test_silence);
  g_test_add_func ("/sandbox/faults/stream", test_stream_faults);
  g_test_add_func ("/sandbox/knobs", test_knobs);
  g_test_add_func ("/sandbox/knobs/said-times", test_said_times);
  g_test_add_func ("/sandbox/control", test_control);
  g_test_add_func ("/sandbox/control/served-faults", test_served_faults);
  g_test_add_func ("/sandbox/control/early-polls", test_early_polls);
  g_test_add_func ("/sandbox/knobs/colleague", test_colleague);
  g_test_add_func ("/sandbox/phone", test_phone);
  return g_test_run ();
}
