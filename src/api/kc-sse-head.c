/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sse-head.h"

#include "kc-access-key.h"
#include "kc-http.h"

SoupMessage *
kc_sse_head_create_request (const char *uri, const char *key, const char *last_event_id)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, uri);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;

  /* A redirect would take the key along, and 401 means this key. */
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);

  headers = soup_message_get_request_headers (message);
  kc_access_key_authorize (key, headers);
  soup_message_headers_replace (headers, "Accept", "text/event-stream");
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (*last_event_id != '\0')
    soup_message_headers_replace (headers, "Last-Event-ID", last_event_id);

  return message;
}

GError *
kc_sse_head_create_error (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *encoding = soup_message_headers_get_one (headers, "Content-Encoding");
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *fault = NULL;

  if (type == NULL || g_ascii_strcasecmp (type, "text/event-stream") != 0)
    fault = "The answer is no event stream";
  else if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    fault = "The event stream is compressed";
  if (fault == NULL)
    return NULL;

  return kc_error_new_full (kc_http_get_code_for_type (type), soup_message_get_status (message), -1,
                            NULL, NULL, NULL, fault);
}
