/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the client sends, and how it reads well-formed answers. */

#include "kc-client.h"

#include "kc-config.h"
#include "kc-json.h"
#include "kc-test-endpoint.h"

static void
test_only_speaks_safely (void)
{
  static const char *const refused[] = {
      "http://api.keebai.com/v1",
      "http://192.168.0.1/v1",
      "http://127.0.0.1.example/v1",
  };
  /* Not "has to begin with https://". */
  static const char *const unusable[] = {
      "ftp://api.keebai.com/v1",
      "https://user@api.keebai.com/v1",
      "https://api.keebai.com/v1?a=b",
      "https://api.keebai.com/v1#a",
      "api.keebai.com/v1",
      "https://",
      "",
      "https://api.keebai.com/v1\r\nX: y",
  };
  static const struct {
    const char *given;
    gboolean is_loopback;
  } taken[] = {
      {KC_CLIENT_DEFAULT_BASE_URL, FALSE}, {"https://api.keebai.com/v1///", FALSE},
      {"http://127.0.0.1:8080/v1/", TRUE}, {"http://localhost:8080/v1", TRUE},
      {"http://[::1]:8080/v1", TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kc_client_new (refused[i], KC_TEST_KEY, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_INSECURE);
      g_assert_false (kc_error_was_sent (error));
    }
  for (guint i = 0; i < G_N_ELEMENTS (unusable); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kc_client_new (unusable[i], KC_TEST_KEY, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_INVALID_ADDRESS);
      g_assert_false (kc_error_was_sent (error));
    }
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KcClient) client = kc_client_new (taken[i].given, KC_TEST_KEY, &error);

      g_assert_no_error (error);
      g_assert_cmpint (kc_client_is_loopback (client), ==, taken[i].is_loopback);
    }
}

/* A line break in the key would add a header. */
static void
test_refuses_keys_that_are_no_header (void)
{
  static const char *const keys[] = {
      "",
      "  \n",
      "kbai_pk_a\r\nX-Evil: 1",
      "kbai pk",
      "kbai_pk_\x01",
      "kbai_pk_\xc3\xa9",
      "kbai_pk_\x7f",
      "kbai_pk_a\tb",
  };
  g_autofree char *endless = g_strnfill (5000, 'a');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) key_error = NULL;

      g_assert_null (kc_client_new (KC_CLIENT_DEFAULT_BASE_URL, keys[i], &key_error));
      g_assert_error (key_error, KC_ERROR, KC_ERROR_KEY_MALFORMED);
      g_assert_null (strstr (key_error->message, "kbai"));
    }
  g_assert_null (kc_client_new (KC_CLIENT_DEFAULT_BASE_URL, endless, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_KEY_MALFORMED);
}

static void
assert_has_line (const char *head, const char *line)
{
  g_autofree char *whole = g_strconcat ("\r\n", line, "\r\n", NULL);

  if (strstr (head, whole) == NULL)
    g_error ("no line \"%s\" in the head", line);
}

static void
test_each_request (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autofree char *start
          = g_strdup_printf ("%s /v1%s HTTP/1.1\r\n", endpoint->method, endpoint->path);
      g_autoptr (GError) error = NULL;
      const char *head;

      kc_stub_server_reply (server, endpoint->method, endpoint->path, 1, endpoint->status, NULL,
                            endpoint->good);
      g_assert_true (kc_test_call (client, endpoint, &error));
      g_assert_no_error (error);

      head = kc_stub_server_get_last_head (server);
      g_assert_true (g_str_has_prefix (head, start));
      assert_has_line (head, "Authorization: Bearer " KC_TEST_KEY);
      assert_has_line (head, "Accept: application/json");
      assert_has_line (head, "Accept-Encoding: identity");
      assert_has_line (head, "User-Agent: KeebaiConnect/" KC_VERSION);
      g_assert_null (strstr (head, "Cookie"));
      if (g_str_equal (endpoint->method, "POST"))
        {
          assert_has_line (head, "Content-Type: application/json");
          g_assert_true (g_str_has_prefix (kc_stub_server_get_last_body (server), "{\"mode\":"));
        }
      else
        g_assert_cmpstr (kc_stub_server_get_last_body (server), ==, "");
    }
}

