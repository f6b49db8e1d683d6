/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The endpoints under /v1: what they answer, to whom, and how often. */

#include "fixture.h"
#include "kc-messages.h"

#include <string.h>

#define CONNECT "/v1/channels/whatsapp/connect"

static const char *
key (Fixture *f, KcSandboxKey which)
{
  return kc_sandbox_get_key (f->sandbox, which);
}

static void
test_keys (void)
{
  g_autoptr (Fixture) f = fixture_new ();

  for (guint i = KC_SANDBOX_KEY_FULL; i <= KC_SANDBOX_KEY_REVOKED; i++)
    {
      const char *text = key (f, i);

      g_assert_cmpuint (strlen (text), ==, 72);
      g_assert_true (g_str_has_prefix (text, "kbai_pk_"));
      g_assert_cmpuint (strspn (text + 8, "0123456789abcdef"), ==, 64);
    }
}

static void
test_start_embedded (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) answer = ask (
      f, "POST", CONNECT,
      "{\"mode\":\"embedded_signup\",\"pipeline_id\":\"pip_1\",\"coexistence_enabled\":true}");
  g_autoptr (KcSession) session = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (answer->status, ==, 201);
  session = kc_session_new_from_bytes (answer->body, KC_MODE_EMBEDDED_SIGNUP,
                                       kc_sandbox_get_base_url (f->sandbox), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (session->session_id, "cs_"));
  g_assert_true (g_str_has_prefix (session->verification_uri, f->origin));
  g_assert_cmpuint (session->expires_in, ==, 900);
  g_assert_cmpuint (session->poll_interval, ==, 5);
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 1);
}

static void
test_start_qr (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) answer = ask (f, "POST", CONNECT, "{\"mode\":\"qr\",\"name\":\"Counter\"}");
  g_autoptr (KcSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *expected = NULL;

  g_assert_cmpuint (answer->status, ==, 201);
  session = kc_session_new_from_bytes (answer->body, KC_MODE_QR,
                                       kc_sandbox_get_base_url (f->sandbox), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (session->expires_in, ==, 300);
  assert_pick (answer, "provider", "whatsapp_qr");
  assert_pick (answer, "mode", "qr");
  assert_pick (answer, "verification_uri", NULL);

  /* Relative to the host, with the version in it. */
  url = pick (answer, "stream_url");
  expected = g_strconcat (CONNECT "/", session->session_id, "/qr-stream", NULL);
  g_assert_cmpstr (url, ==, expected);
}

static void
test_start_refused (void)
{
  static const struct {
    const char *body;
    const char *code;    /* of the second envelope, or */
    const char *message; /* of the first one */
  } cases[] = {
      {"{\"mode\":\"qr\",\"pipeline_id\":\"pip_1\"}", "QR_MODE_CANNOT_USE_COEXISTENCE_OR_PIPELINE",
       NULL},
      {"{\"mode\":\"qr\",\"coexistence_enabled\":false}",
       "QR_MODE_CANNOT_USE_COEXISTENCE_OR_PIPELINE", NULL},
      {"{\"mode\":\"fax\"}", NULL,
       "[\"mode must be one of the following values: embedded_signup, qr\"]"},
      {"{\"mode\":7}", NULL, "[\"mode must be one of the following values: embedded_signup, qr\"]"},
      {"{\"mode\":\"qr\",\"name\":[]}", NULL, "[\"name must be a string\"]"},
      {"{\"pipeline_id\":1}", NULL, "[\"pipeline_id must be a string\"]"},
      {"{\"coexistence_enabled\":\"yes\"}", NULL,
       "[\"coexistence_enabled must be a boolean value\"]"},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer = ask (f, "POST", CONNECT, cases[i].body);

      g_assert_cmpuint (answer->status, ==, 400);
      assert_pick (answer, "error.code", cases[i].code);
      assert_pick (answer, "message", cases[i].message);
    }
  g_assert_cmpuint (kc_sandbox_get_n_sessions (f->sandbox), ==, 0);
}

static void
test_start_hostile_body (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *deep = g_strnfill (60000, '{');
  const char *const bodies[] = {deep, "{", "{\"mode\":\"qr\"}{}", "{\"name\":\"\xff\"}"};

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Answer) answer = ask (f, "POST", CONNECT, bodies[i]);

      g_assert_cmpuint (answer->status, ==, 400);
      assert_pick (answer, "statusCode", "400");
    }
}

