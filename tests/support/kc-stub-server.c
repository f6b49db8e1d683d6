/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-stub-server.h"

#include <string.h>
#include <sys/socket.h>

#define SLOW_INTERVAL_MS 20
#define API_PREFIX "/v1"

typedef struct {
  char *method;
  char *path;
  guint uses_left; /* 0: for ever */
  gboolean used_up;
  gboolean is_stream;
  KcStubFlags flags;
  GBytes *bytes;
} Rule;

typedef struct {
  char *method;
  char *path;
} Request;

struct _KcStubServer {
  gatomicrefcount ref_count;
  GSocketService *service; /* NULL while it cannot be reached */
  guint16 port;
  GSocket *reserved; /* keeps the port for this server while it cannot be reached */
  GTlsCertificate *certificate;
  char *base_url;
  GPtrArray *rules;
  GPtrArray *requests;
  GPtrArray *connections; /* borrowed; each removes itself */
  char *last_head;
  char *last_body;
  guint64 n_bytes_sent;
};

/* An accepted connection, which serves one request. It lives as long as something is under way:
 * each asynchronous operation and each source owns a reference; dropping the last one closes the
 * socket. */
typedef struct {
  gatomicrefcount ref_count;
  KcStubServer *server;
  GSocketConnection *tcp;
  GIOStream *io;
  GCancellable *cancellable;
  GString *request;
  GByteArray *output;
  GBytes *slow;
  gsize slow_position;
  guint slow_id;
  KcStubFlags flags;
  gboolean answered;
  gboolean is_stream;
  gboolean is_writing;
  gboolean is_ending;
} Connection;

static void
rule_free (Rule *rule)
{
  g_free (rule->method);
  g_free (rule->path);
  g_clear_pointer (&rule->bytes, g_bytes_unref);
  g_free (rule);
}

static void
request_free (Request *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request);
}

static void
kc_stub_server_unref (KcStubServer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->reserved);
  g_clear_object (&self->certificate);
  g_free (self->base_url);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->connections);
  g_free (self->last_head);
  g_free (self->last_body);
  g_free (self);
}

static Connection *
connection_ref (Connection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
connection_unref (Connection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->flags & KC_STUB_RESET)
    {
      /* A linger time of zero makes close () send RST instead of FIN. */
      const struct linger linger = {1, 0};

      setsockopt (g_socket_get_fd (g_socket_connection_get_socket (self->tcp)), SOL_SOCKET,
                  SO_LINGER, &linger, sizeof linger);
      g_socket_close (g_socket_connection_get_socket (self->tcp), NULL);
    }
  else
    g_io_stream_close (self->io, NULL, NULL);

  g_ptr_array_remove_fast (self->server->connections, self);
  g_clear_pointer (&self->server, kc_stub_server_unref);
  g_clear_object (&self->io);
  g_clear_object (&self->tcp);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->slow, g_bytes_unref);
  g_byte_array_unref (self->output);
  g_string_free (self->request, TRUE);
  g_free (self);
}

/* Ends everything that is under way, which frees the connection. */
static void
connection_end (Connection *self)
{
  connection_ref (self);
  g_clear_handle_id (&self->slow_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  connection_unref (self);
}

static void connection_flush (Connection *self);

static void
write_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Connection *self = user_data;
  gsize n_written = 0;

  self->is_writing = FALSE;
  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &n_written, NULL))
    connection_flush (self);
  else
    connection_end (self);

  self->server->n_bytes_sent += n_written;
  connection_unref (self);
}

static void
connection_flush (Connection *self)
{
  gsize length;
  guint8 *data;

  if (self->is_writing)
    return;

  if (self->output->len == 0)
    {
      if (self->is_ending && !(self->flags & KC_STUB_HANG))
        connection_end (self);
      return;
    }

  data = g_byte_array_steal (self->output, &length);
  self->is_writing = TRUE;
  g_object_set_data_full (G_OBJECT (self->io), "kc-stub-output", data, g_free);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->io), data, length,
                                   G_PRIORITY_DEFAULT, self->cancellable, write_cb,
                                   connection_ref (self));
}

