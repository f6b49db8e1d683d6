/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-request.h"
#include "kc-sandbox-reply.h"

#include <string.h>

#define FORM_MAX_BYTES 4096
/* This much of a refused body is read, so that a client that sent little more gets the answer. */
#define REFUSED_MAX_BYTES (1024 * 1024)

#define RECEIVED "kc-sandbox-received"

static gboolean
is_loopback_name (const char *host)
{
  static const char *const names[] = {"127.0.0.1", "localhost", NULL};
  g_autofree char *name = g_strndup (host, strcspn (host, ":"));

  return g_strv_contains (names, name);
}

static gboolean
is_local (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *method = soup_server_message_get_method (message);

  if (host == NULL || !is_loopback_name (host))
    return FALSE;
  if (origin == NULL || g_str_equal (method, "GET") || g_str_equal (method, "HEAD"))
    return TRUE;
  return g_str_has_prefix (origin, "http://") && g_str_equal (origin + strlen ("http://"), host);
}

static gboolean
is_refused (SoupServerMessage *message)
{
  return soup_server_message_get_status (message) != 0;
}

/* The server calls no handler for a request that has its answer already. */
static void
refuse (SoupServerMessage *message, guint status, const char *text, const char *error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (KcSandboxReply) reply = kc_sandbox_reply_new_message (status, text, error);

  soup_message_headers_replace (reply->headers, "Connection", "close");
  kc_sandbox_reply_send (reply, message);
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
}

static void
refuse_length (SoupServerMessage *message)
{
  refuse (message, 413, "request entity too large", "Payload Too Large");
}

static gboolean
hang_up_cb (gpointer user_data)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (user_data);

  g_io_stream_close (stream, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Closes the connection with all that was not read. Not at once: libsoup still uses it. */
static void
hang_up (SoupServerMessage *message)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  soup_server_message_pause (message);
  g_source_set_callback (source, hang_up_cb, g_object_ref (message), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
on_chunk_got_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  gsize received = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (message), RECEIVED));

  received += g_bytes_get_size (chunk);
  g_object_set_data (G_OBJECT (message), RECEIVED, GSIZE_TO_POINTER (received));
  if (received > KC_SANDBOX_REQUEST_MAX_BYTES && !is_refused (message))
    refuse_length (message);
  if (received > REFUSED_MAX_BYTES)
    {
      g_signal_handlers_disconnect_by_func (message, on_chunk_got_cb, NULL);
      hang_up (message);
    }
}

void
kc_sandbox_request_guard (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk_got_cb), NULL);
  if (!is_local (message))
    refuse (message, 403, "Only for this computer", "Forbidden");
  else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
           && soup_message_headers_get_content_length (headers) > KC_SANDBOX_REQUEST_MAX_BYTES)
    refuse_length (message);
}

JsonObject *
kc_sandbox_request_parse_json (SoupServerMessage *message, GError **error)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = NULL;

  if (body->length == 0)
    return json_object_new ();
  bytes = g_bytes_new (body->data, (gsize) body->length);
  return kc_json_parse_object (bytes, error);
}

GHashTable *
kc_sandbox_request_parse_form (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = NULL;

  if (body->length == 0 || body->length > FORM_MAX_BYTES
      || g_strcmp0 (type, "application/x-www-form-urlencoded") != 0)
    return NULL;
  text = g_strndup (body->data, (gsize) body->length);
  return soup_form_decode (text);
}
