/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* QR sessions: the event stream, the rotation of codes, the pretend phone, and how sessions end. */

#include "fixture.h"
#include "kc-messages.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
advance (Fixture *f, const char *seconds)
{
  set_knob (f, "advance", seconds);
  settle ();
}

static void
scan_current (Fixture *f)
{
  g_autofree char *code = g_strdup (kc_sandbox_get_code (f->sandbox));
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (code);
  g_assert_true (kc_sandbox_scan (f->sandbox, code, &error));
  g_assert_no_error (error);
}

static void
wait_for_code (Fixture *f, Listener *listener)
{
  wait_for (listener, kc_sandbox_get_code (f->sandbox));
}

static void
assert_polls (Fixture *f, const char *id, const char *expected)
{
  g_autofree char *status = poll_status (f, id);

  g_assert_cmpstr (status, ==, expected);
}

/* The data of the newest event with that name, in frames like those of NestJS. */
static char *
get_data (Listener *listener, const char *event)
{
  g_autofree char *mark = g_strdup_printf ("event: %s\nid: ", event);
  const char *frame = g_strrstr (listener->text->str, mark);
  const char *data, *end;

  g_assert_nonnull (frame);
  data = strstr (frame, "\ndata: ");
  g_assert_nonnull (data);
  data += strlen ("\ndata: ");
  end = strstr (data, "\n\n");
  g_assert_nonnull (end);
  return g_strndup (data, (gsize) (end - data));
}

/* 60 s, then 20 s each, and after six codes a new series. */
static void
test_rotation (void)
{
  static const char *const lives[] = {"60", "20", "20", "20", "20", "20", "60", "20"};
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) listener = listen_to (f, id);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      char *code = g_strdup (kc_sandbox_get_code (f->sandbox));
      g_autofree char *almost
          = g_strdup_printf ("%d", (int) g_ascii_strtoll (lives[i], NULL, 10) - 1);

      wait_for_code (f, listener);
      g_assert_true (g_hash_table_add (seen, code));
      advance (f, almost);
      g_assert_cmpstr (kc_sandbox_get_code (f->sandbox), ==, code);
      advance (f, "1");
      g_assert_cmpstr (kc_sandbox_get_code (f->sandbox), !=, code);
    }
  wait_for_code (f, listener);
  g_assert_cmpuint (count (listener->text->str, "event: qr\n"), ==, 9);
}

/* The same in real time, sixty times faster, with the lifetimes that the knob sets. */
static void
test_time_scale (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_knob (f, "time-scale", "60");
  set_knob (f, "code-life", "3,1.5");
  id = start_qr (f);
  listener = listen_to (f, id);
  kc_test_wait_until (count (listener->text->str, "event: qr\n") >= 8);
  assert_polls (f, id, "pending");
}

static void
test_codes (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  static const struct {
    const char *form;
    gboolean link;
  } cases[] = {{"link", TRUE}, {"plain", FALSE}, {"alternate", TRUE}, {"off", FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = NULL;
      const char *code;

      set_knob (f, "code-form", cases[i].form);
      id = start_qr (f);
      code = kc_sandbox_get_code (f->sandbox);
      g_assert_cmpuint (strlen (code), ==, cases[i].link ? 255 : 217);
      g_assert_true (g_str_has_prefix (code, cases[i].link
                                                 ? "https://wa.me/settings/linked_devices#2@"
                                                 : "2@"));
    }
}

static void
test_framing (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) listener = listen_to (f, id);
  SoupMessageHeaders *headers = soup_message_get_response_headers (listener->message);
  g_autofree char *expected = NULL;

  wait_for (listener, "\n\n");
  g_assert_cmpuint (listener->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_content_type (headers, NULL), ==, "text/event-stream");
  expected = g_strdup_printf ("\nevent: qr\nid: 1\ndata: %s\n\n", kc_sandbox_get_code (f->sandbox));
  kc_test_wait_until (listener->text->len >= strlen (expected));
  g_assert_cmpstr (listener->text->str, ==, expected);
}

