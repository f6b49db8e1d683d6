/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-fault.h"

#include <string.h>

#define DEEP_BYTES 100000
#define HUGE_BYTES (50 * 1024 * 1024)

typedef enum {
  FAULT_STATUS,
  FAULT_HTML,
  FAULT_EMPTY,
  FAULT_TRUNCATED,
  FAULT_GARBAGE,
  FAULT_DEEP,
  FAULT_HUGE,
  FAULT_WRONG_TYPE,
  FAULT_REDIRECT,
  FAULT_SILENCE,
  FAULT_RESET,
  FAULT_LOST,
  FAULT_SLOW,
  FAULT_DELAY,
} FaultKind;

struct _KcSandboxFault {
  FaultKind kind;
  guint status;
  double seconds;
  char *uri;
  char *retry_after;
};

static const char *const words[] = {
    [FAULT_HTML] = "html",
    [FAULT_EMPTY] = "empty",
    [FAULT_TRUNCATED] = "truncated",
    [FAULT_GARBAGE] = "garbage",
    [FAULT_DEEP] = "deep",
    [FAULT_HUGE] = "huge",
    [FAULT_WRONG_TYPE] = "wrong-type",
    [FAULT_SILENCE] = "silence",
    [FAULT_RESET] = "reset",
    [FAULT_LOST] = "lost",
    [FAULT_SLOW] = "slow",
    [FAULT_DELAY] = NULL,
};

static gboolean
read_kind (KcSandboxFault *self, const char *text)
{
  guint64 status;
  char *end;

  if (g_ascii_string_to_unsigned (text, 10, 400, 599, &status, NULL))
    {
      self->kind = FAULT_STATUS;
      self->status = (guint) status;
      return TRUE;
    }
  if (g_str_has_prefix (text, "redirect="))
    {
      self->kind = FAULT_REDIRECT;
      self->uri = g_strdup (text + strlen ("redirect="));
      return g_uri_is_valid (self->uri, G_URI_FLAGS_NONE, NULL);
    }
  if (g_str_has_prefix (text, "delay="))
    {
      const char *number = text + strlen ("delay=");

      self->kind = FAULT_DELAY;
      self->seconds = g_ascii_strtod (number, &end);
      return end != number && *end == '\0' && self->seconds >= 0 && self->seconds < 1000000;
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i], text) == 0)
      {
        self->kind = i;
        return TRUE;
      }
  return FALSE;
}

KcSandboxFault *
kc_sandbox_fault_parse (const char *text)
{
  static const char marker[] = ";retry-after=";
  g_autoptr (KcSandboxFault) self = g_new0 (KcSandboxFault, 1);
  const char *extra = strstr (text, marker);
  g_autofree char *kind = g_strndup (text, extra != NULL ? (gsize) (extra - text) : strlen (text));

  if (!read_kind (self, kind))
    return NULL;
  if (extra != NULL)
    self->retry_after = g_strdup (extra + strlen (marker));
  return g_steal_pointer (&self);
}

void
kc_sandbox_fault_free (KcSandboxFault *self)
{
  g_free (self->uri);
  g_free (self->retry_after);
  g_free (self);
}

static KcSandboxReply *
create_status_reply (KcSandboxFault *self, const char *scope, const char *what)
{
  g_autofree char *not_found = g_strdup_printf ("%s_NOT_FOUND", what);
  g_autofree char *html = NULL;

  switch (self->status)
    {
    case 401:
      return kc_sandbox_reply_new_message (401, "Invalid or missing API token", "Unauthorized");
    case 403:
      return kc_sandbox_reply_new_missing_scope (scope);
    case 404:
      return kc_sandbox_reply_new_code (404, not_found, "Not found.");
    case 410:
      return kc_sandbox_reply_new_code (410, "SESSION_EXPIRED", "The session is over.");
    case 429:
      return kc_sandbox_reply_new_throttled (5);
    case 502:
    case 504:
      /* A proxy in front of the service answers these. */
      html = g_strdup_printf ("<html><head><title>%u</title></head><body><h1>%s</h1></body></html>",
                              self->status, soup_status_get_phrase (self->status));
      return kc_sandbox_reply_new_text (self->status, "text/html", html);
    default:
      if (self->status >= 500)
        return kc_sandbox_reply_new_message (self->status, soup_status_get_phrase (self->status),
                                             NULL);
      return kc_sandbox_reply_new_code (self->status, "REFUSED", "The request was refused.");
    }
}

