/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What may stand between this computer and Keebai. The reason why a connection was refused decides
 * what the person is told. With real TLS and a real proxy. In every case, nothing of the request
 * leaves this computer. */

#include "kc-json.h"
#include "kc-request.h"
#include "kc-test-endpoint.h"
#include "kc-test-proxy.h"

/* As in test-client-tls. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static char *
get_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "api", "data", name, NULL);
}

static KcStubServer *
create_server (const char *name)
{
  g_autofree char *path = get_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  KcStubServer *server;

  g_assert_no_error (error);
  server = kc_stub_server_new_tls (certificate);
  kc_stub_server_reply (server, NULL, NULL, 0, 200, NULL, "{}");

  return server;
}

/* A session that trusts the tests' certificate authority, as a computer trusts those of the web. */
static SoupSession *
create_session (gboolean trusting)
{
  g_autofree char *path = get_path ("authority.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);

  return trusting ? soup_session_new_with_options ("tls-database", database, NULL)
                  : soup_session_new ();
}

static GError *
send_request (SoupSession *session, const char *base_url)
{
  g_autofree char *uri = g_strconcat (base_url, "/me", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  kc_request_send_async (session, message, KC_TEST_KEY, 200, "label",
                         (guint) (5000 * kc_test_get_slowness ()), KC_JSON_MAX_BYTES, NULL,
                         kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  bytes = kc_request_send_finish (session, result, &error);
  g_assert_true ((bytes == NULL) == (error != NULL));

  return error;
}

static void
test_why_a_certificate_is_refused (void)
{
  static const struct {
    const char *file;
    gboolean trusting;
    int code; /* -1: none */
  } cases[] = {
      {"good.pem", TRUE, -1},
      {"good.pem", FALSE, KC_ERROR_TLS_AUTHORITY},
      {"self-signed.pem", TRUE, KC_ERROR_TLS_AUTHORITY},
      {"expired.pem", TRUE, KC_ERROR_TLS_TIME},
      {"early.pem", TRUE, KC_ERROR_TLS_TIME},
      {"host.pem", TRUE, KC_ERROR_TLS_HOST},
      /* A sign-in page with a self-made certificate. */
      {"host.pem", FALSE, KC_ERROR_TLS_HOST},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcStubServer) server = create_server (cases[i].file);
      g_autoptr (SoupSession) session = create_session (cases[i].trusting);
      g_autoptr (GError) error = send_request (session, kc_stub_server_get_base_url (server));

      g_test_message ("%s: %s", cases[i].file, error != NULL ? error->message : "fine");
      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, KC_ERROR, cases[i].code);
      g_assert_false (kc_error_was_sent (error));
      g_assert_false (kc_error_is_transient (error));
      g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);
      g_assert_cmpstr (kc_stub_server_get_last_head (server), ==, "");
    }
}

static gboolean
on_service_incoming_cb (GSocketService *service,
                        GSocketConnection *connection,
                        GObject *source,
                        const char *words)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (out, words, strlen (words), NULL, NULL, NULL);
  g_object_set_data_full (G_OBJECT (service), "connection", g_object_ref (connection),
                          g_object_unref);

  return TRUE;
}

/* A port that should speak TLS but does not: the sign-in pages of some networks are as simple as
 * that. */
static void
test_no_tls_at_all (void)
{
  static const char *const words[] = {
      "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Welcome",
      "HTTP/1.0 400 Bad Request\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GSocketService) service = g_socket_service_new ();
      guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
      g_autofree char *base_url = g_strdup_printf ("https://127.0.0.1:%u/v1", port);
      g_autoptr (SoupSession) session = create_session (TRUE);
      g_autoptr (GError) error = NULL;

      g_signal_connect (service, "incoming", G_CALLBACK (on_service_incoming_cb),
                        (gpointer) words[i]);
      error = send_request (session, base_url);
      g_assert_error (error, KC_ERROR, KC_ERROR_PORTAL);
      g_assert_false (kc_error_was_sent (error));
      g_assert_true (kc_error_is_transient (error));
      g_socket_service_stop (service);
      g_socket_listener_close (G_SOCKET_LISTENER (service));
    }
}

/* If the connection is refused, or cut before anything was written, nothing was sent; if it is cut
 * later, something was. */
