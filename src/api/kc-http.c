/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-http.h"

#include "kc-access-key.h"
#include "kc-access-key.h"
#include "kc-envelope.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define MAX_RETRY_AFTER_MS (60 * 60 * 1000)
#define SENT_KEY "kc-http-sent"
#define TLS_FLAGS_KEY "kc-http-tls-flags"
#define RESTARTS_KEY "kc-http-restarts"
/* The host of the message's proxy, as long as only the proxy can be at fault. */
#define PROXY_KEY "kc-http-proxy"
/* Something was connected to, so that PROXY_KEY is known for certain. */
#define CONNECTED_KEY "kc-http-connected"
/* One without the proxy's password, one with it. */
#define MAX_RESTARTS 1
#define KEEPALIVE_IDLE_S 15
#define KEEPALIVE_INTERVAL_S 5
#define KEEPALIVE_PROBES 3

/* A server that echoes the key would put it into a report. */
static gboolean
mentions_key (SoupMessage *message, const char *text)
{
  return kc_access_key_is_quoted (soup_message_get_request_headers (message), text);
}

static KcError
get_code_for_status (guint status)
{
  switch (status)
    {
    case 401:
      return KC_ERROR_UNAUTHORIZED;
    case 403:
      return KC_ERROR_FORBIDDEN;
    case 404:
      return KC_ERROR_NOT_FOUND;
    case 407:
      return KC_ERROR_PROXY_PASSWORD;
    case 408:
      return KC_ERROR_TIMED_OUT;
    case 410:
      return KC_ERROR_GONE;
    case 429:
      return KC_ERROR_RATE_LIMITED;
    case 503:
      return KC_ERROR_MAINTENANCE;
    case 511:
      /* RFC 6585: for sign-in pages. */
      return KC_ERROR_PORTAL;
    default:
      if (status >= 500 && status < 600)
        return KC_ERROR_SERVER;
      if (status >= 400 && status < 500)
        return KC_ERROR_REFUSED;
      /* Keebai does not redirect. */
      if (status >= 300 && status < 400 && status != SOUP_STATUS_NOT_MODIFIED)
        return KC_ERROR_PORTAL;
      return KC_ERROR_BAD_REPLY;
    }
}

/* A proxy that does not let us through to an https address answers in the server's place: with no
 * certificate at all. Its 403 says nothing about the key. */
static gboolean
came_from_proxy (SoupMessage *message)
{
  return g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https")
         && soup_message_get_tls_peer_certificate (message) == NULL;
}

static guint
count_restarts (SoupMessage *message)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (message), RESTARTS_KEY));
}

static gboolean
was_sent (SoupMessage *message)
{
  return g_object_get_data (G_OBJECT (message), SENT_KEY) != NULL;
}

/* A status by which Keebai says something about the key, the session or itself. */
static gboolean
is_verdict (KcError code)
{
  switch (code)
    {
    case KC_ERROR_UNAUTHORIZED:
    case KC_ERROR_FORBIDDEN:
    case KC_ERROR_NOT_FOUND:
    case KC_ERROR_GONE:
    case KC_ERROR_REFUSED:
    case KC_ERROR_RATE_LIMITED:
    case KC_ERROR_MAINTENANCE:
    case KC_ERROR_SERVER:
      return TRUE;
    default:
      return FALSE;
    }
}

/* The host is that of the proxy that answered instead of an https service. */
static GError *
set_proxy (GError *error, SoupMessage *message)
{
  if (error->code == KC_ERROR_PROXY || error->code == KC_ERROR_PROXY_PASSWORD)
    kc_error_set_proxy_host (error, g_object_get_data (G_OBJECT (message), PROXY_KEY));

  return error;
}

GError *
kc_http_error_new_from_reply (SoupMessage *message, GBytes *body)
{
  const guint status = soup_message_get_status (message);
  KcError code = get_code_for_status (status);
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  g_auto (KcEnvelope) envelope = {NULL};
  g_autofree char *text = g_strdup_printf ("HTTP status %u", status);
  gboolean is_keebais;
  GError *error;

  is_keebais = kc_envelope_read (&envelope, type, body);

  if (came_from_proxy (message))
    {
      if (code != KC_ERROR_PROXY_PASSWORD)
        code = KC_ERROR_PROXY;
    }
  else if (is_verdict (code) && !is_keebais)
    {
      code = KC_ERROR_GATEWAY;
    }

  if (mentions_key (message, envelope.message))
    g_clear_pointer (&envelope.message, g_free);
  if (mentions_key (message, envelope.code))
    g_clear_pointer (&envelope.code, g_free);

  error = kc_error_new_full (code, status, kc_http_get_retry_after_ms (message), envelope.code,
                             envelope.message, (const char *const *) envelope.missing_scopes, text);
  if (!was_sent (message))
    kc_error_mark_unsent (error);

  return set_proxy (error, message);
}