/* 401: the first envelope, always with the same message. */
static void
test_unauthorized (void)
{
  static const char *const paths[]
      = {"/v1/me", "/v1/channels", "/v1/whatsapp/numbers", CONNECT "/cs_1"};
  g_autoptr (Fixture) f = fixture_new ();
  const char *const keys[] = {NULL, "nonsense", key (f, KC_SANDBOX_KEY_REVOKED)};

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (keys); j++)
      {
        g_autoptr (Answer) answer = ask_as (f, keys[j], "GET", paths[i], NULL);

        g_assert_cmpuint (answer->status, ==, 401);
        assert_pick (answer, "message", "Invalid or missing API token");
        assert_pick (answer, "statusCode", "401");
      }
}

/* 403: the second envelope, with the missing scope. */
static void
test_scopes (void)
{
  static const struct {
    const char *method, *path;
    KcSandboxKey which;
    const char *scopes;
  } cases[] = {
      {"POST", CONNECT, KC_SANDBOX_KEY_NO_CONNECT, "[\"channels:connect\"]"},
      {"GET", CONNECT "/cs_1", KC_SANDBOX_KEY_NO_CONNECT, "[\"channels:connect\"]"},
      {"GET", CONNECT "/cs_1/qr-stream", KC_SANDBOX_KEY_NO_CONNECT, "[\"channels:connect\"]"},
      {"GET", "/v1/channels", KC_SANDBOX_KEY_NO_READ, "[\"channels:read\"]"},
      {"GET", "/v1/channels/ch_1", KC_SANDBOX_KEY_NO_READ, "[\"channels:read\"]"},
      {"GET", "/v1/whatsapp/numbers", KC_SANDBOX_KEY_NO_READ, "[\"channels:read\"]"},
  };
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) answer
          = ask_as (f, key (f, cases[i].which), cases[i].method, cases[i].path, NULL);

      g_assert_cmpuint (answer->status, ==, 403);
      assert_pick (answer, "error.code", "INSUFFICIENT_SCOPE");
      assert_pick (answer, "error.details.required", cases[i].scopes);
      assert_pick (answer, "error.details.missing", cases[i].scopes);
    }
  /* What the key may do still works. */
  {
    g_autoptr (Answer) start = ask_as (f, key (f, KC_SANDBOX_KEY_NO_READ), "POST", CONNECT, "{}");
    g_autoptr (Answer) list
        = ask_as (f, key (f, KC_SANDBOX_KEY_NO_CONNECT), "GET", "/v1/channels", NULL);

    g_assert_cmpuint (start->status, ==, 201);
    g_assert_cmpuint (list->status, ==, 200);
  }
}

static void
test_full_key_changes (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *id = start_qr (f);
  static const struct {
    const char *value;
    guint start, list;
  } cases[]
      = {{"revoked", 401, 401}, {"no-connect", 403, 200}, {"no-read", 201, 403}, {"ok", 201, 200}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) start = NULL;
      g_autoptr (Answer) list = NULL;

      set_knob (f, "full-key", cases[i].value);
      start = ask (f, "POST", CONNECT, "{}");
      list = ask (f, "GET", "/v1/channels", NULL);
      g_assert_cmpuint (start->status, ==, cases[i].start);
      g_assert_cmpuint (list->status, ==, cases[i].list);
    }
}

