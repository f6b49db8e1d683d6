/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-control.h"
#include "kc-sandbox-request.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_session (KcSandboxService *self, KcSandboxSession *session, JsonBuilder *builder)
{
  g_autofree char *verification_uri = kc_sandbox_service_get_verification_uri (self, session);

  json_builder_begin_object (builder);
  add_string (builder, "id", session->id);
  add_string (builder, "mode", session->qr ? "qr" : "embedded_signup");
  add_string (builder, "state", kc_sandbox_session_get_state_name (session));
  add_string (builder, "name", session->name);
  add_string (builder, "pipeline_id", session->pipeline_id);
  json_builder_set_member_name (builder, "coexistence");
  json_builder_add_boolean_value (builder, session->coexistence);
  add_string (builder, "code", session->code);
  add_string (builder, "verification_uri", session->qr ? NULL : verification_uri);
  add_string (builder, "channel_id", session->channel != NULL ? session->channel->id : NULL);
  add_int (builder, "codes", session->n_codes);
  add_int (builder, "streams", session->streams->len);
  add_int (builder, "polls", session->n_polls);
  add_int (builder, "polled", session->polled_at);
  add_int (builder, "early_polls", session->n_early_polls);
  add_int (builder, "time_over", session->full_time_at);
  add_int (builder, "finishing", session->finishing_at);
  add_int (builder, "ended", session->ended_at);
  json_builder_end_object (builder);
}

/* How near the keys came to their limits, and how often they went beyond. */
static void
add_limits (KcSandboxService *self, JsonBuilder *builder)
{
  guint busiest_minute = 0, busiest_hour = 0, n_throttled = 0;

  for (guint i = 0; i < KC_SANDBOX_N_KEYS; i++)
    {
      busiest_minute = MAX (busiest_minute, self->limits[i].minute.peak);
      busiest_hour = MAX (busiest_hour, self->limits[i].hour.peak);
      n_throttled += self->limits[i].n_throttled;
    }
  add_int (builder, "busiest_minute", busiest_minute);
  add_int (builder, "busiest_hour", busiest_hour);
  add_int (builder, "throttled", n_throttled);
}

static KcSandboxReply *
answer_state (KcSandboxService *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GHashTableIter iter;
  gpointer name, count;

  json_builder_begin_object (builder);
  add_string (builder, "base_url", self->base_url);
  add_int (builder, "now", kc_sandbox_time_now (&self->time));
  json_builder_set_member_name (builder, "sessions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->sessions->len; i++)
    add_session (self, g_ptr_array_index (self->sessions, i), builder);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "counts");
  json_builder_begin_object (builder);
  add_int (builder, "sessions", self->sessions->len);
  add_int (builder, "channels", kc_sandbox_channels_get_n (self->channels));
  add_int (builder, "requests", self->n_requests);
  add_limits (self, builder);
  json_builder_set_member_name (builder, "endpoints");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, self->n_per_endpoint);
  while (g_hash_table_iter_next (&iter, &name, &count))
    add_int (builder, name, GPOINTER_TO_UINT (count));
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  add_string (builder, "user_agent", self->user_agent);
  json_builder_set_member_name (builder, "knobs");
  kc_sandbox_knobs_to_json (self->knobs, builder);
  json_builder_set_member_name (builder, "faults");
  kc_sandbox_knobs_taken_to_json (self->knobs, builder);
  json_builder_end_object (builder);
  return kc_sandbox_reply_new_json (200, builder);
}

static KcSandboxReply *
create_done (void)
{
  return kc_sandbox_reply_new_text (200, "application/json; charset=utf-8", "{\"ok\":true}");
}

/* The text of a member; numbers are fine too, for knobs. */
static char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

static KcSandboxReply *
answer_scan (KcSandboxService *self, JsonObject *object)
{
  g_autofree char *code = get_text (object, "code");
  g_autoptr (GError) error = NULL;

  if (code == NULL)
    return kc_sandbox_reply_new_code (400, "CODE_MISSING", "Say which code: {\"code\":\"…\"}.");
  if (!kc_sandbox_service_scan (self, code, &error))
    return kc_sandbox_reply_new_code (404, "CODE_NOT_CURRENT", error->message);
  return create_done ();
}

static KcSandboxReply *
answer_knobs (KcSandboxService *self, JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *value = get_text (object, l->data);
      g_autoptr (GError) error = NULL;

      if (!kc_sandbox_service_set_knob (self, l->data, value != NULL ? value : "", &error))
        return kc_sandbox_reply_new_code (400, "BAD_KNOB", error->message);
    }
  return create_done ();
}

static KcSandboxReply *
answer_post (KcSandboxService *self, SoupServerMessage *message, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = kc_sandbox_request_parse_json (message, &error);

  if (body == NULL)
    return kc_sandbox_reply_new_code (400, "BAD_JSON", error->message);
  if (g_str_equal (path, "/scan"))
    return answer_scan (self, body);
  if (g_str_equal (path, "/knobs"))
    return answer_knobs (self, body);
  return NULL;
}

void
kc_sandbox_control_handle (KcSandboxService *self, SoupServerMessage *message, const char *path)
{
  const char *method = soup_server_message_get_method (message);
  g_autoptr (KcSandboxReply) reply = NULL;

  if (g_str_equal (method, "GET") && g_str_equal (path, "/state"))
    reply = answer_state (self);
  else if (g_str_equal (method, "POST"))
    reply = answer_post (self, message, path);
  if (reply == NULL)
    reply = kc_sandbox_reply_new_code (404, "NOT_FOUND", "There is no such address.");
  kc_sandbox_reply_send (reply, message);
}