static void
test_brings_the_session (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (KcConnectRequest) request = kc_connect_request_new (KC_MODE_QR);
  g_autofree char *stream_uri = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KcSession) session = NULL;
  g_autoptr (KcSseStream) stream = NULL;

  /* 200 instead of 201 is accepted. */
  kc_stub_server_reply (server, "POST", "/channels/whatsapp/connect", 1, 200, NULL,
                        kc_test_endpoints[1].good);
  request->name = g_strdup ("Shop");
  kc_client_start_async (client, request, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  session = kc_client_start_finish (client, result, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (kc_stub_server_get_last_body (server), ==,
                   "{\"mode\":\"qr\",\"name\":\"Shop\"}");
  g_assert_cmpint (session->mode, ==, KC_MODE_QR);
  stream_uri = g_strconcat (kc_stub_server_get_base_url (server),
                            "/channels/whatsapp/connect/cs_1/qr-stream", NULL);
  g_assert_cmpstr (session->stream_uri, ==, stream_uri);

  stream = kc_client_create_qr_stream (client, session);
  g_assert_true (KC_IS_SSE_STREAM (stream));
  g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 1);
}

/* The event stream carries the key, and nothing cuts it while it is silent. */
static void
test_streams_on_a_session_without_timeout (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (KcSession) session = g_new0 (KcSession, 1);
  g_autoptr (KcSseStream) stream = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 until;

  session->mode = KC_MODE_QR;
  session->session_id = g_strdup ("cs_1");
  session->stream_uri = g_strconcat (kc_stub_server_get_base_url (server), "/stream", NULL);
  kc_client_set_deadline (client, 200);
  kc_stub_server_reply_stream (server, "/stream", 0);

  stream = kc_client_create_qr_stream (client, session);
  kc_sse_stream_run_async (stream, cancellable, kc_test_take_result_cb, &result);
  kc_test_wait_until (kc_stub_server_get_n_streams (server) == 1);
  assert_has_line (kc_stub_server_get_last_head (server), "Authorization: Bearer " KC_TEST_KEY);
  assert_has_line (kc_stub_server_get_last_head (server), "User-Agent: KeebaiConnect/" KC_VERSION);

  until = g_get_monotonic_time () + 250 * 1000;
  kc_test_wait_until (g_get_monotonic_time () > until);
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  kc_test_wait_until (result != NULL);
  g_assert_false (kc_sse_stream_run_finish (stream, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Until it is open, a stream is a request like any other. */
static void
test_deadline_of_a_stream_that_does_not_open (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (KcSession) session = g_new0 (KcSession, 1);
  g_autoptr (KcSseStream) stream = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  session->mode = KC_MODE_QR;
  session->session_id = g_strdup ("cs_1");
  session->stream_uri = g_strconcat (kc_stub_server_get_base_url (server), "/stream", NULL);
  kc_client_set_deadline (client, 50);
  kc_stub_server_reply_raw (server, "GET", "/stream", 0, KC_STUB_HANG, "", 0);

  stream = kc_client_create_qr_stream (client, session);
  kc_sse_stream_run_async (stream, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  g_assert_false (kc_sse_stream_run_finish (stream, result, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_TIMED_OUT);
}

/* An id is opaque and must not change the path. */
static void
test_escapes_the_session_id (void)
{
  static const struct {
    const char *id;
    const char *line;
  } cases[] = {
      {"cs_01-x.y~z", "GET /v1/channels/whatsapp/connect/cs_01-x.y~z HTTP/1.1\r\n"},
      {"a/b", "GET /v1/channels/whatsapp/connect/a%2Fb HTTP/1.1\r\n"},
      {"../../me", "GET /v1/channels/whatsapp/connect/..%2F..%2Fme HTTP/1.1\r\n"},
      {"a?b#c", "GET /v1/channels/whatsapp/connect/a%3Fb%23c HTTP/1.1\r\n"},
      {"100%", "GET /v1/channels/whatsapp/connect/100%25 HTTP/1.1\r\n"},
      {"a b\r\nX: y", "GET /v1/channels/whatsapp/connect/a%20b%0D%0AX%3A%20y HTTP/1.1\r\n"},
      {"\xc3\xa9", "GET /v1/channels/whatsapp/connect/%C3%A9 HTTP/1.1\r\n"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (KcSession) session = g_new0 (KcSession, 1);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KcPoll) poll = NULL;

      kc_stub_server_reply (server, "GET", NULL, 0, 200, NULL, "{\"status\":\"pending\"}");
      session->session_id = g_strdup (cases[i].id);
      kc_client_poll_async (client, session, NULL, kc_test_take_result_cb, &result);
      kc_test_wait_until (result != NULL);
      poll = kc_client_poll_finish (client, result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (poll->status, ==, KC_SESSION_PENDING);
      g_assert_true (g_str_has_prefix (kc_stub_server_get_last_head (server), cases[i].line));
    }
}

static void
test_lists_either_kind (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels = NULL;

  kc_stub_server_reply (server, "GET", "/channels?type=whatsapp_qr", 1, 200, NULL,
                        "{\"data\":[{\"id\":\"ch_1\",\"type\":\"whatsapp_qr\"}]}");
  kc_client_list_channels_async (client, KC_CHANNEL_KIND_WHATSAPP_QR, NULL, kc_test_take_result_cb,
                                 &result);
  kc_test_wait_until (result != NULL);
  channels = kc_client_list_channels_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, ==, 1);
}

static void
test_takes_json_by_other_names (void)
{
  static const char *const types[] = {
      "application/json",         "Application/JSON; charset=UTF-8", "application/json;v=1",
      "application/problem+json", "application/vnd.keebai.v1+JSON",
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autofree char *text = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n"
                                               "Content-Length: 2\r\n\r\n{}",
                                               types[i]);
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply_raw (server, "GET", "/me", 1, KC_STUB_CLOSE, text, strlen (text));
      g_assert_true (kc_test_call (client, KC_TEST_ACCOUNT, &error));
      g_assert_no_error (error);
    }
}

/* The length of the body may be given, chunked, or set by the close. */
static void
test_takes_every_framing (void)
{
  static const char *const texts[] = {
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}",
      "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{}",
      "HTTP/1.1 100 Continue\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: identity\r\n"
      "Content-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: none\r\n"
      "Content-Length: 2\r\n\r\n{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply_raw (server, "GET", "/me", 1, KC_STUB_CLOSE, texts[i],
                                strlen (texts[i]));
      g_assert_true (kc_test_call (client, KC_TEST_ACCOUNT, &error));
      g_assert_no_error (error);
    }
}

static GLogWriterOutput
collect_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  GString *log = user_data;

  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "MESSAGE"))
        g_string_append_printf (log, "%s\n", (const char *) fields[i].value);
    }

  return G_LOG_WRITER_HANDLED;
}

