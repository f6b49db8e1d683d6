/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How the client handles answers that are broken, endless, or meant to steal the key, and callers
 * who cancel or go away in the middle.
 */

#include "kc-test-endpoint.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

/* The error of a call that is answered with these bytes. */
static GError *
get_error (const KcTestEndpoint *endpoint,
           KcStubFlags flags,
           const void *bytes,
           gsize length,
           guint deadline_ms,
           guint64 *n_bytes_sent)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  GError *error = NULL;

  kc_client_set_deadline (client, deadline_ms);
  kc_stub_server_reply_raw (server, endpoint->method, endpoint->path, 0, flags, bytes, length);
  g_assert_false (kc_test_call (client, endpoint, &error));
  g_assert_nonnull (error);
  if (n_bytes_sent != NULL)
    {
      kc_test_wait_until (kc_stub_server_get_n_bytes_sent (server) > 0);
      *n_bytes_sent = kc_stub_server_get_n_bytes_sent (server);
    }

  return error;
}

static void
assert_text_is (const char *text, KcStubFlags flags, KcError code)
{
  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      g_autoptr (GError) error
          = get_error (&kc_test_endpoints[i], flags, text, strlen (text), 5000, NULL);

      g_assert_error (error, KC_ERROR, (int) code);
    }
}

static void
assert_body_is_bad (const char *body, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, HEAD "Content-Length: %zu\r\n\r\n", length);
  g_string_append_len (text, body, length);
  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      g_autoptr (GError) error
          = get_error (&kc_test_endpoints[i], KC_STUB_CLOSE, text->str, text->len, 5000, NULL);

      g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
    }
}

static void
test_bodies_that_are_no_answer (void)
{
  static const char *const bodies[] = {
      "",
      " ",
      "<html><body>It works!</body></html>",
      "null",
      "[]",
      "5",
      "\"text\"",
      "{\"a\":",
      "{} {}",
      "// comment\n{}",
      "{\"status\":\"\xff\"}",
      "{\"scopes\":\"\xc3\"}",
  };
  g_autofree char *deep = g_strnfill (100 * 1024, '[');

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_body_is_bad (bodies[i], strlen (bodies[i]));
  assert_body_is_bad (deep, strlen (deep));
  assert_body_is_bad ("{\"a\":\"\0\"}", 9);
}

static void
test_other_content_types (void)
{
  static const char *const lines[] = {
      "Content-Type: text/html\r\n",
      "Content-Type: text/plain; charset=utf-8\r\n",
      "Content-Type: text/event-stream\r\n",
      "Content-Type: application/jsonp\r\n",
      "Content-Type: text/json\r\n",
      "Content-Type: json\r\n",
      "Content-Type: \r\n",
      "",
      "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
      "Content-Type: application/json\r\nContent-Encoding: br\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text
          = g_strconcat ("HTTP/1.1 200 OK\r\n", lines[i], "Content-Length: 2\r\n\r\n{}", NULL);

      /* The first is the answer of a network's sign-in page. */
      assert_text_is (text, KC_STUB_CLOSE, i == 0 ? KC_ERROR_PORTAL : KC_ERROR_BAD_REPLY);
    }
}

/* libsoup reports success for the second and the third. */
static void
test_a_body_that_breaks_off (void)
{
  assert_text_is (HEAD "Content-Length: 3\r\n\r\n{}", KC_STUB_CLOSE, KC_ERROR_BAD_REPLY);
  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      g_autofree char *closed
          = g_strconcat (HEAD "Connection: close\r\nContent-Length: 1000\r\n\r\n",
                         kc_test_endpoints[i].good, NULL);
      g_autofree char *old = g_strconcat ("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
                                          "Content-Length: 1000\r\n\r\n",
                                          kc_test_endpoints[i].good, NULL);
      const char *texts[] = {closed, old};

      for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          g_autoptr (GError) error = get_error (&kc_test_endpoints[i], KC_STUB_CLOSE, texts[j],
                                                strlen (texts[j]), 5000, NULL);

          g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
        }
    }
  /* libsoup does not report a missing last chunk, but an object without an end is not JSON. */
  assert_text_is (HEAD "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", KC_STUB_CLOSE,
                  KC_ERROR_BAD_REPLY);
  assert_text_is (HEAD "\r\n{", KC_STUB_CLOSE, KC_ERROR_BAD_REPLY);
  assert_text_is (HEAD "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nz\r\n", KC_STUB_CLOSE,
                  KC_ERROR_BAD_REPLY);
  assert_text_is (HEAD "Content-Length: 1000\r\n\r\n{}", KC_STUB_RESET, KC_ERROR_OFFLINE);
}

