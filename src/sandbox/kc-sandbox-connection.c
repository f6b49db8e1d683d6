/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

typedef enum {
  STAYS_OPEN,
  ENDS_WITH_CLOSE,
  ENDS_WITH_RESET,
} End;

struct _KcSandboxConnection {
  KcSandboxTime *time;
  SoupServerMessage *message; /* until the connection is ours */
  GIOStream *stream;          /* keeps the socket's connection alive; used for nothing else */
  GSocket *socket;
  GQueue chunks; /* GBytes */
  gsize offset;  /* into the first chunk */
  End end;
  gboolean slow;
  gboolean silent;
  gsize piece;    /* bytes sent at a time; 0: all */
  gint64 idle_ms; /* 0: it may be idle for ever */
  KcSandboxAlarm *start_alarm;
  KcSandboxAlarm *idle_alarm;
  GSource *writer;
  GSource *reader;
  KcSandboxConnectionClosedFunc closed;
  gpointer user_data;
};

static void ensure_writer (KcSandboxConnection *self);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
attach (KcSandboxConnection *self, GSource **place, GSource *source, GSourceFunc func)
{
  clear_source (place);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->time->context);
  *place = source;
}

static void
close_socket (KcSandboxConnection *self)
{
  if (self->socket != NULL && self->end == ENDS_WITH_RESET)
    {
      struct linger linger = {.l_onoff = 1, .l_linger = 0};
      setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    }
  clear_source (&self->writer);
  clear_source (&self->reader);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
}

/* The owner may free `self` in here. */
static void
announce_end (KcSandboxConnection *self)
{
  close_socket (self);
  self->closed (self, self->user_data);
}

static gboolean
socket_readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  KcSandboxConnection *self = user_data;
  char buffer[512];
  g_autoptr (GError) error = NULL;
  gssize n;

  n = g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, &error);
  if (n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  announce_end (self);
  return G_SOURCE_REMOVE;
}

static void
note_activity (KcSandboxConnection *self)
{
  kc_sandbox_alarm_set (self->idle_alarm, self->idle_ms > 0 && self->socket != NULL
                                              ? kc_sandbox_time_now (self->time) + self->idle_ms
                                              : 0);
}

static void
idle_cb (gpointer user_data)
{
  KcSandboxConnection *self = user_data;

  self->end = ENDS_WITH_RESET;
  announce_end (self);
}

/* Sends what the socket takes. FALSE when the connection is broken. */
static gboolean
write_some (KcSandboxConnection *self)
{
  GBytes *chunk = g_queue_peek_head (&self->chunks);
  g_autoptr (GError) error = NULL;
  const char *data;
  gsize size;
  gssize n;

  data = g_bytes_get_data (chunk, &size);
  if (self->offset < size)
    {
      gsize length = MIN (size - self->offset, self->piece > 0 ? self->piece : G_MAXSIZE);

      n = g_socket_send_with_blocking (self->socket, data + self->offset, length, FALSE, NULL,
                                       &error);
      if (n < 0)
        return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      self->offset += (gsize) n;
      note_activity (self);
    }
  if (self->offset >= size)
    {
      g_bytes_unref (g_queue_pop_head (&self->chunks));
      self->offset = 0;
    }
  return TRUE;
}

static gboolean
write_cb (gpointer user_data)
{
  KcSandboxConnection *self = user_data;

  if (!g_queue_is_empty (&self->chunks) && !write_some (self))
    {
      announce_end (self);
      return G_SOURCE_REMOVE;
    }
  if (!g_queue_is_empty (&self->chunks))
    return G_SOURCE_CONTINUE;

  clear_source (&self->writer);
  if (self->end != STAYS_OPEN)
    announce_end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
socket_writable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  return write_cb (user_data);
}

static void
ensure_writer (KcSandboxConnection *self)
{
  if (self->socket == NULL || self->writer != NULL || self->silent)
    return;
  if (g_queue_is_empty (&self->chunks) && self->end == STAYS_OPEN)
    return;

  if (self->slow)
    attach (self, &self->writer, g_timeout_source_new (KC_SANDBOX_CONNECTION_SLOW_MS), write_cb);
  else
    attach (self, &self->writer, g_socket_create_source (self->socket, G_IO_OUT, NULL),
            G_SOURCE_FUNC (socket_writable_cb));
}

/* Not within the server's handler: libsoup still uses the connection after it. */
static void
start_cb (gpointer user_data)
{
  KcSandboxConnection *self = user_data;

  g_set_object (&self->socket, soup_server_message_get_socket (self->message));
  self->stream = soup_server_message_steal_connection (self->message);
  g_clear_object (&self->message);
  if (self->socket == NULL || self->stream == NULL)
    {
      announce_end (self);
      return;
    }

  /* Each piece by itself, and at once. */
  g_socket_set_option (self->socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  attach (self, &self->reader, g_socket_create_source (self->socket, G_IO_IN, NULL),
          G_SOURCE_FUNC (socket_readable_cb));
  note_activity (self);
  ensure_writer (self);
}

KcSandboxConnection *
kc_sandbox_connection_new (KcSandboxTime *time,
                           SoupServerMessage *message,
                           gint64 delay_ms,
                           KcSandboxConnectionClosedFunc closed,
                           gpointer user_data)
{
  KcSandboxConnection *self = g_new0 (KcSandboxConnection, 1);

  self->time = time;
  self->message = g_object_ref (message);
  self->closed = closed;
  self->user_data = user_data;
  g_queue_init (&self->chunks);

  soup_server_message_pause (message);
  self->start_alarm = kc_sandbox_alarm_new (time, start_cb, self);
  self->idle_alarm = kc_sandbox_alarm_new (time, idle_cb, self);
  kc_sandbox_alarm_set (self->start_alarm, kc_sandbox_time_now (time) + delay_ms);
  return self;
}

void
kc_sandbox_connection_free (KcSandboxConnection *self)
{
  close_socket (self);
  kc_sandbox_alarm_free (self->start_alarm);
  kc_sandbox_alarm_free (self->idle_alarm);
  g_clear_object (&self->message);
  g_queue_clear_full (&self->chunks, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}

void
kc_sandbox_connection_set_slow (KcSandboxConnection *self)
{
  self->slow = TRUE;
  self->piece = 1;
}

void
kc_sandbox_connection_set_piece (KcSandboxConnection *self, gsize n_bytes)
{
  self->piece = n_bytes;
}

void
kc_sandbox_connection_set_idle_cut (KcSandboxConnection *self, gint64 ms)
{
  self->idle_ms = ms;
  note_activity (self);
}

void
kc_sandbox_connection_silence (KcSandboxConnection *self)
{
  self->silent = TRUE;
  self->idle_ms = 0;
  kc_sandbox_alarm_set (self->idle_alarm, 0);
  clear_source (&self->writer);
}

void
kc_sandbox_connection_send (KcSandboxConnection *self, GBytes *bytes)
{
  if (self->end != STAYS_OPEN)
    {
      g_bytes_unref (bytes);
      return;
    }
  g_queue_push_tail (&self->chunks, bytes);
  ensure_writer (self);
}

void
kc_sandbox_connection_end (KcSandboxConnection *self, KcSandboxConnectionEnd how)
{
  if (self->end != STAYS_OPEN)
    return;
  self->end = how == KC_SANDBOX_CONNECTION_RESET ? ENDS_WITH_RESET : ENDS_WITH_CLOSE;
  ensure_writer (self);
}
