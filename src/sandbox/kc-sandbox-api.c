/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-api.h"
#include "kc-sandbox-fault.h"
#include "kc-sandbox-request.h"
#include "kc-sandbox-session.h"

#include <string.h>

#define SCOPE_CONNECT "channels:connect"
#define SCOPE_READ "channels:read"

typedef struct {
  KcSandbox *sandbox;
  SoupServerMessage *message;
  KcSandboxKey key;
  const char *id;    /* from the path, or NULL */
  GHashTable *query; /* or NULL */
} Request;

/* NULL if it has answered by itself. */
typedef KcSandboxReply *(*AnswerFunc) (Request *request);

typedef struct {
  const char *name;
  const char *method;
  const char *before, *after; /* what stands around the id, or the whole path and NULL */
  const char *scope;
  const char *knob;
  const char *what; /* what a 404 did not find */
  AnswerFunc answer;
} Endpoint;

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* An absent or null member gives NULL. */
static gboolean
read_string (JsonObject *object, const char *name, const char **value)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  *value = json_node_get_string (node);
  return TRUE;
}

static gboolean
read_boolean (JsonObject *object, const char *name, gboolean *value)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = FALSE;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

static KcSandboxReply *
create_start_reply (KcSandboxSession *session)
{
  KcSandboxKnobs *knobs = session->sandbox->knobs;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *stream_url = kc_sandbox_session_get_stream_url (session);
  g_autofree char *verification_uri = kc_sandbox_session_get_verification_uri (session);

  json_builder_begin_object (builder);
  add_string (builder, "session_id", session->id);
  if (session->qr)
    {
      add_string (builder, "provider", "whatsapp_qr");
      add_string (builder, "mode", "qr");
      add_string (builder, "stream_url", stream_url);
    }
  else
    {
      add_string (builder, "verification_uri", verification_uri);
    }
  add_int (builder, "expires_in", session->expires_in);
  add_int (builder, "poll_interval", (gint64) kc_sandbox_knobs_get_number (knobs, "poll-interval"));
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (201, builder);
}

static KcSandboxReply *
answer_start (Request *request)
{
  KcSandbox *self = request->sandbox;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *fault = NULL;
  const char *mode, *name, *pipeline;
  JsonObject *object;
  KcSandboxSession *session;
  gboolean coexistence, qr;

  root = kc_sandbox_request_parse_json (request->message, &fault);
  if (root == NULL)
    return kc_sandbox_reply_new_message (400, fault, "Bad Request");

  object = json_node_get_object (root);
  if (!read_string (object, "mode", &mode)
      || (mode != NULL && !g_str_equal (mode, "qr") && !g_str_equal (mode, "embedded_signup")))
    return kc_sandbox_reply_new_invalid (
        "mode must be one of the following values: embedded_signup, qr");
  if (!read_string (object, "name", &name))
    return kc_sandbox_reply_new_invalid ("name must be a string");
  if (!read_string (object, "pipeline_id", &pipeline))
    return kc_sandbox_reply_new_invalid ("pipeline_id must be a string");
  if (!read_boolean (object, "coexistence_enabled", &coexistence))
    return kc_sandbox_reply_new_invalid ("coexistence_enabled must be a boolean value");

  qr = g_strcmp0 (mode, "qr") == 0;
  if (qr
      && (json_object_has_member (object, "pipeline_id")
          || json_object_has_member (object, "coexistence_enabled")))
    return kc_sandbox_reply_new_code (
        400, "QR_MODE_CANNOT_USE_COEXISTENCE_OR_PIPELINE",
        "pipeline_id and coexistence_enabled cannot be used with mode \"qr\".");

  if (qr)
    session = kc_sandbox_session_new (self, TRUE, name != NULL ? name : "WhatsApp QR", FALSE);
  else
    session = kc_sandbox_session_new (self, FALSE, KC_SANDBOX_COMPANY, coexistence);
  g_ptr_array_add (self->sessions, session);
  return create_start_reply (session);
}

static KcSandboxReply *
create_no_session (void)
{
  return kc_sandbox_reply_new_code (404, "SESSION_NOT_FOUND", "Connect session not found.");
}

