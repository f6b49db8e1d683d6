/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-stream.h"
#include "kc-sandbox-network-faults.h"

#include <string.h>

struct _KcSandboxStream {
  KcSandboxKnobs *knobs;
  KcSandboxConnection *connection;
  KcSandboxStreamClosedFunc closed;
  gpointer user_data;
  guint last_id;
  int codes_left; /* until the knob `stream-drop` cuts it; negative: it does not */
};

static const char head[] = "HTTP/1.1 200 OK\r\n"
                           "Content-Type: text/event-stream\r\n"
                           "Cache-Control: private, no-cache, no-store, must-revalidate, "
                           "max-age=0, no-transform\r\n"
                           "Pragma: no-cache\r\n"
                           "X-Accel-Buffering: no\r\n"
                           "Connection: keep-alive\r\n"
                           "Transfer-Encoding: chunked\r\n"
                           "\r\n";

static void
send_chunk (KcSandboxStream *self, const char *text)
{
  GString *chunk = g_string_new (NULL);

  g_string_append_printf (chunk, "%zx\r\n%s\r\n", strlen (text), text);
  kc_sandbox_connection_send (self->connection, g_string_free_to_bytes (chunk));
}

/* `event` NULL leaves the name out. */
static void
send_frame (KcSandboxStream *self, const char *event, const char *data)
{
  GString *frame = g_string_new (NULL);

  if (event != NULL)
    g_string_append_printf (frame, "event: %s\n", event);
  g_string_append_printf (frame, "id: %u\ndata: %s\n\n", ++self->last_id, data);
  send_chunk (self, frame->str);
  g_string_free (frame, TRUE);
}

static void
connection_closed_cb (KcSandboxConnection *connection, gpointer user_data)
{
  KcSandboxStream *self = user_data;

  self->closed (self, self->user_data);
}

static JsonNode *
create_object (const char *name, const char *value)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (name != NULL)
    json_object_set_string_member (object, name, value);
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
create_string (const char *value)
{
  return json_node_init_string (json_node_alloc (), value);
}

/* What the member is called that says the kind of a nameless event; NULL if events have names. */
static const char *
get_kind_member (KcSandboxStream *self)
{
  const char *format = kc_sandbox_knobs_get (self->knobs, "stream-format");

  if (g_str_equal (format, "unnamed"))
    return "type";
  if (g_str_equal (format, "unnamed-event"))
    return "event";
  return NULL;
}

KcSandboxStream *
kc_sandbox_stream_new (KcSandboxTime *time,
                       KcSandboxKnobs *knobs,
                       SoupServerMessage *message,
                       KcSandboxStreamClosedFunc closed,
                       gpointer user_data)
{
  KcSandboxStream *self = g_new0 (KcSandboxStream, 1);
  g_autofree char *drop = kc_sandbox_knobs_take (knobs, "stream-drop", kc_sandbox_time_now (time));

  self->knobs = knobs;
  self->closed = closed;
  self->user_data = user_data;
  self->codes_left = drop != NULL ? (int) g_ascii_strtod (drop, NULL) : -1;
  self->connection = kc_sandbox_connection_new (time, message, 0, connection_closed_cb, self);
  kc_sandbox_network_faults_apply (knobs, self->connection);
  kc_sandbox_connection_send (self->connection, g_bytes_new_static (head, strlen (head)));
  send_chunk (self, "\n");
  if (self->codes_left == 0)
    kc_sandbox_stream_end (self, KC_SANDBOX_STREAM_CUT);
  return self;
}

void
kc_sandbox_stream_free (KcSandboxStream *self)
{
  kc_sandbox_connection_free (self->connection);
  g_free (self);
}

void
kc_sandbox_stream_send (KcSandboxStream *self, const char *event, JsonNode *data)
{
  g_autoptr (JsonNode) node = data != NULL ? json_node_copy (data) : create_object (NULL, NULL);
  const char *member = get_kind_member (self);
  g_autofree char *text = NULL;

  if (member != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonNode *object = create_object ("data", json_node_get_string (node));

      json_node_unref (node);
      node = object;
    }
  if (member != NULL)
    json_object_set_string_member (json_node_get_object (node), member, event);

  text = json_to_string (node, FALSE);
  send_frame (self, member == NULL ? event : NULL, text);
}

void
kc_sandbox_stream_send_code (KcSandboxStream *self, const char *code)
{
  const char *format = kc_sandbox_knobs_get (self->knobs, "stream-format");
  g_autoptr (JsonNode) node = NULL;

  if (g_str_equal (format, "raw"))
    {
      send_frame (self, "qr", code);
    }
  else
    {
      if (g_str_equal (format, "json-string"))
        node = create_string (code);
      else if (g_str_has_prefix (format, "object-"))
        node = create_object (format + strlen ("object-"), code);
      else
        node = create_object ("qr", code);
      kc_sandbox_stream_send (self, "qr", node);
    }

  if (self->codes_left > 0 && --self->codes_left == 0)
    kc_sandbox_stream_end (self, KC_SANDBOX_STREAM_CUT);
}

void
kc_sandbox_stream_send_connected (KcSandboxStream *self, const KcSandboxChannel *channel)
{
  g_autoptr (JsonNode) node = create_object (NULL, NULL);
  JsonObject *object = json_node_get_object (node);

  if (kc_sandbox_knobs_is (self->knobs, "scan-outcome", "null-fields"))
    {
      json_object_set_null_member (object, "channel_id");
      json_object_set_null_member (object, "phone_number");
      json_object_set_null_member (object, "push_name");
    }
  else
    {
      json_object_set_string_member (object, "channel_id", channel->id);
      json_object_set_string_member (object, "phone_number", channel->phone_number);
      json_object_set_string_member (object, "push_name", KC_SANDBOX_COMPANY);
    }
  kc_sandbox_stream_send (self, "connected", node);
}

void
kc_sandbox_stream_send_comment (KcSandboxStream *self)
{
  send_chunk (self, ": keep-alive\n\n");
}

void
kc_sandbox_stream_silence (KcSandboxStream *self)
{
  kc_sandbox_connection_silence (self->connection);
}

void
kc_sandbox_stream_end (KcSandboxStream *self, KcSandboxStreamEnd how)
{
  if (how == KC_SANDBOX_STREAM_COMPLETE)
    kc_sandbox_connection_send (self->connection, g_bytes_new_static ("0\r\n\r\n", 5));
  kc_sandbox_connection_end (self->connection, KC_SANDBOX_CONNECTION_CLOSE);
}

JsonNode *
kc_sandbox_stream_create_reason (KcSandboxKnobs *knobs, const char *reason)
{
  const char *form = kc_sandbox_knobs_get (knobs, "fail-form");

  if (g_str_equal (form, "string"))
    return create_string (reason);
  if (g_str_equal (form, "empty"))
    return create_object (NULL, NULL);
  return create_object (form, reason);
}
