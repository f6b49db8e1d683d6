/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-test-proxy.h"

#include <string.h>

struct _KcTestProxy {
  GSocketService *service;
  guint16 port;
  char *authorization; /* the header that is required, or NULL */
  GCancellable *cancellable;
  GString *heads;
  guint n_asked;
  guint n_granted;
};

/* From a client to the proxy; freed when its last operation has ended. */
typedef struct {
  KcTestProxy *proxy;
  GCancellable *cancellable;
  GSocketConnection *client;
  GSocketConnection *target;
  GString *head;
  guint n_operations;
} Tunnel;

static const char REFUSAL[]
    = "HTTP/1.1 407 Proxy Authentication Required\r\n"
      "Proxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
static const char GRANT[] = "HTTP/1.1 200 Connection established\r\n\r\n";

static void read_head (Tunnel *self);

static void
tunnel_end (Tunnel *self)
{
  if (--self->n_operations > 0)
    return;

  g_clear_object (&self->client);
  g_clear_object (&self->target);
  g_clear_object (&self->cancellable);
  g_string_free (self->head, TRUE);
  g_free (self);
}

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  tunnel_end (user_data);
}

static void
splice (Tunnel *self, GSocketConnection *from, GSocketConnection *to)
{
  self->n_operations++;
  g_output_stream_splice_async (g_io_stream_get_output_stream (G_IO_STREAM (to)),
                                g_io_stream_get_input_stream (G_IO_STREAM (from)),
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                    | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, self->cancellable, spliced_cb, self);
}

static void
say (Tunnel *self, const char *text)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (self->client));

  /* A hundred bytes: they fit into any buffer. */
  g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Tunnel *self = user_data;

  self->target = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, NULL);
  if (self->target != NULL)
    {
      say (self, GRANT);
      splice (self, self->client, self->target);
      splice (self, self->target, self->client);
    }
  tunnel_end (self);
}

static void
answer (Tunnel *self)
{
  g_auto (GStrv) words = g_strsplit (self->head->str, " ", 3);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  self->proxy->n_asked++;
  g_string_append (self->proxy->heads, self->head->str);
  if (self->proxy->authorization != NULL
      && strstr (self->head->str, self->proxy->authorization) == NULL)
    {
      say (self, REFUSAL);
      g_io_stream_close (G_IO_STREAM (self->client), NULL, NULL);
      tunnel_end (self);
      return;
    }

  g_assert_cmpstr (words[0], ==, "CONNECT");
  self->proxy->n_granted++;
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, words[1], 0, self->cancellable, connected_cb,
                                         self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Tunnel *self = user_data;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      tunnel_end (self);
      return;
    }

  g_string_append_len (self->head, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (strstr (self->head->str, "\r\n\r\n") != NULL)
    answer (self);
  else
    read_head (self);
}

static void
read_head (Tunnel *self)
{
  /* Nothing is sent through the tunnel before the answer to its request. */
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->client)), 4096,
                                   G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static gboolean
on_service_incoming_cb (GSocketService *service,
                        GSocketConnection *client,
                        GObject *source,
                        gpointer user_data)
{
  KcTestProxy *proxy = user_data;
  Tunnel *self = g_new0 (Tunnel, 1);

  self->proxy = proxy;
  self->cancellable = g_object_ref (proxy->cancellable);
  self->client = g_object_ref (client);
  self->head = g_string_new (NULL);
  self->n_operations = 1;
  read_head (self);

  return TRUE;
}

KcTestProxy *
kc_test_proxy_new (const char *credentials)
{
  KcTestProxy *self = g_new0 (KcTestProxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  if (credentials != NULL)
    {
      g_autofree char *encoded
          = g_base64_encode ((const guchar *) credentials, strlen (credentials));

      self->authorization = g_strdup_printf ("Proxy-Authorization: Basic %s\r\n", encoded);
    }
  self->heads = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_service_incoming_cb), self);
  g_socket_service_start (self->service);

  return self;
}

void
kc_test_proxy_free (KcTestProxy *self)
{
  g_cancellable_cancel (self->cancellable);
  /* Cancelled operations end before the proxy is freed. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_string_free (self->heads, TRUE);
  g_free (self->authorization);
  g_free (self);
}

guint16
kc_test_proxy_get_port (KcTestProxy *self)
{
  return self->port;
}

guint
kc_test_proxy_count_asked (KcTestProxy *self)
{
  return self->n_asked;
}

guint
kc_test_proxy_count_granted (KcTestProxy *self)
{
  return self->n_granted;
}

const char *
kc_test_proxy_get_heads (KcTestProxy *self)
{
  return self->heads->str;
}