static KcError
get_code_for_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_TIMED_OUT:
      return KC_ERROR_TIMED_OUT;
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return KC_ERROR_PROXY;
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
      return KC_ERROR_PROXY_PASSWORD;
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_INVALID_DATA:
    case G_IO_ERROR_MESSAGE_TOO_LARGE:
      return KC_ERROR_BAD_REPLY;
    default:
      return KC_ERROR_OFFLINE;
    }
}

/* The faults of the certificate, in the order in which a person can do something about them:
 * another site's certificate may also be from an unknown authority. */
static KcError
get_code_for_tls_flags (GTlsCertificateFlags flags)
{
  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return KC_ERROR_TLS_HOST;
  if ((flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) != 0)
    return KC_ERROR_TLS_TIME;
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return KC_ERROR_TLS_AUTHORITY;

  return KC_ERROR_TLS;
}

static KcError
get_code_for_tls_error (SoupMessage *message, int code)
{
  gpointer flags = g_object_get_data (G_OBJECT (message), TLS_FLAGS_KEY);

  switch (code)
    {
    case G_TLS_ERROR_EOF:
      /* A connection that broke off says nothing about the certificate. */
      return KC_ERROR_OFFLINE;
    case G_TLS_ERROR_NOT_TLS:
      return KC_ERROR_PORTAL;
    case G_TLS_ERROR_MISC:
      /* What glib-networking 2.74 says of a web page in place of a handshake, and of little else
       * that comes before a certificate. */
      if (flags == NULL && soup_message_get_tls_peer_certificate (message) == NULL)
        return KC_ERROR_PORTAL;
      break;
    default:
      break;
    }

  return get_code_for_tls_flags (GPOINTER_TO_UINT (flags));
}

/* Whether `error`, of an unsent message, was met between here and a proxy. */
static gboolean
is_proxys_fault (SoupMessage *message, const GError *error)
{
  return g_object_get_data (G_OBJECT (message), PROXY_KEY) != NULL
         && (g_error_matches (error, KC_ERROR, KC_ERROR_OFFLINE)
             || g_error_matches (error, KC_ERROR, KC_ERROR_TIMED_OUT)
             || g_error_matches (error, KC_ERROR, KC_ERROR_BAD_REPLY));
}

GError *
kc_http_error_new_from_transport (SoupMessage *message, GError *error)
{
  KcError code = KC_ERROR_OFFLINE;
  GError *mapped;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (count_restarts (message) <= MAX_RESTARTS)
        return error;
      g_error_free (error);
      error = kc_error_new_full (KC_ERROR_PROXY_PASSWORD, 407, -1, NULL, NULL, NULL,
                                 "the proxy did not take its password");
    }

  if (error->domain == KC_ERROR)
    {
      mapped = error;
    }
  else
    {
      if (error->domain == G_IO_ERROR)
        code = get_code_for_io_error (error->code);
      else if (error->domain == G_TLS_ERROR)
        code = get_code_for_tls_error (message, error->code);
      else if (error->domain == SOUP_SESSION_ERROR)
        code = KC_ERROR_BAD_REPLY;
      mapped = g_error_new_literal (KC_ERROR, code, error->message);
      g_error_free (error);
    }

  if (was_sent (message))
    return mapped;

  if (is_proxys_fault (message, mapped))
    mapped->code = KC_ERROR_PROXY;

  return set_proxy (kc_error_mark_unsent (mapped), message);
}

KcError
kc_http_get_code_for_type (const char *type)
{
  return type != NULL && g_ascii_strcasecmp (type, "text/html") == 0 ? KC_ERROR_PORTAL
                                                                     : KC_ERROR_BAD_REPLY;
}

gboolean
kc_http_is_compressed (SoupMessage *message)
{
  static const char *const codings[]
      = {"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz", NULL};
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *value = soup_message_headers_get_list (headers, "Content-Encoding");
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, -1) : NULL;
  GSList *list = soup_header_parse_list (lower != NULL ? lower : "");
  gboolean is_compressed = FALSE;

  for (GSList *l = list; l != NULL; l = l->next)
    is_compressed |= g_strv_contains (codings, l->data);
  soup_header_free_list (list);

  return is_compressed;
}

GError *
kc_http_find_stream_fault (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *fault = NULL;

  if (type == NULL || g_ascii_strcasecmp (type, "text/event-stream") != 0)
    fault = "The answer is no event stream";
  else if (kc_http_is_compressed (message))
    fault = "The event stream is compressed";
  if (fault == NULL)
    return NULL;

  return kc_error_new_full (kc_http_get_code_for_type (type), soup_message_get_status (message), -1,
                            NULL, NULL, NULL, fault);
}