static gboolean
send_slow_byte_cb (gpointer user_data)
{
  Connection *self = user_data;
  gsize length;
  const guint8 *data = g_bytes_get_data (self->slow, &length);

  if (self->slow_position < length)
    g_byte_array_append (self->output, data + self->slow_position++, 1);
  self->is_ending = self->slow_position == length;
  if (self->is_ending)
    self->slow_id = 0;
  connection_flush (self);

  return self->is_ending ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
matches (const char *method, const char *path, const char *real_method, const char *real_path)
{
  return (method == NULL || g_str_equal (method, real_method))
         && (path == NULL || g_str_has_prefix (real_path, path));
}

static Rule *
find_rule (KcStubServer *self, const char *method, const char *path)
{
  for (guint i = self->rules->len; i > 0; i--)
    {
      Rule *rule = g_ptr_array_index (self->rules, i - 1);

      if (!rule->used_up && matches (rule->method, rule->path, method, path))
        return rule;
    }

  return NULL;
}

static void
connection_answer (Connection *self, Rule *rule)
{
  self->answered = TRUE;
  self->flags = rule->flags;
  self->is_stream = rule->is_stream;

  if (rule->uses_left > 0 && --rule->uses_left == 0)
    rule->used_up = TRUE;

  if (rule->flags & KC_STUB_SLOW)
    {
      GSource *source = g_timeout_source_new (SLOW_INTERVAL_MS);

      self->slow = g_bytes_ref (rule->bytes);
      g_source_set_callback (source, send_slow_byte_cb, connection_ref (self),
                             (GDestroyNotify) connection_unref);
      self->slow_id = g_source_attach (source, g_main_context_get_thread_default ());
      g_source_unref (source);
    }
  else
    {
      g_byte_array_append (self->output, g_bytes_get_data (rule->bytes, NULL),
                           g_bytes_get_size (rule->bytes));
      self->is_ending = !rule->is_stream;
      connection_flush (self);
    }
}

/* Whether head and body have arrived completely; if so, they are recorded and answered. */
static void
connection_look_for_request (Connection *self)
{
  KcStubServer *server = self->server;
  const char *end = strstr (self->request->str, "\r\n\r\n");
  g_autofree char *head = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) words = NULL;
  const char *path;
  gsize body_length = 0;
  gsize head_length;
  Request *request;
  Rule *rule;

  if (end == NULL)
    return;

  head_length = end + 4 - self->request->str;
  head = g_strndup (self->request->str, head_length);
  lines = g_strsplit (head, "\r\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], "content-length:", 15) == 0)
        body_length = g_ascii_strtoull (lines[i] + 15, NULL, 10);
    }
  if (self->request->len - head_length < body_length)
    return;

  words = g_strsplit (lines[0], " ", 3);
  if (g_strv_length (words) < 2)
    {
      connection_end (self);
      return;
    }

  path = words[1];
  if (g_str_has_prefix (path, API_PREFIX))
    path += strlen (API_PREFIX);

  request = g_new0 (Request, 1);
  request->method = g_strdup (words[0]);
  request->path = g_strdup (path);
  g_ptr_array_add (server->requests, request);

  g_free (server->last_body);
  server->last_body = g_strndup (self->request->str + head_length, body_length);
  g_free (server->last_head);
  server->last_head = g_steal_pointer (&head);

  rule = find_rule (server, request->method, request->path);
  if (rule == NULL)
    {
      kc_stub_server_reply (server, request->method, request->path, 1, 404, NULL,
                            "{\"message\":\"no rule\",\"statusCode\":404}");
      rule = find_rule (server, request->method, request->path);
    }
  connection_answer (self, rule);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Connection *self = user_data;
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    connection_end (self);
  else
    {
      g_string_append_len (self->request, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      if (!self->answered)
        connection_look_for_request (self);
      /* Keeps reading after the answer too: this is how the client's close is noticed. */
      g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 65536, G_PRIORITY_DEFAULT,
                                       self->cancellable, read_cb, connection_ref (self));
    }
  connection_unref (self);
}

static gboolean
on_service_incoming_cb (GSocketService *service,
                        GSocketConnection *tcp,
                        GObject *source,
                        gpointer user_data)
{
  KcStubServer *server = user_data;
  Connection *self = g_new0 (Connection, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&server->ref_count);
  self->server = server;
  self->tcp = g_object_ref (tcp);
  self->cancellable = g_cancellable_new ();
  self->request = g_string_new (NULL);
  self->output = g_byte_array_new ();
  if (server->certificate != NULL)
    {
      /* Like every web server; the stub would not understand a client that accepts the offer. */
      static const char *const protocols[] = {"h2", "http/1.1", NULL};

      self->io = g_tls_server_connection_new (G_IO_STREAM (tcp), server->certificate, NULL);
      g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (self->io), protocols);
    }
  else
    self->io = g_object_ref (G_IO_STREAM (tcp));
  g_assert_nonnull (self->io);

  g_ptr_array_add (server->connections, self);
  /* The reference that was taken above is passed on. */
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (self->io), 65536,
                                   G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);

  return TRUE;
}

static void
add_rule (KcStubServer *self,
          const char *method,
          const char *path,
          guint uses,
          KcStubFlags flags,
          gboolean is_stream,
          GBytes *bytes)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->method = g_strdup (method);
  rule->path = g_strdup (path);
  rule->uses_left = uses;
  rule->flags = flags;
  rule->is_stream = is_stream;
  rule->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (self->rules, rule);
}

/* At `port`; 0 for any. Several sockets of this program may share it. */
static GSocket *
bind_socket (guint16 port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GError) error = NULL;
  GSocket *socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_option (socket, SOL_SOCKET, SO_REUSEPORT, TRUE, &error);
  g_assert_no_error (error);
  g_socket_bind (socket, address, TRUE, &error);
  g_assert_no_error (error);

  return socket;
}

static void
open_service (KcStubServer *self)
{
  g_autoptr (GSocket) socket = bind_socket (self->port);
  g_autoptr (GError) error = NULL;

  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  self->service = g_socket_service_new ();
  g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), socket, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_service_incoming_cb), self);
  g_socket_service_start (self->service);
}