static void
test_no_http_at_all (void)
{
  assert_text_is ("", KC_STUB_CLOSE, KC_ERROR_BAD_REPLY);
  assert_text_is ("SSH-2.0-OpenSSH_9.2\r\n", KC_STUB_CLOSE, KC_ERROR_BAD_REPLY);
  assert_text_is ("HTTP/1.1 OK\r\n\r\n", KC_STUB_CLOSE, KC_ERROR_BAD_REPLY);
  assert_text_is ("HTTP/1.1 200 OK\r\nContent-Ty", KC_STUB_CLOSE, KC_ERROR_BAD_REPLY);
  assert_text_is ("HTTP/1.1 200 OK\r\nContent-Ty", KC_STUB_RESET, KC_ERROR_OFFLINE);
  assert_text_is ("", KC_STUB_RESET, KC_ERROR_OFFLINE);
}

/* 50 MB are cut off at 1 MiB; the rest is not even read. */
static void
test_an_endless_body (void)
{
  static const char *const heads[] = {
      HEAD "Content-Length: 52428800\r\n\r\n",
      HEAD "\r\n",
      "HTTP/1.1 500 X\r\nContent-Type: application/json\r\n\r\n",
  };
  static const KcError codes[] = {KC_ERROR_BAD_REPLY, KC_ERROR_BAD_REPLY, KC_ERROR_GATEWAY};
  const gsize size = 50 * 1024 * 1024;

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *body = g_strnfill (size, ' ');
      g_autoptr (GString) text = g_string_new (heads[i]);
      g_autoptr (GError) error = NULL;
      guint64 n_bytes_sent = 0;

      g_string_append_len (text, body, size);
      error = get_error (KC_TEST_ACCOUNT, KC_STUB_CLOSE, text->str, text->len, 5000, &n_bytes_sent);
      g_assert_error (error, KC_ERROR, (int) codes[i]);
      /* What the socket buffers took cannot be known. */
      g_assert_cmpuint (n_bytes_sent, <, size / 2);
    }
}

static void
test_a_bomb (void)
{
  g_autofree char *spaces = g_strnfill (20 * 1024 * 1024, ' ');
  g_autoptr (GConverter) gzip
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GInputStream) plain
      = g_memory_input_stream_new_from_data (spaces, strlen (spaces), NULL);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, gzip);
  g_autoptr (GBytes) bomb = g_input_stream_read_bytes (packed, 1024 * 1024, NULL, NULL);
  g_autoptr (GString) text = g_string_new (HEAD "Content-Encoding: gzip\r\n\r\n");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_bytes_get_size (bomb), <, 1024 * 1024);
  g_string_append_len (text, g_bytes_get_data (bomb, NULL), g_bytes_get_size (bomb));
  error = get_error (KC_TEST_ACCOUNT, KC_STUB_CLOSE, text->str, text->len, 5000, NULL);
  g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
  g_assert_nonnull (strstr (error->message, "compressed"));
}

/* One deadline for the whole request: libsoup restarts its own with each byte. */
static void
test_the_deadline (void)
{
  static const struct {
    const char *text;
    KcStubFlags flags;
  } cases[] = {
      {"", KC_STUB_HANG},
      {"HTTP/1.1 200 OK\r\n", KC_STUB_HANG},
      {HEAD "Content-Length: 2\r\n\r\n", KC_STUB_HANG},
      {HEAD "Content-Length: 2\r\n\r\n{", KC_STUB_HANG},
      {HEAD "Content-Length: 2\r\n\r\n{}", KC_STUB_SLOW | KC_STUB_HANG},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = get_error (KC_TEST_ACCOUNT, cases[i].flags, cases[i].text,
                                            strlen (cases[i].text), 200, NULL);

      g_assert_error (error, KC_ERROR, KC_ERROR_TIMED_OUT);
      g_assert_cmpint (g_get_monotonic_time () - start, >=, 200 * 1000);
    }
}