/* Method, path without ids, status and duration: enough to find a fault, nothing to steal. */
static void
test_logs_no_secret (void)
{
  if (g_test_subprocess ())
    {
      GString *log = g_string_new (NULL);

      g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
      g_log_set_writer_func (collect_log_cb, log, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
        {
          const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
          g_autoptr (KcStubServer) server = kc_stub_server_new ();
          g_autoptr (KcClient) client = kc_test_new_client (server);

          kc_stub_server_reply (server, endpoint->method, endpoint->path, 1, endpoint->status, NULL,
                                endpoint->good);
          g_assert_true (kc_test_call (client, endpoint, NULL));
          g_assert_false (kc_test_call (client, endpoint, NULL));
        }
      g_print ("%s", log->str);
      return;
    }

  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*POST /channels/whatsapp/connect: 201, * ms*");
  g_test_trap_assert_stdout ("*GET /channels/whatsapp/connect/{session_id}: 404, * ms*");
  g_test_trap_assert_stdout_unmatched ("*kbai*");
  g_test_trap_assert_stdout_unmatched ("*cs_1*");
  g_test_trap_assert_stdout_unmatched ("*app.keebai.com*");
  g_test_trap_assert_stdout_unmatched ("*Bearer*");
}

/* More than 1 MiB, like 5,600 channels: parsed in a thread. */
static void
test_reads_a_long_list (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcClient) client = kc_test_new_client (server);
  g_autoptr (GString) json = g_string_new ("{\"data\":[");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) channels = NULL;
  g_autoptr (GError) error = NULL;

  while (json->len < 2 * KC_JSON_MAX_BYTES)
    g_string_append_printf (json, "%s{\"id\":\"ch_%zu\"}", json->len > 10 ? "," : "", json->len);
  g_string_append (json, "]}");
  kc_stub_server_reply (server, "GET", "/channels", 0, 200, NULL, json->str);
  kc_client_list_channels_async (client, KC_CHANNEL_KIND_WHATSAPP, NULL, kc_test_take_result_cb,
                                 &result);
  kc_test_wait_until (result != NULL);
  channels = kc_client_list_channels_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (channels->len, >, 100000);
}