static void
test_what_was_sent (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (KcStubServer) safe = create_server ("good.pem");
  g_autoptr (SoupSession) session = create_session (TRUE);
  g_autoptr (GError) error = NULL;

  kc_stub_server_reply_raw (server, NULL, NULL, 0, KC_STUB_RESET, "", 0);
  error = send_request (session, kc_stub_server_get_base_url (server));
  g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
  g_assert_true (kc_error_was_sent (error));
  g_clear_error (&error);

  kc_stub_server_reply_raw (safe, NULL, NULL, 0, KC_STUB_RESET, "", 0);
  error = send_request (session, kc_stub_server_get_base_url (safe));
  g_assert_nonnull (error);
  g_assert_true (kc_error_was_sent (error));
  g_clear_error (&error);

  kc_stub_server_set_reachable (server, FALSE);
  error = send_request (session, kc_stub_server_get_base_url (server));
  g_assert_error (error, KC_ERROR, KC_ERROR_OFFLINE);
  g_assert_false (kc_error_was_sent (error));
}

static void
on_network_event_cb (SoupMessage *message,
                     GSocketClientEvent event,
                     GIOStream *connection,
                     gboolean *is_probed)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    *is_probed = g_socket_get_keepalive (
        g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

/* The system finds out about a half-open connection; on a quiet stream, nothing else would. */
static void
test_connections_are_probed (void)
{
  g_autoptr (KcStubServer) server = kc_stub_server_new ();
  g_autoptr (SoupSession) session = create_session (FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *uri = g_strconcat (kc_stub_server_get_base_url (server), "/me", NULL);
  gboolean is_probed = FALSE;

  kc_stub_server_reply (server, NULL, NULL, 0, 200, NULL, "{}");
  message = soup_message_new (SOUP_METHOD_GET, uri);
  g_signal_connect_after (message, "network-event", G_CALLBACK (on_network_event_cb), &is_probed);
  kc_request_send_async (session, message, KC_TEST_KEY, 200, "label", 5000, KC_JSON_MAX_BYTES,
                         cancellable, kc_test_take_result_cb, &result);
  kc_test_wait_until (result != NULL);
  bytes = kc_request_send_finish (session, result, NULL);
  g_assert_nonnull (bytes);
  g_assert_true (is_probed);
}

static void
use_proxy (SoupSession *session, KcTestProxy *proxy, const char *credentials)
{
  g_autofree char *address
      = g_strdup_printf ("http://%s127.0.0.1:%u", credentials, kc_test_proxy_get_port (proxy));
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (address, NULL);

  soup_session_set_proxy_resolver (session, resolver);
}

/* The proxy's password is part of its address in the network settings. */
static void
test_proxy_with_a_password (void)
{
  static const struct {
    const char *credentials;
    gboolean granted;
  } cases[] = {
      {"", FALSE},
      {"clerk:wrong@", FALSE},
      {"clerk:secret@", TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcStubServer) server = create_server ("good.pem");
      g_autoptr (KcTestProxy) proxy = kc_test_proxy_new ("clerk:secret");
      g_autoptr (SoupSession) session = create_session (TRUE);
      g_autoptr (GError) error = NULL;

      use_proxy (session, proxy, cases[i].credentials);
      error = send_request (session, kc_stub_server_get_base_url (server));
      g_test_message ("%s, %u asked", cases[i].credentials, kc_test_proxy_count_asked (proxy));
      if (cases[i].granted)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (kc_test_proxy_count_granted (proxy), ==, 1);
          g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 1);
        }
      else
        {
          g_assert_error (error, KC_ERROR, KC_ERROR_PROXY_PASSWORD);
          g_assert_cmpuint (kc_error_get_http_status (error), ==, 407);
          g_assert_false (kc_error_was_sent (error));
          g_assert_cmpuint (kc_test_proxy_count_asked (proxy), <=, 2);
          g_assert_cmpuint (kc_stub_server_count (server, NULL, NULL), ==, 0);
        }
      g_assert_null (strstr (kc_test_proxy_get_heads (proxy), "kbai_pk_"));
      g_clear_object (&session);
    }
}