/* A body that comes slowly, but in time, is accepted. */
static void
test_a_slow_answer (void)
{
  static const char text[] = HEAD "\r\n{}";
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (GError) error = NULL;

  kc_stub_server_reply_raw (server, "GET", "/me", 1, KC_STUB_SLOW, text, strlen (text));
  g_assert_true (kc_test_call (client, KC_TEST_ACCOUNT, &error));
  g_assert_no_error (error);
}

/* The key is sent with the request, so a redirect is not followed. */
static void
test_follows_no_redirect (void)
{
  static const guint statuses[] = {300, 301, 302, 303, 305, 307, 308};

  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (statuses); j++)
        {
          const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
          g_autoptr (KcStubServer) server = kc_stub_server_new ();
          g_autoptr (KcStubServer) thief = kc_stub_server_new ();
          g_autoptr (KcClient) client = kc_test_new_client (server);
          g_autofree char *location
              = g_strdup_printf ("Location: %s/loot\r\n",
                                 kc_stub_server_get_base_url (j % 2 ? thief : server));
          g_autoptr (GError) error = NULL;

          kc_stub_server_reply (thief, NULL, NULL, 0, 200, NULL, endpoint->good);
          kc_stub_server_reply (server, NULL, "/loot", 0, 200, NULL, endpoint->good);
          kc_stub_server_reply (server, endpoint->method, endpoint->path, 0, statuses[j], location,
                                endpoint->good);
          g_assert_false (kc_test_call (client, endpoint, &error));
          g_assert_error (error, KC_ERROR, KC_ERROR_PORTAL);
          g_assert_cmpuint (kc_error_get_http_status (error), ==, statuses[j]);
          g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 1);
          g_assert_cmpuint (kc_stub_server_count (thief, NULL, NULL), ==, 0);
          g_assert_cmpstr (kc_stub_server_get_last_head (thief), ==, "");
        }
    }
}

/* Nor is the key sent again because a server asks for authentication. */
static void
test_answers_no_challenge (void)
{
  static const char *const challenges[] = {
      "WWW-Authenticate: Basic realm=\"x\"\r\n",
      "WWW-Authenticate: Negotiate\r\n",
      "WWW-Authenticate: Digest realm=\"x\", nonce=\"y\"\r\n",
      "WWW-Authenticate: NTLM\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply (server, "GET", "/me", 0, 401, challenges[i], "{}");
      g_assert_false (kc_test_call (client, KC_TEST_ACCOUNT, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_UNAUTHORIZED);
      g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 1);
    }
}

/* A session that was started twice is one that nobody finishes. libsoup repeats an idempotent
 * request by itself if it was sent on a connection that turns out to be closed. */
static void
test_never_repeats_the_start (void)
{
  static const char kept[] = HEAD "Content-Length: 2\r\n\r\n{}";
  static const KcStubFlags flags[] = {KC_STUB_CLOSE, KC_STUB_RESET};

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GError) error = NULL;

      /* Leaves a connection behind that libsoup considers reusable. */
      kc_stub_server_reply_raw (server, "GET", "/me", 1, KC_STUB_HANG, kept, strlen (kept));
      kc_stub_server_reply_raw (server, "POST", "/channels/whatsapp/connect", 0, flags[i], "", 0);
      g_assert_true (kc_test_call (client, KC_TEST_ACCOUNT, &error));
      g_assert_no_error (error);
      g_assert_false (kc_test_call (client, &kc_test_endpoints[0], &error));
      g_assert_true (kc_error_is_transient (error));
      g_assert_cmpuint (kc_stub_server_count (server, "POST", NULL), ==, 1);
    }
}