gint64
kc_http_get_retry_after_ms (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Retry-After");
  const char *date;
  g_autoptr (GDateTime) then = NULL;
  g_autoptr (GDateTime) now = NULL;
  guint64 seconds;

  if (value == NULL)
    return -1;

  if (g_ascii_isdigit (*value))
    {
      /* Digits only, but as many as there are: RFC 9110 sets no limit. */
      if (strspn (value, "0123456789") != strlen (value))
        return -1;
      seconds = g_ascii_strtoull (value, NULL, 10);
      return (gint64) MIN (seconds, MAX_RETRY_AFTER_MS / 1000) * 1000;
    }

  then = soup_date_time_new_from_http_string (value);
  if (then == NULL)
    return -1;
  date = soup_message_headers_get_one (headers, "Date");
  if (date != NULL)
    now = soup_date_time_new_from_http_string (date);
  if (now == NULL)
    now = g_date_time_new_now_utc ();

  return CLAMP (g_date_time_difference (then, now) / 1000, 0, MAX_RETRY_AFTER_MS);
}

/* The other end may be gone without notice (a router that dropped the connection, another network):
 * the system finds out after half a minute instead of two hours. */
static void
keep_alive (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES, NULL);
}

static void
set_proxy_host (SoupMessage *message, const char *address)
{
  g_autoptr (GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;

  g_object_set_data_full (G_OBJECT (message), PROXY_KEY,
                          uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL, g_free);
}

/* Each attempt to connect tells the address: there may be several proxies, and none as the last
 * resort. */
static void
note_proxy (SoupMessage *message, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  set_proxy_host (message, G_IS_PROXY_ADDRESS (address)
                               ? g_proxy_address_get_uri (G_PROXY_ADDRESS (address))
                               : NULL);
}

/* A proxy whose name is not found is never connected to, so its name is recorded before. */
static void
proxy_lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SoupMessage) message = user_data;
  g_auto (GStrv) proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);

  if (proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct")
      && g_object_get_data (G_OBJECT (message), CONNECTED_KEY) == NULL)
    set_proxy_host (message, proxies[0]);
}

static void
look_up_proxy (SoupMessage *message, SoupSession *session, GCancellable *cancellable)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (session);
  g_autofree char *uri
      = g_uri_to_string_partial (soup_message_get_uri (message),
                                 G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT | G_URI_HIDE_USERINFO);

  if (!g_str_has_prefix (uri, "https:"))
    return;
  if (resolver == NULL)
    resolver = g_proxy_resolver_get_default ();

  g_proxy_resolver_lookup_async (resolver, uri, cancellable, proxy_lookup_cb,
                                 g_object_ref (message));
}

static void
on_message_network_event_cb (SoupMessage *message,
                             GSocketClientEvent event,
                             GIOStream *connection,
                             gpointer user_data)
{
  static const char *const protocols[] = {"http/1.1", NULL};

  if (event == G_SOCKET_CLIENT_CONNECTING && G_IS_SOCKET_CONNECTION (connection))
    {
      g_object_set_data (G_OBJECT (message), CONNECTED_KEY, GINT_TO_POINTER (TRUE));
      note_proxy (message, G_SOCKET_CONNECTION (connection));
    }
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    keep_alive (G_SOCKET_CONNECTION (connection));
  /* The last moment before the offer is made. With a proxy, also for the connection to it. */
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    {
      g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
      /* The tunnel stands: from here on it is the service that answers. */
      set_proxy_host (message, NULL);
    }
}

/* The connection is there, TLS is agreed upon, and the next thing is the request. */
static void
on_message_starting_cb (SoupMessage *message, gpointer user_data)
{
  g_object_set_data (G_OBJECT (message), SENT_KEY, GINT_TO_POINTER (TRUE));
}

static gboolean
on_message_certificate_refused_cb (SoupMessage *message,
                                   GTlsCertificate *certificate,
                                   GTlsCertificateFlags flags,
                                   gpointer user_data)
{
  g_object_set_data (G_OBJECT (message), TLS_FLAGS_KEY, GUINT_TO_POINTER (flags));

  /* No exceptions. */
  return FALSE;
}

static void
on_message_restarted_cb (SoupMessage *message, GCancellable *cancellable)
{
  guint n_restarts = count_restarts (message) + 1;

  g_object_set_data (G_OBJECT (message), RESTARTS_KEY, GUINT_TO_POINTER (n_restarts));
  if (n_restarts > MAX_RESTARTS)
    g_cancellable_cancel (cancellable);
}

void
kc_http_prepare (SoupMessage *message,
                 SoupSession *session,
                 const char *key,
                 const char *accept,
                 GCancellable *cancellable)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  kc_access_key_authorize (key, headers);
  soup_message_headers_replace (headers, "Accept", accept);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);

  g_signal_connect (message, "network-event", G_CALLBACK (on_message_network_event_cb), NULL);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_message_certificate_refused_cb),
                    NULL);
  g_signal_connect (message, "starting", G_CALLBACK (on_message_starting_cb), NULL);
  g_signal_connect_object (message, "restarted", G_CALLBACK (on_message_restarted_cb), cancellable,
                           0);
  look_up_proxy (message, session, cancellable);
}