static void
test_scan (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) listener = listen_to (f, id);
  g_autofree char *poll_path = g_strconcat (CONNECT "/", id, NULL);
  g_autofree char *data = NULL;
  g_autoptr (KcQrEvent) event = NULL;
  g_autoptr (Answer) polled = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Listener) late = NULL;

  scan_current (f);
  g_assert_null (kc_sandbox_get_code (f->sandbox));
  wait_for (listener, "event: connecting\n");
  assert_polls (f, id, "pending");
  advance (f, "1");
  assert_polls (f, id, "pending");
  advance (f, "1");
  wait_for_end (listener);
  g_assert_no_error (listener->error);

  data = get_data (listener, "connected");
  event = kc_qr_event_new ("connected", data, strlen (data), NULL);
  g_assert_cmpint (event->kind, ==, KC_QR_EVENT_CONNECTED);
  g_assert_cmpstr (event->push_name, ==, "Molino & Sol Bakery");
  g_assert_true (g_str_has_prefix (event->phone_number, "+1"));

  polled = ask (f, "GET", poll_path, NULL);
  assert_pick (polled, "status", "completed");
  assert_pick (polled, "channel.id", kc_channel_get_id (event->channel));
  assert_pick (polled, "channel.phone_number", event->phone_number);
  list = ask (f, "GET", "/v1/channels?type=whatsapp_qr", NULL);
  assert_pick (list, "data.1.id", kc_channel_get_id (event->channel));
  assert_pick (list, "data.1.name", "WhatsApp QR");
  g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, 4);

  late = listen_to (f, id);
  wait_for_end (late);
  g_assert_nonnull (strstr (late->text->str, "event: connected\n"));
}