static void
test_nobody_listens (void)
{
  g_autofree char *base_url = NULL;
  g_autoptr (KcClient) client = NULL;
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (KcStubServer) server = kc_stub_server_new ();

    base_url = g_strdup (kc_stub_server_get_base_url (server));
  }
  client = kc_client_new (base_url, KC_TEST_KEY, NULL);
  g_assert_false (kc_test_call (client, KC_TEST_ACCOUNT, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
}

static void
test_no_such_name (void)
{
  g_autoptr (KcClient) client
      = kc_client_new ("https://no-such-host.invalid/v1", KC_TEST_KEY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kc_test_call (client, KC_TEST_ACCOUNT, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
}

static void
test_cancelled_before (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      g_cancellable_cancel (cancellable);
      endpoint->begin (client, cancellable, &result);
      g_assert_null (result);
      kc_test_wait_until (result != NULL);
      g_assert_false (endpoint->finish (client, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);
    }
}

/* The callback comes once, and as cancelled, whatever has arrived by then. */
static void
test_cancelled_during (void)
{
  static const char *const texts[] = {
      "",
      "HTTP/1.1 200 OK\r\n",
      HEAD "Content-Length: 2\r\n\r\n{",
      "HTTP/1.1 500 X\r\n\r\n{",
  };

  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
          g_autoptr (KcStubServer) server = kc_stub_server_new ();
          g_autoptr (KcClient) client = kc_test_new_client (server);
          g_autoptr (GCancellable) cancellable = g_cancellable_new ();
          g_autoptr (GAsyncResult) result = NULL;
          g_autoptr (GError) error = NULL;

          kc_stub_server_reply_raw (server, endpoint->method, endpoint->path, 0, KC_STUB_HANG,
                                    texts[j], strlen (texts[j]));
          endpoint->begin (client, cancellable, &result);
          kc_test_wait_until (kc_stub_server_count (server, NULL, NULL) == 1);
          for (guint k = 0; k < 20; k++)
            g_main_context_iteration (NULL, FALSE);
          g_assert_null (result);

          g_cancellable_cancel (cancellable);
          kc_test_wait_until (result != NULL);
          g_assert_false (endpoint->finish (client, result, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

/* Somebody who cancels at the last moment does not get an answer. */
static void
test_cancelled_after_the_answer (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kc_stub_server_reply (server, "GET", "/me", 1, 200, NULL, "{}");
  kc_test_begin_account (client, cancellable, &result);
  kc_test_wait_until (result != NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (kc_test_finish_account (client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A request keeps the client alive until its callback, and no longer. */
static void
test_dropped_during (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      KcClient *client = kc_test_new_client (server);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GAsyncResult *result = NULL;
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply_raw (server, endpoint->method, endpoint->path, 0, KC_STUB_HANG, "", 0);
      endpoint->begin (client, cancellable, &result);
      kc_test_wait_until (kc_stub_server_count (server, NULL, NULL) == 1);
      g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
      g_object_unref (client);
      g_assert_nonnull (client);

      g_cancellable_cancel (cancellable);
      kc_test_wait_until (result != NULL);
      g_assert_false (endpoint->finish (client, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (result);
      kc_test_wait_until (client == NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/client/hostile/bodies-that-are-no-answer", test_bodies_that_are_no_answer);
  g_test_add_func ("/api/client/hostile/other-content-types", test_other_content_types);
  g_test_add_func ("/api/client/hostile/a-body-that-breaks-off", test_a_body_that_breaks_off);
  g_test_add_func ("/api/client/hostile/no-http-at-all", test_no_http_at_all);
  g_test_add_func ("/api/client/hostile/an-endless-body", test_an_endless_body);
  g_test_add_func ("/api/client/hostile/a-bomb", test_a_bomb);
  g_test_add_func ("/api/client/hostile/the-deadline", test_the_deadline);
  g_test_add_func ("/api/client/hostile/a-slow-answer", test_a_slow_answer);
  g_test_add_func ("/api/client/hostile/follows-no-redirect", test_follows_no_redirect);
  g_test_add_func ("/api/client/hostile/answers-no-challenge", test_answers_no_challenge);
  g_test_add_func ("/api/client/hostile/never-repeats-the-start", test_never_repeats_the_start);
  g_test_add_func ("/api/client/hostile/nobody-listens", test_nobody_listens);
  g_test_add_func ("/api/client/hostile/no-such-name", test_no_such_name);
  g_test_add_func ("/api/client/cancel/before", test_cancelled_before);
  g_test_add_func ("/api/client/cancel/during", test_cancelled_during);
  g_test_add_func ("/api/client/cancel/after-the-answer", test_cancelled_after_the_answer);
  g_test_add_func ("/api/client/cancel/dropped-during", test_dropped_during);

  return g_test_run ();
}
