/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-network-faults.h"
#include "kc-sandbox-session.h"
#include "kc-sandbox-stream.h"

static void
close_connections (KcSandbox *self)
{
  g_ptr_array_set_size (self->wires, 0);
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      g_ptr_array_set_size (session->streams, 0);
    }
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

/* A socket with our port: nobody else gets it, and until it listens, nobody gets through. */
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
listen_on (KcSandbox *self, GSocket *socket, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "keebai-sandbox", NULL);
  SoupServerListenOptions options = 0;

  if (self->certificate != NULL)
    {
      soup_server_set_tls_certificate (server, self->certificate);
      options = SOUP_SERVER_LISTEN_HTTPS;
    }
  soup_server_add_handler (server, NULL, kc_sandbox_handle, self, NULL);
  if (!g_socket_listen (socket, error)
      || !soup_server_listen_socket (server, socket, options, error))
    return FALSE;

  self->server = g_steal_pointer (&server);
  return TRUE;
}

static void
come_back (KcSandbox *self)
{
  g_autoptr (GSocket) socket = g_steal_pointer (&self->reserved);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->offline_alarm, kc_sandbox_alarm_free);
  g_clear_pointer (&self->leave_alarm, kc_sandbox_alarm_free);
  if (socket != NULL && !listen_on (self, socket, &error))
    g_warning ("the practice service cannot come back: %s", error->message);
}

static void
offline_cb (gpointer user_data)
{
  come_back (user_data);
}

static void
leave_cb (gpointer user_data)
{
  KcSandbox *self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->leave_alarm, kc_sandbox_alarm_free);

  /* Both at once are not possible: for a moment the port is anybody's. */
  close_connections (self);
  self->reserved = reserve_port (self->port, &error);
  if (self->reserved == NULL)
    g_warning ("the practice service has lost its port: %s", error->message);
}

/* Who has turned the knob still gets an answer. */
static void
on_message_finished_cb (SoupServerMessage *message, gpointer user_data)
{
  KcSandbox *self = user_data;

  if (self->leave_alarm != NULL)
    kc_sandbox_alarm_set (self->leave_alarm, kc_sandbox_time_now (&self->time));
}

gboolean
kc_sandbox_network_faults_listen (KcSandbox *self, guint port, GError **error)
{
  g_autoptr (GSocket) socket = reserve_port (port, error);
  g_autoptr (GSocketAddress) address = NULL;

  if (socket == NULL || !listen_on (self, socket, error))
    return FALSE;

  address = g_socket_get_local_address (socket, error);
  if (address == NULL)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  return TRUE;
}

void
kc_sandbox_network_faults_close (KcSandbox *self)
{
  g_clear_pointer (&self->offline_alarm, kc_sandbox_alarm_free);
  g_clear_pointer (&self->leave_alarm, kc_sandbox_alarm_free);
  close_connections (self);
  g_clear_object (&self->reserved);
}

void
kc_sandbox_network_faults_go_offline (KcSandbox *self, double seconds)
{
  if (self->server == NULL && self->reserved == NULL)
    return;
  if (seconds <= 0)
    {
      come_back (self);
      return;
    }

  if (self->offline_alarm == NULL)
    self->offline_alarm = kc_sandbox_alarm_new (&self->time, offline_cb, self);
  kc_sandbox_alarm_set (self->offline_alarm,
                        kc_sandbox_time_now (&self->time) + (gint64) (seconds * 1000));
  if (self->server == NULL)
    return;
  if (self->leave_alarm == NULL)
    self->leave_alarm = kc_sandbox_alarm_new (&self->time, leave_cb, self);
  if (self->message != NULL)
    g_signal_connect_object (self->message, "finished", G_CALLBACK (on_message_finished_cb), self,
                             0);
  else
    leave_cb (self);
}

void
kc_sandbox_network_faults_update (KcSandbox *self)
{
  if (!kc_sandbox_network_faults_is_dead (self))
    return;

  for (guint i = 0; i < self->wires->len; i++)
    kc_sandbox_wire_fall_dumb (g_ptr_array_index (self->wires, i));
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KcSandboxSession *session = g_ptr_array_index (self->sessions, i);

      for (guint j = 0; j < session->streams->len; j++)
        kc_sandbox_stream_fall_dumb (g_ptr_array_index (session->streams, j));
    }
}

gboolean
kc_sandbox_network_faults_is_dead (KcSandbox *self)
{
  return kc_sandbox_knobs_is (self->knobs, "half-open", "on");
}

gboolean
kc_sandbox_network_faults_is_special (KcSandbox *self)
{
  return kc_sandbox_knobs_get_number (self->knobs, "pieces") > 0;
}

void
kc_sandbox_network_faults_shape (KcSandbox *self, KcSandboxWire *wire)
{
  double piece = kc_sandbox_knobs_get_number (self->knobs, "pieces");
  double idle = kc_sandbox_knobs_get_number (self->knobs, "idle-cut");

  kc_sandbox_wire_set_piece (wire, (gsize) piece);
  kc_sandbox_wire_set_idle_cut (wire, (gint64) (idle * 1000));
}