/* A stale code can be scanned, but then the phone hangs. */
static void
test_stale_scan (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autofree char *old = g_strdup (kc_sandbox_get_code (f->sandbox));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autofree char *current = NULL;

  advance (f, "60");
  g_assert_false (kc_sandbox_scan (f->sandbox, old, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (strstr (error->message, old));
  assert_polls (f, id, "pending");

  current = g_strdup (kc_sandbox_get_code (f->sandbox));
  g_assert_true (kc_sandbox_scan (f->sandbox, current, NULL));
  g_assert_false (kc_sandbox_scan (f->sandbox, current, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Every form in which the API may write a code gives the program the same text. */
static void
test_formats (void)
{
  static const struct {
    const char *format;
    const char *name;
  } cases[] = {
      {"raw", "qr"},          {"json-string", "qr"},    {"object-qr", "qr"},
      {"object-code", "qr"},  {"object-payload", "qr"}, {"object-data", "qr"},
      {"object-value", "qr"}, {"unnamed", NULL},        {"unnamed-event", NULL},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = NULL;
      g_autoptr (Listener) listener = NULL;
      g_autoptr (KcQrEvent) event = NULL;
      g_autoptr (GError) error = NULL;
      const char *data;

      set_knob (f, "stream-format", cases[i].format);
      id = start_qr (f);
      listener = listen_to (f, id);
      wait_for_code (f, listener);
      g_assert_cmpint (strstr (listener->text->str, "event: ") != NULL, ==, cases[i].name != NULL);
      data = strstr (listener->text->str, "data: ") + strlen ("data: ");
      event = kc_qr_event_new (cases[i].name, data, strcspn (data, "\n"), &error);
      g_assert_no_error (error);
      g_assert_cmpint (event->kind, ==, KC_QR_EVENT_CODE);
      g_assert_cmpmem (g_bytes_get_data (event->code, NULL), g_bytes_get_size (event->code),
                       kc_sandbox_get_code (f->sandbox), strlen (kc_sandbox_get_code (f->sandbox)));
    }
}

static void
test_unnamed_events (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_knob (f, "stream-format", "unnamed");
  set_knob (f, "stream-disconnect-after-scan", "on");
  set_knob (f, "fail-form", "string");
  set_knob (f, "outcome-delay", "0");
  id = start_qr (f);
  listener = listen_to (f, id);
  scan_current (f);
  wait_for_end (listener);
  g_assert_null (strstr (listener->text->str, "event:"));
  g_assert_nonnull (strstr (listener->text->str, "{\"type\":\"connecting\"}"));
  g_assert_nonnull (strstr (listener->text->str, "\"type\":\"disconnected\"}"));
  g_assert_nonnull (strstr (listener->text->str, "\"type\":\"connected\"}"));
}

static void
test_drop (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) first = NULL;
  g_autoptr (Listener) second = NULL;

  set_knob (f, "stream-drop", "2*1");
  first = listen_to (f, id);
  wait_for_code (f, first);
  advance (f, "60");
  wait_for_end (first);
  g_assert_cmpuint (count (first->text->str, "event: qr\n"), ==, 2);

  second = listen_to (f, id);
  wait_for_code (f, second);
  advance (f, "20");
  advance (f, "20");
  wait_for_code (f, second);
  g_assert_false (second->ended);
  g_assert_cmpuint (count (second->text->str, "event: qr\n"), ==, 3);
}

/* The code stays the same, and is dead. */
static void
test_stale (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autofree char *code = g_strdup (kc_sandbox_get_code (f->sandbox));
  g_autoptr (Listener) listener = listen_to (f, id);

  set_knob (f, "stream-stale", "on");
  wait_for (listener, code);
  advance (f, "60");
  advance (f, "60");
  g_assert_null (kc_sandbox_get_code (f->sandbox));
  g_assert_false (kc_sandbox_scan (f->sandbox, code, NULL));
  g_assert_cmpuint (count (listener->text->str, "event: "), ==, 1);

  set_knob (f, "stream-stale", "off");
  advance (f, "60");
  wait_for_code (f, listener);
}

static void
test_silence (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = NULL;
  g_autoptr (Listener) listener = NULL;

  set_knob (f, "stream-silence", "on");
  set_knob (f, "stream-heartbeat", "15");
  id = start_qr (f);
  listener = listen_to (f, id);
  advance (f, "60");
  wait_for (listener, ": keep-alive\n\n");
  advance (f, "100");
  settle ();
  g_assert_null (strstr (listener->text->str, "event"));
  g_assert_null (kc_sandbox_get_code (f->sandbox));
}

static void
test_replay_off (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) listener = NULL;

  set_knob (f, "stream-replay", "off");
  listener = listen_to (f, id);
  wait_for (listener, "\n");
  g_assert_null (strstr (listener->text->str, "event"));
  advance (f, "60");
  wait_for_code (f, listener);
  g_assert_cmpuint (count (listener->text->str, "event: qr\n"), ==, 1);
}

static void
test_fail (void)
{
  static const struct {
    const char *form;
    const char *data;
  } cases[] = {
      {"reason", "{\"reason\":\"No luck\"}"},
      {"message", "{\"message\":\"No luck\"}"},
      {"error", "{\"error\":\"No luck\"}"},
      {"string", "\"No luck\""},
      {"empty", "{}"},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = start_qr (f);
      g_autoptr (Listener) listener = NULL;
      g_autofree char *data = NULL;

      set_knob (f, "fail-form", cases[i].form);
      /* Before the stream is opened, or while it runs. */
      if (i % 2 == 0)
        set_knob (f, "stream-fail", "No luck");
      listener = listen_to (f, id);
      if (i % 2 != 0)
        set_knob (f, "stream-fail", "No luck");
      wait_for_end (listener);
      data = get_data (listener, "failed");
      g_assert_cmpstr (data, ==, cases[i].data);
      assert_polls (f, id, "expired");
    }
}

static void
test_hiccup (void)
{
  static const char *const values[] = {"on", "close"};
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *id = start_qr (f);
      g_autoptr (Listener) listener = listen_to (f, id);
      g_autoptr (Listener) second = NULL;

      set_knob (f, "stream-disconnect-after-scan", values[i]);
      scan_current (f);
      wait_for (listener, "event: disconnected\n");
      if (i == 1)
        {
          wait_for_end (listener);
          g_assert_null (strstr (listener->text->str, "event: connected\n"));
          second = listen_to (f, id);
          wait_for (second, "event: connecting\n");
        }
      advance (f, "2");
      wait_for (i == 1 ? second : listener, "event: connected\n");
      assert_polls (f, id, "completed");
    }
}

static void
test_outcomes (void)
{
  static const struct {
    const char *outcome;
    const char *last; /* event */
    const char *status;
    guint channels; /* more than before */
    gboolean ends;
  } cases[] = {
      {"connected", "connected", "completed", 1, TRUE},
      {"null-fields", "connected", "completed", 1, TRUE},
      {"failed", "failed", "expired", 0, TRUE},
      {"lost", "connecting", "completed", 1, TRUE},
      {"nothing", "connecting", "pending", 0, FALSE},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint before = kc_sandbox_get_n_channels (f->sandbox);
      g_autofree char *id = start_qr (f);
      g_autoptr (Listener) listener = listen_to (f, id);
      g_autofree char *event = g_strdup_printf ("event: %s\n", cases[i].last);

      set_knob (f, "scan-outcome", cases[i].outcome);
      wait_for_code (f, listener);
      scan_current (f);
      wait_for (listener, "event: connecting\n");
      advance (f, "2");
      if (cases[i].ends)
        wait_for_end (listener);
      g_assert_true (g_str_has_prefix (g_strrstr (listener->text->str, "event: "), event));
      assert_polls (f, id, cases[i].status);
      g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, before + cases[i].channels);
      if (g_str_equal (cases[i].outcome, "null-fields"))
        {
          g_autofree char *data = get_data (listener, "connected");

          g_assert_cmpstr (data, ==,
                           "{\"channel_id\":null,\"phone_number\":null,\"push_name\":null}");
        }
      if (g_str_equal (cases[i].outcome, "lost"))
        {
          g_autoptr (Listener) late = listen_to (f, id);

          g_assert_cmpuint (late->status, ==, 410);
        }
      if (!cases[i].ends)
        {
          advance (f, "300");
          wait_for_end (listener);
          assert_polls (f, id, "expired");
        }
    }
}

static void
test_expiry (void)
{
  static const struct {
    const char *how;
    const char *last;
    gboolean ends;
  } cases[] = {
      {"failed", "event: failed\n", TRUE},
      {"disconnected", "event: disconnected\n", TRUE},
      {"close", "event: qr\n", TRUE},
      {"silence", "event: qr\n", FALSE},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = start_qr (f);
      g_autoptr (Listener) listener = listen_to (f, id);
      g_autoptr (Listener) late = NULL;

      set_knob (f, "stream-end", cases[i].how);
      wait_for_code (f, listener);
      advance (f, "300");
      if (cases[i].ends)
        wait_for_end (listener);
      assert_polls (f, id, "expired");
      g_assert_cmpint (listener->ended, ==, cases[i].ends);
      g_assert_true (g_str_has_prefix (g_strrstr (listener->text->str, "event: "), cases[i].last));
      g_assert_null (kc_sandbox_get_code (f->sandbox));
      late = listen_to (f, id);
      g_assert_cmpuint (late->status, ==, 410);
    }
}

static void
test_poll_off (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autofree char *path = g_strconcat (CONNECT "/", id, NULL);
  g_autoptr (Answer) answer = NULL;

  set_knob (f, "poll-qr", "off");
  answer = ask (f, "GET", path, NULL);
  g_assert_cmpuint (answer->status, ==, 404);
}

/* Two listeners receive the same; one that leaves is forgotten. */
static void
test_two_listeners (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) first = listen_to (f, id);
  g_autoptr (Listener) second = listen_to (f, id);
  g_autoptr (Answer) both = ask (f, "GET", "~/state", NULL);

  assert_pick (both, "sessions.0.streams", "2");
  g_clear_pointer (&second, listener_free);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (Answer) state = ask (f, "GET", "~/state", NULL);
      g_autofree char *streams = pick (state, "sessions.0.streams");

      if (g_str_equal (streams, "1"))
        break;
      g_assert_cmpuint (i, <, 99);
    }
  advance (f, "60");
  wait_for_code (f, first);
}