/* An id cannot make the request ask for anything but its session. */
static void
test_an_id_stays_in_its_path (void)
{
  static const struct {
    const char *id;
    const char *line;
  } cases[] = {
      {"a/b", "connect/a%2Fb HTTP"},
      {"../me", "connect/..%2Fme HTTP"},
      {"a?b#c", "connect/a%3Fb%23c HTTP"},
      {"..", NULL},
      {".", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcStubServer) server = kc_stub_server_new ();
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (KcSession) session = g_new0 (KcSession, 1);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      session->session_id = g_strdup (cases[i].id);
      kc_client_poll_async (client, session, NULL, kc_test_take_result_cb, &result);
      kc_test_wait_until (result != NULL);
      g_assert_null (kc_client_poll_finish (client, result, &error));
      if (cases[i].line != NULL)
        g_assert_nonnull (strstr (kc_stub_server_get_last_head (server), cases[i].line));
      else
        {
          g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
          g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/client/only-speaks-safely", test_only_speaks_safely);
  g_test_add_func ("/api/client/refuses-keys-that-are-no-header",
                   test_refuses_keys_that_are_no_header);
  g_test_add_func ("/api/client/each-request", test_each_request);
  g_test_add_func ("/api/client/brings-the-session", test_brings_the_session);
  g_test_add_func ("/api/client/streams-on-a-session-without-timeout",
                   test_streams_on_a_session_without_timeout);
  g_test_add_func ("/api/client/stream-that-does-not-open",
                   test_deadline_of_a_stream_that_does_not_open);
  g_test_add_func ("/api/client/escapes-the-session-id", test_escapes_the_session_id);
  g_test_add_func ("/api/client/lists-either-kind", test_lists_either_kind);
  g_test_add_func ("/api/client/takes-json-by-other-names", test_takes_json_by_other_names);
  g_test_add_func ("/api/client/takes-every-framing", test_takes_every_framing);
  g_test_add_func ("/api/client/logs-no-secret", test_logs_no_secret);
  g_test_add_func ("/api/client/reads-a-long-list", test_reads_a_long_list);
  g_test_add_func ("/api/client/an-id-stays-in-its-path", test_an_id_stays_in_its_path);

  return g_test_run ();
}