static void
test_me (void)
{
  static const char *const shapes[] = {"scopes", "token", "data", "bare"};
  g_autoptr (Fixture) f = fixture_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (Answer) answer = NULL;
      g_autoptr (KcAccount) account = NULL;

      set_knob (f, "me-shape", shapes[i]);
      answer = ask_as (f, key (f, KC_SANDBOX_KEY_NO_READ), "GET", "/v1/me", NULL);
      g_assert_cmpuint (answer->status, ==, 200);
      account = kc_account_new_from_bytes (answer->body, NULL);
      g_assert_cmpstr (account->company_name, ==, "Molino & Sol Bakery");
      g_assert_cmpstr (account->user_name, ==, "Alex Molina");
      if (g_str_equal (shapes[i], "bare"))
        {
          g_assert_null (account->scopes);
          continue;
        }
      g_assert_cmpuint (g_strv_length (account->scopes), ==, 1);
      g_assert_cmpstr (account->scopes[0], ==, KC_SCOPE_CONNECT);
    }
}

static void
test_channels (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) all = ask (f, "GET", "/v1/channels", NULL);
  g_autoptr (Answer) official = ask (f, "GET", "/v1/channels?type=whatsapp", NULL);
  g_autoptr (Answer) linked = ask (f, "GET", "/v1/channels?type=whatsapp_qr", NULL);
  g_autoptr (Answer) other = ask (f, "GET", "/v1/channels?type=email", NULL);
  g_autoptr (Answer) one = NULL;
  g_autoptr (Answer) none = ask (f, "GET", "/v1/channels/ch_nothing", NULL);
  g_autoptr (GPtrArray) parsed
      = kc_channels_new_from_bytes (all->body, KC_CHANNEL_KIND_WHATSAPP, NULL);
  g_autofree char *path = NULL;

  g_assert_cmpuint (parsed->len, ==, 3);
  g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, 3);
  g_assert_nonnull (kc_channel_get_created_at (parsed->pdata[0]));
  g_assert_cmpuint (count (official->text, "\"type\":\"whatsapp\""), ==, 2);
  g_assert_cmpuint (count (official->text, "whatsapp_qr"), ==, 0);
  g_assert_cmpuint (count (linked->text, "\"type\":\"whatsapp_qr\""), ==, 1);
  assert_pick (other, "data", "[]");

  /* Only the official kind has a number in the list, and the number is one of those reserved for
   * fiction. */
  g_assert_null (strstr (linked->text, "phone_number"));
  assert_pick (official, "data.0.phone_number", "+12025550100");
  assert_pick (official, "data.0.is_active", "true");
  assert_pick (official, "data.1.is_active", "false");

  path = g_strconcat ("/v1/channels/", kc_channel_get_id (parsed->pdata[0]), NULL);
  one = ask (f, "GET", path, NULL);
  assert_pick (one, "id", kc_channel_get_id (parsed->pdata[0]));
  g_assert_cmpuint (none->status, ==, 404);
  assert_pick (none, "error.code", "CHANNEL_NOT_FOUND");
}

static void
test_numbers (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) answer = ask (f, "GET", "/v1/whatsapp/numbers", NULL);
  g_autoptr (GPtrArray) numbers = kc_numbers_new_from_bytes (answer->body, NULL);

  g_assert_cmpuint (numbers->len, ==, 2);
  assert_pick (answer, "data.0.status", "active");
  assert_pick (answer, "data.1.status", "paused");
}

static void
test_unknown (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) session = ask (f, "GET", CONNECT "/cs_1", NULL);
  g_autoptr (Answer) stream = ask (f, "GET", CONNECT "/cs_1/qr-stream", NULL);
  g_autoptr (Answer) address = ask (f, "GET", "/v1/nothing", NULL);
  g_autoptr (Answer) method = ask (f, "DELETE", "/v1/channels/ch_1", NULL);
  g_autoptr (Answer) outside = ask (f, "GET", "/v2/me", NULL);

  g_assert_cmpuint (session->status, ==, 404);
  assert_pick (session, "error.code", "SESSION_NOT_FOUND");
  g_assert_cmpuint (stream->status, ==, 404);
  g_assert_cmpuint (address->status, ==, 404);
  assert_pick (address, "message", "Cannot GET /v1/nothing");
  g_assert_cmpuint (method->status, ==, 404);
  g_assert_cmpuint (outside->status, ==, 404);
  g_assert_cmpuint (kc_sandbox_get_n_requests (f->sandbox), ==, 4);
}