/* The event stream goes through the proxy too. */
static void
test_stream_by_way_of_the_proxy (void)
{
  static const char *const credentials[] = {"clerk:secret@", "clerk:wrong@"};

  for (guint i = 0; i < G_N_ELEMENTS (credentials); i++)
    {
      g_autoptr (KcStubServer) server = create_server ("good.pem");
      g_autoptr (KcTestProxy) proxy = kc_test_proxy_new ("clerk:secret");
      g_autoptr (SoupSession) session = create_session (TRUE);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (KcSseStream) stream = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *uri = g_strconcat (kc_stub_server_get_base_url (server), "/stream", NULL);

      use_proxy (session, proxy, credentials[i]);
      kc_stub_server_reply_stream (server, "/stream", 0);
      stream = kc_sse_stream_new (session, uri, KC_TEST_KEY);
      kc_sse_stream_run_async (stream, cancellable, kc_test_take_result_cb, &result);
      kc_test_wait_until (result != NULL || kc_stub_server_get_n_streams (server) == 1);
      g_assert_cmpuint (kc_test_proxy_count_asked (proxy), ==, 2);
      g_cancellable_cancel (cancellable);
      kc_test_wait_until (result != NULL);
      g_assert_false (kc_sse_stream_run_finish (stream, result, &error));
      if (i == 0)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (kc_test_proxy_count_granted (proxy), ==, 1 - i);
      g_clear_object (&session);
    }
}

/* Whatever fails before the proxy has let us through is reported as the proxy's fault, with its
 * host: the internet may be fine. */
static void
test_proxy_that_fails (void)
{
  static const struct {
    const char *name;
    KcStubFlags flags; /* of a proxy that takes the connection */
    const char *answer;
    const char *address; /* instead of one */
    const char *host;
  } cases[] = {
      {"refuses the connection", 0, NULL, "http://127.0.0.1:9", "127.0.0.1"},
      {"is not found", 0, NULL, "http://proxy.invalid:3128", "proxy.invalid"},
      {"resets", KC_STUB_RESET, "", NULL, "127.0.0.1"},
      {"hangs up", KC_STUB_CLOSE, "", NULL, "127.0.0.1"},
      {"is silent", KC_STUB_HANG, "", NULL, "127.0.0.1"},
      {"talks nonsense", KC_STUB_CLOSE, "SSH-2.0-x\r\n\r\n", NULL, "127.0.0.1"},
      {"says no", KC_STUB_CLOSE, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", NULL, "127.0.0.1"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KcStubServer) proxy = kc_stub_server_new ();
      g_autoptr (SoupSession) session = create_session (TRUE);
      g_autofree char *address = g_strdup (cases[i].address);
      g_autoptr (GProxyResolver) resolver = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) copy = NULL;

      g_test_message ("%s", cases[i].name);
      if (address == NULL)
        {
          address = g_strdup (kc_stub_server_get_base_url (proxy));
          *strrchr (address, '/') = '\0';
          kc_stub_server_reply_raw (proxy, NULL, NULL, 0, cases[i].flags, cases[i].answer,
                                    strlen (cases[i].answer));
        }
      resolver = g_simple_proxy_resolver_new (address, NULL);
      soup_session_set_proxy_resolver (session, resolver);

      error = send_request (session, "https://api.keebai.com/v1");
      g_assert_error (error, KC_ERROR, KC_ERROR_PROXY);
      g_assert_false (kc_error_was_sent (error));
      copy = g_error_copy (error);
      g_assert_cmpstr (kc_error_get_proxy_host (copy), ==, cases[i].host);
    }
}

/* Behind a proxy too, Keebai's certificate is what counts. */
static void
test_proxy_and_certificate (void)
{
  g_autoptr (KcStubServer) server = create_server ("good.pem");
  g_autoptr (KcTestProxy) proxy = kc_test_proxy_new (NULL);
  g_autoptr (SoupSession) session = create_session (FALSE);
  g_autoptr (GError) error = NULL;

  use_proxy (session, proxy, "");
  error = send_request (session, kc_stub_server_get_base_url (server));
  g_assert_error (error, KC_ERROR, KC_ERROR_TLS_AUTHORITY);
  g_assert_false (kc_error_was_sent (error));
  g_assert_cmpuint (kc_test_proxy_count_granted (proxy), ==, 1);
  g_clear_object (&session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/api/client/network/what-was-sent", test_what_was_sent);
  g_test_add_func ("/api/client/network/connections-are-probed", test_connections_are_probed);
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return g_test_run ();

  g_test_add_func ("/api/client/network/why-a-certificate-is-refused",
                   test_why_a_certificate_is_refused);
  g_test_add_func ("/api/client/network/no-tls-at-all", test_no_tls_at_all);
  g_test_add_func ("/api/client/network/proxy-with-a-password", test_proxy_with_a_password);
  g_test_add_func ("/api/client/network/stream-by-way-of-the-proxy",
                   test_stream_by_way_of_the_proxy);
  g_test_add_func ("/api/client/network/proxy-that-fails", test_proxy_that_fails);
  g_test_add_func ("/api/client/network/proxy-and-certificate", test_proxy_and_certificate);

  return g_test_run ();
}