static KcSandboxReply *
create_filled_reply (const char *before, char filling, gsize length, const char *after)
{
  GString *text = g_string_sized_new (length + 64);
  g_autoptr (GBytes) body = NULL;
  gsize start;

  g_string_append (text, before);
  start = text->len;
  g_string_set_size (text, start + length);
  memset (text->str + start, filling, length);
  g_string_append (text, after);
  body = g_string_free_to_bytes (text);
  return kc_sandbox_reply_new (200, "application/json; charset=utf-8", body);
}

KcSandboxReply *
kc_sandbox_fault_create_reply (KcSandboxFault *self, const char *scope, const char *what)
{
  static const char json[] = "application/json; charset=utf-8";
  KcSandboxReply *reply;

  switch (self->kind)
    {
    case FAULT_STATUS:
      reply = create_status_reply (self, scope, what);
      if (self->retry_after != NULL)
        soup_message_headers_replace (reply->headers, "Retry-After", self->retry_after);
      return reply;
    case FAULT_HTML:
      return kc_sandbox_reply_new_text (200, "text/html; charset=utf-8",
                                        "<!DOCTYPE html><title>Sign in to the guest network</title>"
                                        "<p>Please accept the terms of use.</p>");
    case FAULT_EMPTY:
      return kc_sandbox_reply_new_text (200, json, "");
    case FAULT_TRUNCATED:
      return kc_sandbox_reply_new_text (200, json, "{\"session_id\":\"cs_0");
    case FAULT_GARBAGE:
      return kc_sandbox_reply_new_text (200, json, "\x16\x03\x01\x02\xff\xfe{]garbage");
    case FAULT_DEEP:
      return create_filled_reply ("", '[', DEEP_BYTES, "");
    case FAULT_HUGE:
      return create_filled_reply ("{\"session_id\":\"", 'a', HUGE_BYTES, "\"}");
    case FAULT_WRONG_TYPE:
      return kc_sandbox_reply_new_text (
          200, json,
          "{\"session_id\":42,\"mode\":7,\"provider\":false,\"verification_uri\":[\"x\"],"
          "\"stream_url\":{},\"expires_in\":\"soon\",\"poll_interval\":[],\"status\":7,"
          "\"channel\":\"x\",\"data\":\"x\",\"scopes\":\"x\",\"token\":1,\"company\":2,\"user\":3}");
    case FAULT_REDIRECT:
      return kc_sandbox_reply_new_redirect (307, self->uri);
    case FAULT_SILENCE:
    case FAULT_RESET:
      return kc_sandbox_reply_new_text (200, json, "");
    case FAULT_LOST:
    case FAULT_SLOW:
    case FAULT_DELAY:
    default:
      return NULL;
    }
}

gboolean
kc_sandbox_fault_needs_connection (KcSandboxFault *self)
{
  return self->kind == FAULT_TRUNCATED || self->kind >= FAULT_SILENCE;
}

double
kc_sandbox_fault_get_delay (KcSandboxFault *self)
{
  return self->seconds;
}

void
kc_sandbox_fault_deliver (KcSandboxFault *self,
                          KcSandboxReply *reply,
                          KcSandboxConnection *connection)
{
  switch (self->kind)
    {
    case FAULT_SILENCE:
      break;
    case FAULT_RESET:
    case FAULT_LOST:
      kc_sandbox_connection_end (connection, KC_SANDBOX_CONNECTION_RESET);
      break;
    case FAULT_TRUNCATED:
      kc_sandbox_connection_send (connection, kc_sandbox_reply_to_bytes (reply, 100));
      kc_sandbox_connection_end (connection, KC_SANDBOX_CONNECTION_CLOSE);
      break;
    default:
      if (self->kind == FAULT_SLOW)
        kc_sandbox_connection_set_slow (connection);
      kc_sandbox_connection_send (connection, kc_sandbox_reply_to_bytes (reply, 0));
      kc_sandbox_connection_end (connection, KC_SANDBOX_CONNECTION_CLOSE);
      break;
    }
}