/* 60 a minute and 1,000 an hour, for each key alone. */
static void
test_rate_limit (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) limited = NULL;
  g_autoptr (Answer) again = NULL;
  guint wait;

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (Answer) answer = ask (f, "GET", "/v1/me", NULL);

      g_assert_cmpuint (answer->status, ==, 200);
    }
  limited = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (limited->status, ==, 429);
  g_assert_cmpstr (limited->text, ==,
                   "{\"message\":\"ThrottlerException: Too Many Requests\",\"statusCode\":429}");
  wait = (guint) g_ascii_strtoull (soup_message_headers_get_one (soup_message_get_response_headers (
                                                                     limited->message),
                                                                 "Retry-After"),
                                   NULL, 10);
  g_assert_cmpuint (wait, >, 30);
  g_assert_cmpuint (wait, <=, 60);
  other = ask_as (f, key (f, KC_SANDBOX_KEY_NO_READ), "GET", "/v1/me", NULL);
  g_assert_cmpuint (other->status, ==, 200);

  set_knob (f, "advance", "60");
  again = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (again->status, ==, 200);
}

static void
test_hourly_limit (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) limited = NULL;
  g_autoptr (Answer) free_again = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (Answer) answer = NULL;

      if (i % 60 == 59)
        set_knob (f, "advance", "61");
      answer = ask (f, "GET", "/v1/me", NULL);
      g_assert_cmpuint (answer->status, ==, 200);
    }
  set_knob (f, "advance", "61");
  limited = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (limited->status, ==, 429);
  set_knob (f, "rate-limit", "off");
  free_again = ask (f, "GET", "/v1/me", NULL);
  g_assert_cmpuint (free_again->status, ==, 200);
}

/* The knob `channels`: all kinds and states; a smaller number removes only these again. */
static void
test_many_channels (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *id = start_embedded (f, &portal);
  g_autofree char *qr_id = NULL;
  g_autofree char *qr_path = NULL;
  g_autoptr (Answer) all = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (Answer) qr = NULL;
  g_autoptr (Answer) one = NULL;
  g_autoptr (Answer) numbers = NULL;
  g_autoptr (Answer) finished = NULL;
  JsonArray *data;

  set_knob (f, "channels", "10000");
  g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, 10000);
  all = ask (f, "GET", "/v1/channels", NULL);
  root = json_from_string (all->text, NULL);
  data = json_object_get_array_member (json_node_get_object (root), "data");
  g_assert_cmpuint (json_array_get_length (data), ==, 10000);
  qr_id
      = g_strdup (json_object_get_string_member (json_array_get_object_element (data, 9998), "id"));
  qr_path = g_strconcat ("/v1/channels/", qr_id, NULL);
  one = ask (f, "GET", qr_path, NULL);
  assert_pick (one, "id", qr_id);
  numbers = ask (f, "GET", "/v1/whatsapp/numbers", NULL);
  g_assert_nonnull (strstr (numbers->text, "\"active\""));
  g_assert_nonnull (strstr (numbers->text, "\"paused\""));
  g_assert_nonnull (strstr (numbers->text, "\"disconnected\""));

  finished = ask_as (f, NULL, "POST", portal, "action=finish&name=Ana&number=%2B12125550199");
  g_assert_cmpuint (finished->status, ==, 303);
  set_knob (f, "channels", "off");
  g_assert_cmpuint (kc_sandbox_get_n_channels (f->sandbox), ==, 4);
  qr = ask (f, "GET", "/v1/channels?type=whatsapp", NULL);
  assert_pick (qr, "data.2.name", "Ana");
}

