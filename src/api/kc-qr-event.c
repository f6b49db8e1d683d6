/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-event.h"

#include "kc-channel-reader.h"
#include "kc-json.h"

#include <string.h>

#define REASON_MAX_BYTES 1024

static KcQrEventKind
parse_kind (const char *name)
{
  static const struct {
    const char *name;
    KcQrEventKind kind;
  } kinds[] = {
      {"qr", KC_QR_EVENT_CODE},
      {"connecting", KC_QR_EVENT_CONNECTING},
      {"connected", KC_QR_EVENT_CONNECTED},
      {"failed", KC_QR_EVENT_FAILED},
      {"disconnected", KC_QR_EVENT_DISCONNECTED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (name, kinds[i].name))
        return kinds[i].kind;
    }

  return KC_QR_EVENT_OTHER;
}

static gboolean
is_unnamed (const char *name)
{
  /* "message" is what the WHATWG rules call an event that has no name. */
  return name == NULL || *name == '\0' || g_str_equal (name, "message");
}

/* The name that stands in the data, or NULL. */
static const char *
find_name (JsonObject *object)
{
  const char *name = kc_json_peek_string (object, "type", KC_NAME_MAX_BYTES);

  return name != NULL ? name : kc_json_peek_string (object, "event", KC_NAME_MAX_BYTES);
}

/* In the object itself, or in an object that one of its fields holds. */
static const char *
find_code (JsonObject *object, gboolean look_inside)
{
  static const char *const fields[] = {"qr", "code", "payload", "data", "value"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      JsonObject *inner = kc_json_peek_object (object, fields[i]);
      const char *code = kc_json_peek_string (object, fields[i], KC_QR_TEXT_MAX_BYTES);

      if (code == NULL && inner != NULL && look_inside)
        code = find_code (inner, FALSE);
      if (code != NULL)
        return code;
    }

  return NULL;
}

static gboolean
read_code (KcQrEvent *self, JsonNode *node, const char *data, gsize length, GError **error)
{
  const char *code = NULL;

  /* How the text stands on the wire is not documented: raw, as a JSON string or in an object. */
  if (node == NULL || JSON_NODE_HOLDS_VALUE (node))
    {
      if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
        {
          code = json_node_get_string (node);
          length = strlen (code);
        }
      else
        code = data;
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      code = find_code (json_node_get_object (node), TRUE);
      length = code != NULL ? strlen (code) : 0;
    }

  if (code == NULL || length == 0 || length > KC_QR_TEXT_MAX_BYTES)
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "a qr event without a usable text");
      return FALSE;
    }
  self->code = g_bytes_new (code, length);

  return TRUE;
}

static char *
find_reason (JsonObject *object, gboolean look_inside)
{
  static const char *const fields[] = {"reason", "message", "error", "code", "data"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *reason = kc_json_peek_string (object, fields[i], REASON_MAX_BYTES);
      JsonObject *inner = kc_json_peek_object (object, fields[i]);

      if (reason != NULL)
        return g_strdup (reason);
      if (inner != NULL && look_inside)
        {
          char *inner_reason = find_reason (inner, FALSE);

          if (inner_reason != NULL)
            return inner_reason;
        }
    }

  return NULL;
}

static char *
read_reason (JsonNode *node, const char *data, gsize length)
{
  if (node == NULL)
    {
      if (length == 0 || length > REASON_MAX_BYTES || memchr (data, '\0', length) != NULL)
        return NULL;
      return g_strndup (data, length);
    }
  if (JSON_NODE_HOLDS_OBJECT (node))
    return find_reason (json_node_get_object (node), TRUE);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
      && strlen (json_node_get_string (node)) <= REASON_MAX_BYTES)
    return json_node_dup_string (node);

  return NULL;
}

static void
read_connected (KcQrEvent *self, JsonObject *object)
{
  self->channel = kc_channel_find (object, KC_CHANNEL_KIND_WHATSAPP_QR);
  self->phone_number = kc_channel_dup_text (object, "phone_number", KC_NUMBER_MAX_BYTES);
  self->push_name = kc_channel_dup_text (object, "push_name", KC_NAME_MAX_BYTES);
}

KcQrEvent *
kc_qr_event_new (const char *name, const char *data, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (JsonNode) node = kc_json_parse (bytes, NULL);
  g_autoptr (KcQrEvent) self = g_new0 (KcQrEvent, 1);
  JsonObject *object = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  if (is_unnamed (name))
    name = object != NULL ? find_name (object) : NULL;
  self->kind = name != NULL ? parse_kind (name) : KC_QR_EVENT_OTHER;

  switch (self->kind)
    {
    case KC_QR_EVENT_CODE:
      if (!read_code (self, node, data, length, error))
        return NULL;
      break;
    case KC_QR_EVENT_CONNECTED:
      if (object != NULL)
        read_connected (self, object);
      break;
    case KC_QR_EVENT_FAILED:
      self->reason = read_reason (node, data, length);
      break;
    case KC_QR_EVENT_OTHER:
    case KC_QR_EVENT_CONNECTING:
    case KC_QR_EVENT_DISCONNECTED:
      break;
    default:
      g_assert_not_reached ();
    }

  return g_steal_pointer (&self);
}

void
kc_qr_event_free (KcQrEvent *self)
{
  g_clear_pointer (&self->code, g_bytes_unref);
  g_clear_object (&self->channel);
  g_free (self->phone_number);
  g_free (self->push_name);
  g_free (self->reason);
  g_free (self);
}
