/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-request.h"

#include <string.h>

#define FORM_MAX_BYTES 4096

static gboolean
is_loopback_name (const char *host)
{
  static const char *const names[] = {"127.0.0.1", "localhost", NULL};
  g_autofree char *name = g_strndup (host, strcspn (host, ":"));

  return g_strv_contains (names, name);
}

gboolean
kc_sandbox_request_is_local (SoupServerMessage *message)
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