static KcSandboxReply *
answer_poll (Request *request)
{
  KcSandbox *self = request->sandbox;
  KcSandboxSession *session = kc_sandbox_find_session (self, request->id);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (session == NULL || (session->qr && kc_sandbox_knobs_is (self->knobs, "poll-qr", "off")))
    return create_no_session ();

  json_builder_begin_object (builder);
  add_string (builder, "session_id", session->id);
  add_string (builder, "status", kc_sandbox_session_get_status (session));
  json_builder_set_member_name (builder, "channel");
  if (session->channel != NULL)
    kc_sandbox_channel_to_poll (session->channel, builder);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (200, builder);
}

static KcSandboxReply *
answer_stream (Request *request)
{
  KcSandboxSession *session = kc_sandbox_find_session (request->sandbox, request->id);

  if (session == NULL || !session->qr)
    return create_no_session ();
  if (kc_sandbox_session_is_over (session)
      && (session->state != KC_SANDBOX_SESSION_COMPLETED || session->lost))
    return kc_sandbox_reply_new_code (410, "SESSION_EXPIRED", "The session is over.");

  kc_sandbox_session_open_stream (session, request->message);
  return NULL;
}

static void
add_scopes (Request *request, JsonBuilder *builder)
{
  static const char *const scopes[] = {SCOPE_CONNECT, SCOPE_READ};

  json_builder_set_member_name (builder, "scopes");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (kc_sandbox_keys_has_scope (request->sandbox->knobs, request->key, scopes[i]))
      json_builder_add_string_value (builder, scopes[i]);
  json_builder_end_array (builder);
}

/* The shape is not documented, so the knob `me-shape` has several. */
static KcSandboxReply *
answer_me (Request *request)
{
  const char *shape = kc_sandbox_knobs_get (request->sandbox->knobs, "me-shape");
  gboolean nested = g_str_equal (shape, "token") || g_str_equal (shape, "data");
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (nested)
    {
      json_builder_set_member_name (builder, shape);
      json_builder_begin_object (builder);
    }
  if (!g_str_equal (shape, "bare"))
    add_scopes (request, builder);
  if (g_str_equal (shape, "token"))
    json_builder_end_object (builder);

  json_builder_set_member_name (builder, "user");
  json_builder_begin_object (builder);
  add_string (builder, "id", "us_practice");
  add_string (builder, "name", "Alex Molina");
  add_string (builder, "email", "alex@molino-sol.example");
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "company");
  json_builder_begin_object (builder);
  add_string (builder, "id", "co_practice");
  add_string (builder, "name", KC_SANDBOX_COMPANY);
  json_builder_end_object (builder);

  if (g_str_equal (shape, "data"))
    json_builder_end_object (builder);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (200, builder);
}

static KcSandboxReply *
answer_channels (Request *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *type = NULL;

  if (request->query != NULL)
    type = g_hash_table_lookup (request->query, "type");
  kc_sandbox_channels_list (request->sandbox->channels, type, builder);
  return kc_sandbox_reply_new_json (200, builder);
}

static KcSandboxReply *
answer_channel (Request *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const KcSandboxChannel *channel
      = kc_sandbox_channels_find (request->sandbox->channels, request->id);

  if (channel == NULL)
    return kc_sandbox_reply_new_code (404, "CHANNEL_NOT_FOUND", "Channel not found.");
  kc_sandbox_channel_to_json (channel, builder);
  return kc_sandbox_reply_new_json (200, builder);
}

static KcSandboxReply *
answer_numbers (Request *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  kc_sandbox_channels_list_numbers (request->sandbox->channels, builder);
  return kc_sandbox_reply_new_json (200, builder);
}

#define CONNECT "/channels/whatsapp/connect"

