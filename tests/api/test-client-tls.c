/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Whom the client trusts: the system's trust store and nothing else. */

#include "kc-json.h"
#include "kc-request.h"
#include "kc-test-endpoint.h"

/* A hook of LeakSanitizer, which itself crashes (GCC 12) on the thread-local storage of the TLS
 * libraries. test-client-hostile looks for the same leaks without TLS. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static char *
get_certificate_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "api", "data", "self-signed.pem", NULL);
}

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path = get_certificate_path ();
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static gboolean
skip_without_tls (void)
{
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return FALSE;
  g_test_skip ("no TLS backend (glib-networking)");

  return TRUE;
}

/* Not a byte of the request, let alone the key, reaches a server that is not trusted. */
static void
test_trusts_no_self_signed_certificate (void)
{
  if (skip_without_tls ())
    return;

  for (guint i = 0; i < G_N_ELEMENTS (kc_test_endpoints); i++)
    {
      const KcTestEndpoint *endpoint = &kc_test_endpoints[i];
      g_autoptr (GTlsCertificate) certificate = load_certificate ();
      g_autoptr (KcStubServer) server = kc_stub_server_new_tls (certificate);
      g_autoptr (KcClient) client = kc_test_new_client (server);
      g_autoptr (GError) error = NULL;

      kc_stub_server_reply (server, endpoint->method, endpoint->path, 0, endpoint->status, NULL,
                            endpoint->good);
      g_assert_false (kc_test_call (client, endpoint, &error));
      g_assert_error (error, KC_ERROR, KC_ERROR_TLS_AUTHORITY);
      g_assert_false (kc_error_is_transient (error));
      g_assert_false (kc_error_was_sent (error));
      g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);
      g_assert_cmpstr (kc_stub_server_get_last_head (server), ==, "");
    }
}

static void
test_streams_from_no_self_signed_certificate (void)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (KcStubServer) server = NULL;
  g_autoptr (KcClient) client = NULL;
  g_autoptr (KcSession) session = g_new0 (KcSession, 1);
  g_autoptr (KcSseStream) stream = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (skip_without_tls ())
    return;

  certificate = load_certificate ();
  server = kc_stub_server_new_tls (certificate);
  client = kc_test_new_client (server);
  kc_stub_server_reply_stream (server, "/stream", 0);
  session->mode = KC_MODE_QR;
  session->session_id = g_strdup ("cs_1");
  session->stream_uri = g_strconcat (kc_stub_server_get_base_url (server), "/stream", NULL);
  stream = kc_client_create_qr_stream (client, session);
  kc_sse_stream_run_async (stream, NULL, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  g_assert_false (kc_sse_stream_run_finish (stream, result, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_TLS_AUTHORITY);
  g_assert_false (kc_error_was_sent (error));
  g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);
}

/* A session that trusts the stub's certificate. */
static SoupSession *
create_trusting_session (void)
{
  g_autofree char *path = get_certificate_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);

  return soup_session_new_with_options ("tls-database", database, NULL);
}

static GBytes *
send_request (SoupSession *session, const char *uri, GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);
  g_autoptr (GAsyncResult) result = NULL;

  kc_request_send_async (session, message, KC_TEST_KEY, 200, "label", 5000, KC_JSON_MAX_BYTES, NULL,
                         kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);

  return kc_request_send_finish (session, result, error);
}

/* The failures above are about trust and nothing else: the same server works for a client that
 * trusts it, and then its refusals are its own. */
static void
test_speaks_with_a_trusted_server (void)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (KcStubServer) server = NULL;
  g_autoptr (SoupSession) session = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  if (skip_without_tls ())
    return;

  certificate = load_certificate ();
  server = kc_stub_server_new_tls (certificate);
  session = create_trusting_session ();
  uri = g_strconcat (kc_stub_server_get_base_url (server), "/me", NULL);

  kc_stub_server_reply (server, "GET", "/me", 1, 200, NULL, "{}");
  body = send_request (session, uri, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "{}", 2);

  kc_stub_server_reply (server, "GET", "/me", 1, 403, NULL, "{}");
  g_assert_null (send_request (session, uri, &error));
  g_assert_error (error, KC_ERROR, KC_ERROR_FORBIDDEN);
}

