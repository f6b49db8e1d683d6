/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kc-api"

#include "kc-sse-stream.h"

#include "kc-deadline.h"
#include "kc-http.h"
#include "kc-secret.h"

#include <string.h>

/* Some events of today's size; a longer one takes several reads. Drawing waits for one read at
 * most, not for a flood. */
#define READ_SIZE 2048
/* Below drawing (GTK's is G_PRIORITY_HIGH_IDLE + 20), so that a flood leaves the window alive. */
#define READ_PRIORITY G_PRIORITY_DEFAULT_IDLE
#define MAX_SENT_ID_BYTES 4096
/* Of the body of a refusal; its JSON is a few hundred bytes long. */
#define REFUSAL_SIZE 16384

struct _KcSseStream {
  GObject parent_instance;

  SoupSession *session;
  char *uri;
  char *key;
  guint head_deadline_ms;
  KcSseParser *parser;

  /* The run under way, borrowed: the operation that it waits for owns it. */
  GTask *task;
};

/* One connection; owned by its task. */
typedef struct {
  SoupMessage *message;
  GInputStream *input;
  KcDeadline *deadline; /* its deadline is that of the head: a stream that is open has none */
  gint64 started_at;
  guint8 buffer[REFUSAL_SIZE];
} Connection;

G_STATIC_ASSERT (READ_SIZE <= REFUSAL_SIZE);

G_DEFINE_FINAL_TYPE (KcSseStream, kc_sse_stream, G_TYPE_OBJECT)

enum { SIGNAL_OPENED, SIGNAL_ACTIVITY, SIGNAL_EVENT, SIGNAL_DRAINED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void read_more (GTask *task);

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  g_clear_pointer (&connection->deadline, kc_deadline_free);
  g_clear_object (&connection->input);
  g_clear_object (&connection->message);
  g_free (connection);
}

/* The socket is released before the caller learns of the end and perhaps opens the next connection.
 * Takes `error`; NULL is an orderly end. */
static void
complete (GTask *task, GError *error)
{
  KcSseStream *self = g_task_get_source_object (task);
  Connection *connection = g_task_get_task_data (task);

  g_assert (self->task == task);

  g_debug ("GET event stream: over after %" G_GINT64_FORMAT " ms, %s",
           (g_get_monotonic_time () - connection->started_at) / 1000,
           error != NULL ? error->message : "ended by the server");

  kc_deadline_end (connection->deadline);
  g_clear_object (&connection->input);
  self->task = NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Called after every callback and every emission: the caller may have cancelled. */
static gboolean
complete_if_cancelled (GTask *task)
{
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    return FALSE;

  complete (task, error);
  return TRUE;
}

static void
parser_event_cb (const KcSseEvent *event, gpointer user_data)
{
  KcSseStream *self = user_data;

  /* One read may bring more than the one event that the caller cancelled at. */
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (self->task)))
    g_signal_emit (self, signals[SIGNAL_EVENT], 0, event);
}

static void
refusal_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Connection *connection = g_task_get_task_data (task);
  g_autoptr (GBytes) body = NULL;
  gsize length = 0;

  /* Half a body, or none, still leaves the status. */
  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);
  if (complete_if_cancelled (task))
    return;

  body = g_bytes_new (connection->buffer, length);
  complete (task, kc_http_error_new_from_reply (connection->message, body));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcSseStream *self = g_task_get_source_object (task);
  Connection *connection = g_task_get_task_data (task);
  GError *error = NULL;
  gssize length;

  length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  if (complete_if_cancelled (task))
    {
      g_clear_error (&error);
      return;
    }

  /* Of a request that would be half an answer; of a stream it is a lost connection. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      g_clear_error (&error);
      error = g_error_new_literal (KC_ERROR, KC_ERROR_OFFLINE, "The event stream was cut off");
    }

  if (length < 0)
    {
      complete (task, kc_http_error_new_from_transport (connection->message, error));
      return;
    }

  if (length == 0)
    {
      complete (task, NULL);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_ACTIVITY], 0);

  if (!kc_sse_parser_feed (self->parser, connection->buffer, (gsize) length, &error))
    {
      complete (task, error);
      return;
    }

  if (complete_if_cancelled (task))
    return;
  g_signal_emit (self, signals[SIGNAL_DRAINED], 0);

  if (!complete_if_cancelled (task))
    read_more (g_steal_pointer (&task));
}

/* Takes `task`. */
static void
read_more (GTask *task)
{
  Connection *connection = g_task_get_task_data (task);

  g_input_stream_read_async (connection->input, connection->buffer, READ_SIZE, READ_PRIORITY,
                             kc_deadline_get_cancellable (connection->deadline), read_cb, task);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcSseStream *self = g_task_get_source_object (task);
  Connection *connection = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint status;

  connection->input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (complete_if_cancelled (task))
    return;

  if (connection->input == NULL)
    {
      if (kc_deadline_was_late (connection->deadline))
        {
          g_clear_error (&error);
          error
              = g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, "No answer within the deadline");
        }
      complete (task,
                kc_http_error_new_from_transport (connection->message, g_steal_pointer (&error)));
      return;
    }

  status = soup_message_get_status (connection->message);
  if (status >= 400)
    {
      /* The body belongs to the answer: it names the missing permission. So the deadline goes on.
       */
      g_input_stream_read_all_async (connection->input, connection->buffer, REFUSAL_SIZE,
                                     G_PRIORITY_DEFAULT,
                                     kc_deadline_get_cancellable (connection->deadline),
                                     refusal_read_cb, g_steal_pointer (&task));
      return;
    }

  /* "Do not open it again", as the standard has it: what became of the session, a poll tells. */
  if (status == SOUP_STATUS_NO_CONTENT)
    {
      complete (task, kc_error_new_full (KC_ERROR_GONE, status,
                                         kc_http_get_retry_after_ms (connection->message), NULL,
                                         NULL, NULL, "There are no more events"));
      return;
    }

  if (status != SOUP_STATUS_OK)
    {
      complete (task, kc_http_error_new_from_reply (connection->message, NULL));
      return;
    }

  error = kc_http_find_stream_fault (connection->message);
  if (error != NULL)
    {
      complete (task, g_steal_pointer (&error));
      return;
    }

  kc_deadline_lift_deadline (connection->deadline);
  g_debug ("GET event stream: open after %" G_GINT64_FORMAT " ms",
           (g_get_monotonic_time () - connection->started_at) / 1000);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);

  if (!complete_if_cancelled (task))
    read_more (g_steal_pointer (&task));
}