/* What becomes of a channel after it was connected: the knobs `review` and `newest-channel`. */
static void
test_after_care (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *portal = NULL;
  g_autofree char *id = start_embedded (f, &portal);
  g_autofree char *path = NULL;
  g_autoptr (Answer) finished = NULL;
  const struct {
    const char *knob, *value;
    const char *is_active, *status;
  } cases[] = {
      {"advance", "1", "false", "paused"},
      {"advance", "29", "true", "active"},
      {"newest-channel", "paused", "false", "paused"},
      {"newest-channel", "disconnected", "false", "disconnected"},
      {"newest-channel", "off", "true", "active"},
  };
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) list = NULL;

  set_knob (f, "review", "30");
  finished = ask_as (f, NULL, "POST", portal, "action=finish&name=Ana&number=%2B12125550199");
  g_assert_cmpuint (finished->status, ==, 303);
  path = g_strconcat ("/v1/channels/", kc_sandbox_get_session_channel_id (f->sandbox, 0), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Answer) channel = NULL;
      g_autoptr (Answer) numbers = NULL;

      set_knob (f, cases[i].knob, cases[i].value);
      channel = ask (f, "GET", path, NULL);
      numbers = ask (f, "GET", "/v1/whatsapp/numbers", NULL);
      assert_pick (channel, "is_active", cases[i].is_active);
      assert_pick (numbers, "data.2.status", cases[i].status);
    }
  set_knob (f, "newest-channel", "gone");
  gone = ask (f, "GET", path, NULL);
  list = ask (f, "GET", "/v1/channels?type=whatsapp", NULL);
  g_assert_cmpuint (gone->status, ==, 404);
  assert_pick (gone, "error.code", "CHANNEL_NOT_FOUND");
  assert_pick (list, "data.2", NULL);
}

/* A page of another site must not reach the service through the browser. */
static void
test_only_local (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autoptr (Answer) rebound = ask_with (f, "GET", "~/state", NULL, "Host", "evil.example");
  g_autoptr (Answer) foreign
      = ask_with (f, "POST", "~/knobs", "{}", "Origin", "http://evil.example");
  g_autoptr (Answer) opaque = ask_with (f, "POST", "~/knobs", "{}", "Origin", "null");
  g_autoptr (Answer) own = ask_with (f, "POST", "~/knobs", "{}", "Origin", f->origin);
  g_autoptr (Answer) named = ask_with (f, "GET", "~/state", NULL, "Host", "localhost:80");

  g_assert_cmpuint (rebound->status, ==, 403);
  g_assert_cmpuint (foreign->status, ==, 403);
  g_assert_cmpuint (opaque->status, ==, 403);
  g_assert_cmpuint (own->status, ==, 200);
  g_assert_cmpuint (named->status, ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/api/keys", test_keys);
  g_test_add_func ("/sandbox/api/start/embedded", test_start_embedded);
  g_test_add_func ("/sandbox/api/start/qr", test_start_qr);
  g_test_add_func ("/sandbox/api/start/refused", test_start_refused);
  g_test_add_func ("/sandbox/api/start/hostile-body", test_start_hostile_body);
  g_test_add_func ("/sandbox/api/unauthorized", test_unauthorized);
  g_test_add_func ("/sandbox/api/scopes", test_scopes);
  g_test_add_func ("/sandbox/api/full-key-changes", test_full_key_changes);
  g_test_add_func ("/sandbox/api/me", test_me);
  g_test_add_func ("/sandbox/api/channels", test_channels);
  g_test_add_func ("/sandbox/api/many-channels", test_many_channels);
  g_test_add_func ("/sandbox/api/after-care", test_after_care);
  g_test_add_func ("/sandbox/api/numbers", test_numbers);
  g_test_add_func ("/sandbox/api/unknown", test_unknown);
  g_test_add_func ("/sandbox/api/rate-limit/minute", test_rate_limit);
  g_test_add_func ("/sandbox/api/rate-limit/hour", test_hourly_limit);
  g_test_add_func ("/sandbox/api/only-local", test_only_local);
  return g_test_run ();
}
