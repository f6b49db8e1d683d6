/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-endpoints.h"
#include "kc-sandbox-request.h"

#define FIELD_MAX_BYTES 1024

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

static KcSandboxReply *
create_start_reply (KcSandboxService *service, KcSandboxSession *session)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *stream_url = kc_sandbox_session_get_stream_url (session);
  g_autofree char *verification_uri = kc_sandbox_service_get_verification_uri (service, session);

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
  add_int (builder, "poll_interval",
           (gint64) kc_sandbox_knobs_get_number (service->knobs, "poll-interval"));
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (201, builder);
}

static gboolean
is_elsewhere (KcSandboxRequest *request)
{
  return request->key == KC_SANDBOX_KEY_ELSEWHERE;
}

static const char *
get_company (KcSandboxRequest *request)
{
  return is_elsewhere (request) ? KC_SANDBOX_COMPANY_ELSEWHERE : KC_SANDBOX_COMPANY;
}

/* Another company's sessions and channels are not found. */
static KcSandboxSession *
find_session (KcSandboxRequest *request)
{
  KcSandboxSession *session = kc_sandbox_service_find_session (request->service, request->id);

  return session != NULL && session->elsewhere == is_elsewhere (request) ? session : NULL;
}

KcSandboxReply *
kc_sandbox_endpoint_start (KcSandboxRequest *request)
{
  KcSandboxService *self = request->service;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = kc_sandbox_request_parse_json (request->message, &error);
  const char *mode, *name, *pipeline;
  KcSandboxSession *session;
  gboolean coexistence, qr;

  if (body == NULL)
    return kc_sandbox_reply_new_message (400, error->message, "Bad Request");

  if (!kc_json_find_string (body, "mode", FIELD_MAX_BYTES, &mode, NULL)
      || (mode != NULL && !g_str_equal (mode, "qr") && !g_str_equal (mode, "embedded_signup")))
    return kc_sandbox_reply_new_invalid (
        "mode must be one of the following values: embedded_signup, qr");
  if (!kc_json_find_string (body, "name", FIELD_MAX_BYTES, &name, NULL))
    return kc_sandbox_reply_new_invalid ("name must be a string");
  if (!kc_json_find_string (body, "pipeline_id", FIELD_MAX_BYTES, &pipeline, NULL))
    return kc_sandbox_reply_new_invalid ("pipeline_id must be a string");
  if (!kc_json_find_boolean (body, "coexistence_enabled", FALSE, &coexistence, NULL))
    return kc_sandbox_reply_new_invalid ("coexistence_enabled must be a boolean value");

  qr = g_strcmp0 (mode, "qr") == 0;
  if (qr
      && (json_object_has_member (body, "pipeline_id")
          || json_object_has_member (body, "coexistence_enabled")))
    return kc_sandbox_reply_new_code (
        400, "QR_MODE_CANNOT_USE_COEXISTENCE_OR_PIPELINE",
        "pipeline_id and coexistence_enabled cannot be used with mode \"qr\".");

  if (qr)
    session
        = kc_sandbox_service_add_session (self, TRUE, name != NULL ? name : "WhatsApp QR", FALSE);
  else
    session = kc_sandbox_service_add_session (self, FALSE, get_company (request), coexistence);
  session->elsewhere = is_elsewhere (request);
  session->pipeline_id = g_strdup (pipeline);
  return create_start_reply (self, session);
}

static KcSandboxReply *
create_no_session (void)
{
  return kc_sandbox_reply_new_code (404, "SESSION_NOT_FOUND", "Connect session not found.");
}

KcSandboxReply *
kc_sandbox_endpoint_poll (KcSandboxRequest *request)
{
  KcSandboxService *self = request->service;
  KcSandboxSession *session = find_session (request);
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

KcSandboxReply *
kc_sandbox_endpoint_stream (KcSandboxRequest *request)
{
  KcSandboxSession *session = find_session (request);

  if (session == NULL || !session->qr)
    return create_no_session ();
  if (kc_sandbox_session_is_over (session)
      && (session->state != KC_SANDBOX_SESSION_COMPLETED || session->lost))
    return kc_sandbox_reply_new_code (410, "SESSION_EXPIRED", "The session is over.");

  kc_sandbox_session_open_stream (session, request->message);
  return NULL;
}

static void
add_scopes (KcSandboxRequest *request, JsonBuilder *builder)
{
  static const char *const scopes[] = {KC_SCOPE_CONNECT, KC_SCOPE_READ};

  json_builder_set_member_name (builder, "scopes");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (kc_sandbox_keys_has_scope (request->service->knobs, request->key, scopes[i]))
      json_builder_add_string_value (builder, scopes[i]);
  json_builder_end_array (builder);
}

/* The format is not documented, so the knob `me-shape` has several. */
KcSandboxReply *
kc_sandbox_endpoint_me (KcSandboxRequest *request)
{
  const char *shape = kc_sandbox_knobs_get (request->service->knobs, "me-shape");
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
  add_string (builder, "id", is_elsewhere (request) ? "us_elsewhere" : "us_practice");
  add_string (builder, "name", is_elsewhere (request) ? "Nora Luna" : "Alex Molina");
  add_string (builder, "email",
              is_elsewhere (request) ? "nora@rueda-luna.example" : "alex@molino-sol.example");
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "company");
  json_builder_begin_object (builder);
  add_string (builder, "id", is_elsewhere (request) ? "co_elsewhere" : "co_practice");
  add_string (builder, "name", get_company (request));
  json_builder_end_object (builder);

  if (g_str_equal (shape, "data"))
    json_builder_end_object (builder);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (200, builder);
}

KcSandboxReply *
kc_sandbox_endpoint_channels (KcSandboxRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *type = NULL;

  if (request->query != NULL)
    type = g_hash_table_lookup (request->query, "type");
  kc_sandbox_channels_list (request->service->channels, is_elsewhere (request), type, builder);
  return kc_sandbox_reply_new_json (200, builder);
}

KcSandboxReply *
kc_sandbox_endpoint_channel (KcSandboxRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const KcSandboxChannel *channel
      = kc_sandbox_channels_find (request->service->channels, is_elsewhere (request), request->id);

  if (channel == NULL)
    return kc_sandbox_reply_new_code (404, "CHANNEL_NOT_FOUND", "Channel not found.");
  kc_sandbox_channels_add_item (request->service->channels, channel, builder);
  return kc_sandbox_reply_new_json (200, builder);
}

KcSandboxReply *
kc_sandbox_endpoint_numbers (KcSandboxRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  kc_sandbox_channels_list_numbers (request->service->channels, is_elsewhere (request), builder);
  return kc_sandbox_reply_new_json (200, builder);
}