/* libsoup's HTTP/2 never ends a request that is cancelled before its answer. So HTTP/2 is not
 * offered, for requests and streams alike. */
static void
test_stays_with_http1 (void)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (KcStubServer) server = NULL;
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (KcSseStream) stream = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *uri = NULL;

  if (skip_without_tls ())
    return;

  certificate = load_certificate ();
  server = kc_stub_server_new_tls (certificate);
  session = create_trusting_session ();
  uri = g_strconcat (kc_stub_server_get_base_url (server), "/stream", NULL);

  kc_stub_server_reply (server, "GET", "/stream", 1, 200, NULL, "{}");
  body = send_request (session, uri, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (kc_stub_server_get_last_head (server), " HTTP/1.1\r\n"));
  g_clear_object (&session);

  session = create_trusting_session ();
  stream = kc_sse_stream_new (session, uri, KC_TEST_KEY);
  kc_stub_server_reply_stream (server, "/stream", 1);
  kc_sse_stream_run_async (stream, cancellable, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL || kc_stub_server_get_n_streams (server) == 1);
  g_assert_nonnull (strstr (kc_stub_server_get_last_head (server), " HTTP/1.1\r\n"));

  g_cancellable_cancel (cancellable);
  kc_test_wait_until (result != NULL);
  g_assert_false (kc_sse_stream_run_finish (stream, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The proxy's 403 must not be reported as a missing permission of the key. The key is not sent to
 * the proxy. */
static void
test_tells_a_proxy_from_the_service (void)
{
  static const guint statuses[] = {401, 403, 407, 502, 503};

  if (skip_without_tls ())
    return;

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (KcStubServer) proxy = kc_stub_server_new ();
      g_autofree char *address = g_strdup (kc_stub_server_get_base_url (proxy));
      g_autoptr (SoupSession) session = soup_session_new ();
      g_autoptr (GProxyResolver) resolver = NULL;
      g_autoptr (GError) error = NULL;

      *strrchr (address, '/') = '\0';
      resolver = g_simple_proxy_resolver_new (address, NULL);
      soup_session_set_proxy_resolver (session, resolver);
      kc_stub_server_reply (proxy, "CONNECT", NULL, 0, statuses[i],
                            "Proxy-Authenticate: Basic realm=\"x\"\r\n", "{}");

      g_assert_null (send_request (session, "https://api.keebai.com/v1/me", &error));
      g_assert_error (error, KC_ERROR,
                      (statuses[i] == 407 ? KC_ERROR_PROXY_PASSWORD : KC_ERROR_PROXY));
      g_assert_false (kc_error_was_sent (error));
      g_assert_cmpuint (kc_error_get_http_status (error), ==, statuses[i]);
      g_assert_cmpuint (kc_stub_server_count (proxy, "CONNECT", "api.keebai.com:443"), ==, 1);
      g_assert_null (strstr (kc_stub_server_get_last_head (proxy), "kbai_pk_"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/client/tls/trusts-no-self-signed-certificate",
                   test_trusts_no_self_signed_certificate);
  g_test_add_func ("/api/client/tls/streams-from-no-self-signed-certificate",
                   test_streams_from_no_self_signed_certificate);
  g_test_add_func ("/api/client/tls/speaks-with-a-trusted-server",
                   test_speaks_with_a_trusted_server);
  g_test_add_func ("/api/client/tls/stays-with-http1", test_stays_with_http1);
  g_test_add_func ("/api/client/tls/tells-a-proxy-from-the-service",
                   test_tells_a_proxy_from_the_service);

  return g_test_run ();
}