static const Endpoint endpoints[] = {
    {"start", "POST", CONNECT, NULL, SCOPE_CONNECT, "next-start", "SESSION", answer_start},
    {"poll", "GET", CONNECT "/", "", SCOPE_CONNECT, "next-poll", "SESSION", answer_poll},
    {"stream", "GET", CONNECT "/", "/qr-stream", SCOPE_CONNECT, "next-stream", "SESSION",
     answer_stream},
    {"me", "GET", "/me", NULL, NULL, "next-me", "USER", answer_me},
    {"channels", "GET", "/channels", NULL, SCOPE_READ, "next-channels", "CHANNEL", answer_channels},
    {"channel", "GET", "/channels/", "", SCOPE_READ, "next-channels", "CHANNEL", answer_channel},
    {"numbers", "GET", "/whatsapp/numbers", NULL, SCOPE_READ, "next-numbers", "NUMBER",
     answer_numbers},
};

/* `id` is what stands in the place of the id; a slash cannot be part of it. */
static gboolean
matches (const Endpoint *endpoint, const char *method, const char *path, char **id)
{
  const char *start = path + strlen (endpoint->before);
  gsize length;

  if (!g_str_equal (method, endpoint->method))
    return FALSE;
  if (endpoint->after == NULL)
    return g_str_equal (path, endpoint->before);
  if (!g_str_has_prefix (path, endpoint->before))
    return FALSE;
  length = strcspn (start, "/");
  if (length == 0 || !g_str_equal (start + length, endpoint->after))
    return FALSE;
  *id = g_strndup (start, length);
  return TRUE;
}

static const Endpoint *
find_endpoint (const char *method, const char *path, char **id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    if (matches (&endpoints[i], method, path, id))
      return &endpoints[i];
  return NULL;
}

static void
wire_gone_cb (KcSandboxWire *wire, gpointer user_data)
{
  KcSandbox *self = user_data;

  g_ptr_array_remove (self->wires, wire);
}

static void
deliver (KcSandbox *self, SoupServerMessage *message, KcSandboxFault *fault, KcSandboxReply *reply)
{
  KcSandboxWire *wire;
  double delay_ms;

  if (fault == NULL || !kc_sandbox_fault_needs_wire (fault))
    {
      kc_sandbox_reply_send (reply, message);
      return;
    }

  delay_ms = kc_sandbox_fault_get_delay (fault) * 1000 / self->time.scale;
  wire = kc_sandbox_wire_new (self->context, message, (guint) delay_ms, wire_gone_cb, self);
  g_ptr_array_add (self->wires, wire);
  kc_sandbox_fault_deliver (fault, reply, wire);
}

void
kc_sandbox_api_handle (KcSandbox *self,
                       SoupServerMessage *message,
                       const char *path,
                       GHashTable *query)
{
  const char *method = soup_server_message_get_method (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  Request request = {.sandbox = self, .message = message, .query = query};
  g_autoptr (KcSandboxFault) fault = NULL;
  g_autoptr (KcSandboxReply) reply = NULL;
  g_autofree char *id = NULL;
  g_autofree char *value = NULL;
  const Endpoint *endpoint = find_endpoint (method, path, &id);

  kc_sandbox_count (self, endpoint != NULL ? endpoint->name : "other");
  g_free (self->user_agent);
  self->user_agent = g_strdup (soup_message_headers_get_one (headers, "User-Agent"));

  if (endpoint == NULL)
    {
      g_autofree char *text = g_strdup_printf ("Cannot %s /v1%s", method, path);

      reply = kc_sandbox_reply_new_message (404, text, "Not Found");
      kc_sandbox_reply_send (reply, message);
      return;
    }

  value = kc_sandbox_knobs_take (self->knobs, endpoint->knob);
  if (value != NULL)
    fault = kc_sandbox_fault_parse (value);
  if (fault != NULL)
    reply = kc_sandbox_fault_create_reply (fault,
                                           endpoint->scope != NULL ? endpoint->scope : SCOPE_READ,
                                           endpoint->what);
  if (reply == NULL)
    reply = kc_sandbox_keys_check (headers, endpoint->scope, self->knobs, self->limits,
                                   kc_sandbox_time_now (&self->time), &request.key);
  if (reply == NULL)
    {
      request.id = id;
      reply = endpoint->answer (&request);
    }
  if (reply != NULL)
    deliver (self, message, fault, reply);
}
