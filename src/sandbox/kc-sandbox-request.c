/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-request.h"

#include <string.h>

/* json-glib 1.6 recurses without a limit. */
#define MAX_DEPTH 32

static gboolean
is_loopback_name (const char *host)
{
  static const char *const names[] = {"127.0.0.1", "localhost", NULL};
  g_autofree char *name = g_strndup (host, strcspn (host, ":"));

  return g_strv_contains (names, name);
}

/* Copies, for the body carries no NUL of its own. NULL if it is too long. */
static char *
get_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > KC_SANDBOX_MAX_BODY)
    return NULL;
  return g_strndup (body->length > 0 ? body->data : "", (gsize) body->length);
}

/* Brackets in strings count too, which does no harm here. */
static gboolean
is_deep (const char *text)
{
  guint depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '[' || *text == '{')
        depth++;
      if (depth > MAX_DEPTH)
        return TRUE;
      if ((*text == ']' || *text == '}') && depth > 0)
        depth--;
    }
  return FALSE;
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

JsonNode *
kc_sandbox_request_parse_json (SoupServerMessage *message, char **fault)
{
  g_autofree char *body = get_body (message);
  g_autoptr (JsonNode) root = NULL;

  if (body == NULL)
    *fault = g_strdup ("request entity too large");
  else if (is_deep (body) || !g_utf8_validate (body, -1, NULL))
    *fault = g_strdup ("Unexpected token in JSON");
  else if (*body == '\0')
    root = json_from_string ("{}", NULL);
  else
    root = json_from_string (body, NULL);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  if (*fault == NULL)
    *fault = g_strdup ("Unexpected token in JSON");
  return NULL;
}

GHashTable *
kc_sandbox_request_parse_form (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autofree char *body = get_body (message);

  if (body == NULL || g_strcmp0 (type, "application/x-www-form-urlencoded") != 0)
    return NULL;
  return soup_form_decode (body);
}
