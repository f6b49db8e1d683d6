/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kc-api"

#include "kc-request.h"

#include "kc-http.h"
#include "kc-json.h"
#include "kc-deadline.h"

#define READ_SIZE (16 * 1024)

/* The state of a request; belongs to its task, which is kept alive by the operation under way. */
typedef struct {
  SoupMessage *message;
  KcDeadline *deadline;
  GInputStream *stream;
  GByteArray *body;
  char *label;
  guint status; /* the good one, besides 200 */
  gsize max_bytes;
  gint64 started;
} Request;

static void
request_free (Request *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->deadline, kc_deadline_free);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->label, g_free);
  g_free (self);
}

/* Ends everything under way. The rest of the body is not read: closing drops the connection. */
static void
request_end (Request *self)
{
  kc_deadline_end (self->deadline);
  if (self->stream != NULL)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->stream);

  g_debug ("%s %s: %u, %" G_GINT64_FORMAT " ms", soup_message_get_method (self->message),
           self->label, soup_message_get_status (self->message),
           (g_get_monotonic_time () - self->started) / 1000);
}

static void
fail (GTask *task, GError *error)
{
  Request *self = g_task_get_task_data (task);

  request_end (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && kc_deadline_was_late (self->deadline)
      && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_error_free (error);
      error = g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, "no complete answer in time");
    }
  g_task_return_error (task, kc_http_error_new_from_transport (self->message, error));
}

static void
fail_with_reply (GTask *task, KcError code, const char *text)
{
  Request *self = g_task_get_task_data (task);
  const guint status = soup_message_get_status (self->message);

  fail (task, kc_error_new_full (code, status, -1, NULL, NULL, NULL, text));
}

/* The error that the status stands for, with as much of the body as has come. */
static void
fail_with_status (GTask *task)
{
  Request *self = g_task_get_task_data (task);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));

  fail (task, kc_http_error_new_from_reply (self->message, body));
}

static gboolean
status_is_good (Request *self)
{
  const guint status = soup_message_get_status (self->message);

  return status == 200 || status == self->status;
}

static const char *
find_fault_in_head (Request *self, KcError *code)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autofree char *lower = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  *code = kc_http_get_code_for_type (type);
  if (lower == NULL
      || (!g_str_equal (lower, "application/json") && !g_str_has_suffix (lower, "+json")))
    return "the answer is not JSON by its content type";
  if (kc_http_is_compressed (self->message))
    return "the answer is compressed";
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > (goffset) self->max_bytes)
    return "the answer is too large";

  return NULL;
}

/* libsoup 3.2 checks the length only if the connection stays open. */
static gboolean
body_is_complete (Request *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH
         || soup_message_headers_get_content_length (headers) == (goffset) self->body->len;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (bytes == NULL)
    {
      if (status_is_good (self) || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
        fail (task, g_steal_pointer (&error));
      else
        fail_with_status (task);
      return;
    }

  size = g_bytes_get_size (bytes);
  if (self->body->len + size > self->max_bytes)
    {
      if (status_is_good (self))
        fail_with_reply (task, KC_ERROR_BAD_REPLY, "the answer is too large");
      else
        fail_with_status (task);
      return;
    }
  if (size > 0)
    {
      g_byte_array_append (self->body, g_bytes_get_data (bytes, NULL), size);
      g_input_stream_read_bytes_async (self->stream, READ_SIZE, G_PRIORITY_DEFAULT,
                                       kc_deadline_get_cancellable (self->deadline), read_cb,
                                       g_object_ref (task));
      return;
    }

  if (!status_is_good (self))
    fail_with_status (task);
  else if (!body_is_complete (self))
    fail_with_reply (task, KC_ERROR_BAD_REPLY, "the answer broke off");
  else
    {
      request_end (self);
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->body)),
                             (GDestroyNotify) g_bytes_unref);
    }
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);
  GError *error = NULL;
  const char *fault;
  KcError code;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      fail (task, error);
      return;
    }

  if (status_is_good (self))
    {
      fault = find_fault_in_head (self, &code);
      if (fault != NULL)
        {
          fail_with_reply (task, code, fault);
          return;
        }
    }
  else if (soup_message_get_status (self->message) < 400)
    {
      /* Redirects too: the key would be sent along. */
      fail_with_status (task);
      return;
    }

  g_input_stream_read_bytes_async (self->stream, READ_SIZE, G_PRIORITY_DEFAULT,
                                   kc_deadline_get_cancellable (self->deadline), read_cb,
                                   g_object_ref (task));
}

void
kc_request_send_async (SoupSession *session,
                       SoupMessage *message,
                       const char *key,
                       guint status,
                       const char *label,
                       guint deadline_ms,
                       gsize max_bytes,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Request *self;

  g_task_set_source_tag (task, kc_request_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  self = g_new0 (Request, 1);
  self->message = g_object_ref (message);
  self->max_bytes = max_bytes;
  self->deadline = kc_deadline_new (cancellable, deadline_ms);
  kc_http_prepare (message, session, key, "application/json",
                   kc_deadline_get_cancellable (self->deadline));
  self->body = g_byte_array_new ();
  self->label = g_strdup (label);
  self->status = status;
  self->started = g_get_monotonic_time ();
  g_task_set_task_data (task, self, (GDestroyNotify) request_free);

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT,
                           kc_deadline_get_cancellable (self->deadline), send_cb,
                           g_object_ref (task));
}

GBytes *
kc_request_send_finish (SoupSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
