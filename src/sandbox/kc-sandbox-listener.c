/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-listener.h"

struct _KcSandboxListener {
  KcSandboxTime *time;
  SoupServerCallback early;
  SoupServerCallback handler;
  gpointer user_data; /* of these two */
  KcSandboxListenerClosedFunc closed;
  gpointer closed_data;

  SoupServer *server; /* NULL while closed or offline */
  GTlsCertificate *certificate;
  guint port;
  GSocket *reserved;           /* holds the port while offline */
  KcSandboxAlarm *back_alarm;  /* offline until then */
  KcSandboxAlarm *leave_alarm; /* goes offline */
  SoupServerMessage *message;  /* within the handler: what is being handled; borrowed */
  gulong finished_id;          /* of `leaving` */
  SoupServerMessage *leaving;  /* the request that asked to go offline */
};

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  KcSandboxListener *self = user_data;

  self->message = message;
  self->handler (server, message, path, query, self->user_data);
  self->message = NULL;
}

static void
handle_early (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              GHashTable *query,
              gpointer user_data)
{
  KcSandboxListener *self = user_data;

  self->early (server, message, path, query, self->user_data);
}

static void
close_server (KcSandboxListener *self)
{
  self->closed (self->closed_data);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

/* A socket with our port: nobody else gets it, and nobody can connect until it listens. */
static GSocket *
reserve_port (guint port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static gboolean
listen_on (KcSandboxListener *self, GSocket *socket, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "keebai-sandbox", NULL);
  SoupServerListenOptions options = 0;

  if (self->certificate != NULL)
    {
      soup_server_set_tls_certificate (server, self->certificate);
      options = SOUP_SERVER_LISTEN_HTTPS;
    }
  soup_server_add_early_handler (server, NULL, handle_early, self, NULL);
  soup_server_add_handler (server, NULL, handle, self, NULL);
  if (!g_socket_listen (socket, error)
      || !soup_server_listen_socket (server, socket, options, error))
    return FALSE;

  self->server = g_steal_pointer (&server);
  return TRUE;
}

static void
forget_leaving (KcSandboxListener *self)
{
  if (self->leaving != NULL)
    g_signal_handler_disconnect (self->leaving, self->finished_id);
  g_clear_object (&self->leaving);
  g_clear_pointer (&self->leave_alarm, kc_sandbox_alarm_free);
}

static void
come_back (KcSandboxListener *self)
{
  g_autoptr (GSocket) socket = g_steal_pointer (&self->reserved);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->back_alarm, kc_sandbox_alarm_free);
  forget_leaving (self);
  if (socket != NULL && !listen_on (self, socket, &error))
    g_warning ("the practice service cannot come back: %s", error->message);
}

static void
back_cb (gpointer user_data)
{
  come_back (user_data);
}

static void
leave_cb (gpointer user_data)
{
  KcSandboxListener *self = user_data;
  g_autoptr (GError) error = NULL;

  forget_leaving (self);

  /* The port cannot be bound twice, so for a moment another program may take it. */
  close_server (self);
  self->reserved = reserve_port (self->port, &error);
  if (self->reserved == NULL)
    g_warning ("the practice service has lost its port: %s", error->message);
}

static void
on_message_finished_cb (SoupServerMessage *message, gpointer user_data)
{
  KcSandboxListener *self = user_data;

  kc_sandbox_alarm_set (self->leave_alarm, kc_sandbox_time_now (self->time));
}

KcSandboxListener *
kc_sandbox_listener_new (KcSandboxTime *time,
                         SoupServerCallback early,
                         SoupServerCallback handler,
                         KcSandboxListenerClosedFunc closed,
                         gpointer closed_data,
                         gpointer user_data)
{
  KcSandboxListener *self = g_new0 (KcSandboxListener, 1);

  self->time = time;
  self->early = early;
  self->handler = handler;
  self->closed = closed;
  self->closed_data = closed_data;
  self->user_data = user_data;
  return self;
}

void
kc_sandbox_listener_free (KcSandboxListener *self)
{
  kc_sandbox_listener_close (self);
  g_clear_object (&self->certificate);
  g_free (self);
}

gboolean
kc_sandbox_listener_open (KcSandboxListener *self,
                          guint port,
                          GTlsCertificate *certificate,
                          GError **error)
{
  g_autoptr (GSocket) socket = reserve_port (port, error);
  g_autoptr (GSocketAddress) address = NULL;

  g_set_object (&self->certificate, certificate);
  if (socket == NULL || !listen_on (self, socket, error))
    return FALSE;

  address = g_socket_get_local_address (socket, error);
  if (address == NULL)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  return TRUE;
}

void
kc_sandbox_listener_close (KcSandboxListener *self)
{
  g_clear_pointer (&self->back_alarm, kc_sandbox_alarm_free);
  forget_leaving (self);
  close_server (self);
  g_clear_object (&self->reserved);
}

gboolean
kc_sandbox_listener_is_open (KcSandboxListener *self)
{
  return self->server != NULL || self->reserved != NULL;
}

guint
kc_sandbox_listener_get_port (KcSandboxListener *self)
{
  return self->port;
}

void
kc_sandbox_listener_go_offline (KcSandboxListener *self, double seconds)
{
  if (!kc_sandbox_listener_is_open (self))
    return;
  if (seconds <= 0)
    {
      come_back (self);
      return;
    }

  if (self->back_alarm == NULL)
    self->back_alarm = kc_sandbox_alarm_new (self->time, back_cb, self);
  kc_sandbox_alarm_set (self->back_alarm,
                        kc_sandbox_time_now (self->time) + (gint64) (seconds * 1000));
  if (self->server == NULL || self->leave_alarm != NULL)
    return;
  self->leave_alarm = kc_sandbox_alarm_new (self->time, leave_cb, self);
  if (self->message != NULL)
    {
      self->leaving = g_object_ref (self->message);
      self->finished_id
          = g_signal_connect (self->leaving, "finished", G_CALLBACK (on_message_finished_cb), self);
    }
  else
    {
      leave_cb (self);
    }
}