/* A service that is stopped with open streams closes them, and is finalized. */
static void
test_stop (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  g_autoptr (Listener) listener = listen_to (f, id);
  g_autofree char *old_code = g_strdup (kc_sandbox_get_code (f->sandbox));
  g_autoptr (GError) error = NULL;

  kc_sandbox_stop (f->sandbox);
  wait_for_end (listener);
  kc_sandbox_stop (f->sandbox);

  /* Started again, it still knows its sessions. */
  g_assert_true (kc_sandbox_start (f->sandbox, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kc_sandbox_get_code (f->sandbox), ==, old_code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/stream/rotation", test_rotation);
  g_test_add_func ("/sandbox/stream/time-scale", test_time_scale);
  g_test_add_func ("/sandbox/stream/codes", test_codes);
  g_test_add_func ("/sandbox/stream/framing", test_framing);
  g_test_add_func ("/sandbox/stream/scan", test_scan);
  g_test_add_func ("/sandbox/stream/stale-scan", test_stale_scan);
  g_test_add_func ("/sandbox/stream/formats", test_formats);
  g_test_add_func ("/sandbox/stream/unnamed-events", test_unnamed_events);
  g_test_add_func ("/sandbox/stream/drop", test_drop);
  g_test_add_func ("/sandbox/stream/stale", test_stale);
  g_test_add_func ("/sandbox/stream/silence", test_silence);
  g_test_add_func ("/sandbox/stream/replay-off", test_replay_off);
  g_test_add_func ("/sandbox/stream/fail", test_fail);
  g_test_add_func ("/sandbox/stream/hiccup", test_hiccup);
  g_test_add_func ("/sandbox/stream/outcomes", test_outcomes);
  g_test_add_func ("/sandbox/stream/expiry", test_expiry);
  g_test_add_func ("/sandbox/stream/poll-off", test_poll_off);
  g_test_add_func ("/sandbox/stream/two-listeners", test_two_listeners);
  g_test_add_func ("/sandbox/stream/stop", test_stop);
  return g_test_run ();
}