static void
reserve_port (KcStubServer *self)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->reserved = bind_socket (0);
  address = g_socket_get_local_address (self->reserved, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static void
close_service (KcStubServer *self)
{
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  for (guint i = self->connections->len; i > 0; i--)
    connection_end (g_ptr_array_index (self->connections, i - 1));
}

KcStubServer *
kc_stub_server_new (void)
{
  return kc_stub_server_new_tls (NULL);
}

KcStubServer *
kc_stub_server_new_tls (GTlsCertificate *certificate)
{
  KcStubServer *self = g_new0 (KcStubServer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  self->connections = g_ptr_array_new ();
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  reserve_port (self);
  open_service (self);
  self->base_url = g_strdup_printf ("%s://127.0.0.1:%u" API_PREFIX,
                                    certificate != NULL ? "https" : "http", self->port);

  return self;
}

void
kc_stub_server_set_reachable (KcStubServer *self, gboolean reachable)
{
  if (reachable == (self->service != NULL))
    return;

  if (reachable)
    open_service (self);
  else
    close_service (self);
}

void
kc_stub_server_free (KcStubServer *self)
{
  if (self->service != NULL)
    close_service (self);
  kc_stub_server_unref (self);
}

const char *
kc_stub_server_get_base_url (KcStubServer *self)
{
  return self->base_url;
}

void
kc_stub_server_reply (KcStubServer *self,
                      const char *method,
                      const char *path,
                      guint uses,
                      guint status,
                      const char *extra_headers,
                      const char *json)
{
  g_autofree char *envelope
      = g_strdup_printf ("{\"message\":\"Status %u\",\"statusCode\":%u}", status, status);
  g_autofree char *text = NULL;

  if (status >= 400 && g_str_equal (json, "{}"))
    json = envelope;
  text = g_strdup_printf ("HTTP/1.1 %u Status\r\n"
                          "Content-Type: application/json; charset=utf-8\r\n"
                          "Content-Length: %zu\r\n"
                          "Connection: close\r\n"
                          "%s"
                          "\r\n"
                          "%s",
                          status, strlen (json), extra_headers != NULL ? extra_headers : "", json);

  kc_stub_server_reply_raw (self, method, path, uses, KC_STUB_CLOSE, text, strlen (text));
}

void
kc_stub_server_reply_raw (KcStubServer *self,
                          const char *method,
                          const char *path,
                          guint uses,
                          KcStubFlags flags,
                          const void *bytes,
                          gsize length)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, length);

  add_rule (self, method, path, uses, flags, FALSE, copy);
}

void
kc_stub_server_reply_stream (KcStubServer *self, const char *path, guint uses)
{
  static const char head[] = "HTTP/1.1 200 OK\r\n"
                             "Content-Type: text/event-stream\r\n"
                             "Cache-Control: no-cache\r\n"
                             "Transfer-Encoding: chunked\r\n"
                             "\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (head, strlen (head));

  add_rule (self, "GET", path, uses, KC_STUB_CLOSE, TRUE, bytes);
}

void
kc_stub_server_send (KcStubServer *self, const char *text)
{
  g_autofree char *chunk = g_strdup_printf ("%zx\r\n%s\r\n", strlen (text), text);

  for (guint i = self->connections->len; i > 0; i--)
    {
      Connection *connection = g_ptr_array_index (self->connections, i - 1);

      if (!connection->is_stream || connection->is_ending)
        continue;
      g_byte_array_append (connection->output, (const guint8 *) chunk, strlen (chunk));
      connection_flush (connection);
    }
}

void
kc_stub_server_end_streams (KcStubServer *self, gboolean reset)
{
  for (guint i = self->connections->len; i > 0; i--)
    {
      Connection *connection = g_ptr_array_index (self->connections, i - 1);

      if (!connection->is_stream || connection->is_ending)
        continue;
      connection->is_ending = TRUE;
      if (reset)
        connection->flags |= KC_STUB_RESET;
      else
        g_byte_array_append (connection->output, (const guint8 *) "0\r\n\r\n", 5);
      connection_flush (connection);
    }
}

guint
kc_stub_server_get_n_streams (KcStubServer *self)
{
  guint n_streams = 0;

  for (guint i = 0; i < self->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (self->connections, i);

      n_streams += connection->is_stream && !connection->is_ending;
    }

  return n_streams;
}

guint
kc_stub_server_count (KcStubServer *self, const char *method, const char *path)
{
  guint count = 0;

  for (guint i = 0; i < self->requests->len; i++)
    {
      Request *request = g_ptr_array_index (self->requests, i);

      count += matches (method, path, request->method, request->path);
    }

  return count;
}

const char *
kc_stub_server_get_last_head (KcStubServer *self)
{
  return self->last_head != NULL ? self->last_head : "";
}

const char *
kc_stub_server_get_last_body (KcStubServer *self)
{
  return self->last_body != NULL ? self->last_body : "";
}

guint64
kc_stub_server_get_n_bytes_sent (KcStubServer *self)
{
  return self->n_bytes_sent;
}