/* What HTTP cannot carry, or nobody accepts, would keep the stream from ever being opened again. */
static gboolean
can_send_id (const char *id)
{
  if (*id == '\0' || strlen (id) > MAX_SENT_ID_BYTES)
    return FALSE;
  for (const char *c = id; *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c))
        return FALSE;
    }

  return TRUE;
}

/* NULL if the address cannot be read. */
static SoupMessage *
create_request (KcSseStream *self, GCancellable *cancellable)
{
  const char *last_event_id = kc_sse_parser_get_last_event_id (self->parser);
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, self->uri);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;

  /* 401 means this key. */
  soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  kc_http_prepare (message, self->session, self->key, "text/event-stream", cancellable);

  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (can_send_id (last_event_id))
    soup_message_headers_replace (headers, "Last-Event-ID", last_event_id);

  return message;
}

static void
kc_sse_stream_finalize (GObject *object)
{
  KcSseStream *self = KC_SSE_STREAM (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->key, kc_secret_free);
  g_clear_pointer (&self->parser, kc_sse_parser_free);

  G_OBJECT_CLASS (kc_sse_stream_parent_class)->finalize (object);
}

static void
kc_sse_stream_class_init (KcSseStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kc_sse_stream_finalize;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVITY] = g_signal_new ("activity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EVENT]
      = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, KC_TYPE_SSE_EVENT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_DRAINED] = g_signal_new ("drained", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_sse_stream_init (KcSseStream *self)
{
  self->parser = kc_sse_parser_new (parser_event_cb, self);
  self->head_deadline_ms = KC_CLIENT_DEADLINE_MS;
}

KcSseStream *
kc_sse_stream_new (SoupSession *session, const char *uri, const char *key)
{
  KcSseStream *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  self = g_object_new (KC_TYPE_SSE_STREAM, NULL);
  self->session = g_object_ref (session);
  self->uri = g_strdup (uri);
  self->key = g_strdup (key);

  return self;
}

void
kc_sse_stream_set_head_deadline (KcSseStream *self, guint deadline_ms)
{
  g_return_if_fail (KC_IS_SSE_STREAM (self));

  self->head_deadline_ms = deadline_ms;
}

void
kc_sse_stream_run_async (KcSseStream *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Connection *connection;

  g_return_if_fail (KC_IS_SSE_STREAM (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (self->task == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_sse_stream_run_async);

  kc_sse_parser_reset (self->parser);

  connection = g_new0 (Connection, 1);
  connection->deadline = kc_deadline_new (cancellable, self->head_deadline_ms);
  connection->started_at = g_get_monotonic_time ();
  connection->message = create_request (self, kc_deadline_get_cancellable (connection->deadline));
  g_task_set_task_data (task, connection, connection_free);
  self->task = task;

  if (complete_if_cancelled (task))
    return;

  if (connection->message == NULL)
    {
      complete (task, g_error_new_literal (KC_ERROR, KC_ERROR_BAD_REPLY,
                                           "The event stream's address cannot be read"));
      return;
    }

  soup_session_send_async (self->session, connection->message, G_PRIORITY_DEFAULT,
                           kc_deadline_get_cancellable (connection->deadline), sent_cb,
                           g_steal_pointer (&task));
}

gboolean
kc_sse_stream_run_finish (KcSseStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KC_IS_SSE_STREAM (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gint64
kc_sse_stream_get_retry_ms (KcSseStream *self)
{
  g_return_val_if_fail (KC_IS_SSE_STREAM (self), -1);

  return kc_sse_parser_get_retry_ms (self->parser);
}
