/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-reply.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
begin_code (JsonBuilder *builder, const char *code, const char *message)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  add_string (builder, "code", code);
  add_string (builder, "message", message);
}

/* libsoup has no word for this one. */
static const char *
get_phrase (guint status)
{
  return status == 429 ? "Too Many Requests" : soup_status_get_phrase (status);
}

static KcSandboxReply *
end_code (JsonBuilder *builder, guint status)
{
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (status, builder);
}

char *
kc_sandbox_json_to_string (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

KcSandboxReply *
kc_sandbox_reply_new (guint status, const char *content_type, GBytes *body)
{
  KcSandboxReply *self = g_new0 (KcSandboxReply, 1);

  self->status = status;
  self->body = g_bytes_ref (body);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  if (content_type != NULL)
    soup_message_headers_replace (self->headers, "Content-Type", content_type);
  return self;
}

KcSandboxReply *
kc_sandbox_reply_new_text (guint status, const char *content_type, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return kc_sandbox_reply_new (status, content_type, body);
}

void
kc_sandbox_reply_free (KcSandboxReply *self)
{
  g_bytes_unref (self->body);
  soup_message_headers_unref (self->headers);
  g_free (self);
}

KcSandboxReply *
kc_sandbox_reply_new_json (guint status, JsonBuilder *builder)
{
  g_autofree char *text = kc_sandbox_json_to_string (builder);

  return kc_sandbox_reply_new_text (status, "application/json; charset=utf-8", text);
}

KcSandboxReply *
kc_sandbox_reply_new_message (guint status, const char *message, const char *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "message", message);
  if (error != NULL)
    add_string (builder, "error", error);
  json_builder_set_member_name (builder, "statusCode");
  json_builder_add_int_value (builder, status);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (status, builder);
}

KcSandboxReply *
kc_sandbox_reply_new_invalid (const char *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, message);
  json_builder_end_array (builder);
  add_string (builder, "error", "Bad Request");
  json_builder_set_member_name (builder, "statusCode");
  json_builder_add_int_value (builder, 400);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (400, builder);
}

KcSandboxReply *
kc_sandbox_reply_new_code (guint status, const char *code, const char *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_code (builder, code, message);
  return end_code (builder, status);
}

KcSandboxReply *
kc_sandbox_reply_new_missing_scope (const char *scope)
{
  static const char *const lists[] = {"required", "missing"};
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *message = g_strdup_printf ("This token does not have the scope %s.", scope);

  begin_code (builder, "INSUFFICIENT_SCOPE", message);
  json_builder_set_member_name (builder, "details");
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      json_builder_set_member_name (builder, lists[i]);
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, scope);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  return end_code (builder, 403);
}

KcSandboxReply *
kc_sandbox_reply_new_throttled (guint retry_after)
{
  g_autofree char *seconds = g_strdup_printf ("%u", retry_after);
  KcSandboxReply *self
      = kc_sandbox_reply_new_message (429, "ThrottlerException: Too Many Requests", NULL);

  soup_message_headers_replace (self->headers, "Retry-After", seconds);
  return self;
}

KcSandboxReply *
kc_sandbox_reply_new_redirect (guint status, const char *location)
{
  KcSandboxReply *self = kc_sandbox_reply_new_text (status, NULL, "");

  soup_message_headers_replace (self->headers, "Location", location);
  return self;
}

KcSandboxReply *
kc_sandbox_reply_new_page (guint status, char *html)
{
  g_autoptr (GBytes) body = g_bytes_new_take (html, strlen (html));
  KcSandboxReply *self = kc_sandbox_reply_new (status, "text/html; charset=utf-8", body);

  soup_message_headers_replace (self->headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; img-src data:; "
                                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  soup_message_headers_replace (self->headers, "Cache-Control", "no-store");
  soup_message_headers_replace (self->headers, "X-Content-Type-Options", "nosniff");
  /* Not "no-referrer": a browser would then send "Origin: null" with the page's own forms. */
  soup_message_headers_replace (self->headers, "Referrer-Policy", "same-origin");
  return self;
}

void
kc_sandbox_reply_send (KcSandboxReply *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_server_message_set_status (message, self->status, get_phrase (self->status));
  soup_message_headers_iter_init (&iter, self->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (headers, name, value);
  if (g_bytes_get_size (self->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), self->body);
}

GBytes *
kc_sandbox_reply_to_bytes (KcSandboxReply *self, gsize extra)
{
  GString *text = g_string_new (NULL);
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gsize size;
  const char *data = g_bytes_get_data (self->body, &size);

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", self->status, get_phrase (self->status));
  soup_message_headers_iter_init (&iter, self->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (text, "%s: %s\r\n", name, value);
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n",
                          size + extra);
  if (size > 0)
    g_string_append_len (text, data, (gssize) size);
  return g_string_free_to_bytes (text);
}
