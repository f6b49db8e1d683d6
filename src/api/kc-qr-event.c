/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-event.h"

#include "kc-channel-reader.h"
#include "kc-enum.h"
#include "kc-json-check.h"
#include "kc-json.h"

#include <string.h>

#define REASON_MAX_BYTES 1024

/* Base64 is a third longer than what it stands for. */
#define PICTURE_URI_PREFIX "data:image/png;base64,"
#define PICTURE_URI_MAX_BYTES (KC_QR_PICTURE_MAX_BYTES / 3 * 4 + 64)
/* The signature of a PNG file, then the length and the name of its first chunk. */
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define PNG_HEAD_BYTES 16

G_DEFINE_ENUM_TYPE (KcQrEventKind,
                    kc_qr_event_kind,
                    G_DEFINE_ENUM_VALUE (KC_QR_EVENT_OTHER, "other"),
                    G_DEFINE_ENUM_VALUE (KC_QR_EVENT_CODE, "qr"),
                    G_DEFINE_ENUM_VALUE (KC_QR_EVENT_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (KC_QR_EVENT_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (KC_QR_EVENT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (KC_QR_EVENT_DISCONNECTED, "disconnected"))
G_DEFINE_BOXED_TYPE (KcQrEvent, kc_qr_event, kc_qr_event_copy, kc_qr_event_free)

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
      const char *code = kc_json_peek_string (object, fields[i], PICTURE_URI_MAX_BYTES);

      if (code == NULL && inner != NULL && look_inside)
        code = find_code (inner, FALSE);
      if (code != NULL)
        return code;
    }

  return NULL;
}

static guint32
read_uint32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* A PNG by its head, and a square one: whether the rest can be decoded is seen where it is drawn.
 */
static gboolean
is_square_png (const guint8 *bytes, gsize length)
{
  guint32 width;

  if (length < PNG_HEAD_BYTES + 8 || length > KC_QR_PICTURE_MAX_BYTES
      || memcmp (bytes, PNG_HEAD, PNG_HEAD_BYTES) != 0)
    return FALSE;

  width = read_uint32 (bytes + PNG_HEAD_BYTES);

  return width == read_uint32 (bytes + PNG_HEAD_BYTES + 4) && width >= KC_QR_PICTURE_MIN_SIDE
         && width <= KC_QR_PICTURE_MAX_SIDE;
}

/* NULL if the base64 or what it stands for is not as it has to be. */
static GBytes *
decode_picture (const char *base64, gsize length)
{
  static const char digits[]
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n";
  g_autofree char *text = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;

  if (length == 0 || length > PICTURE_URI_MAX_BYTES)
    return NULL;

  text = g_strndup (base64, length);
  if (strspn (text, digits) != length)
    return NULL;
  bytes = g_base64_decode (text, &n_bytes);
  if (!is_square_png (bytes, n_bytes))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&bytes), n_bytes);
}

/* What programs write for nothing, and any other JSON that is not a string. */
static gboolean
is_bare_value (const char *text, gsize length)
{
  static const char *const words[] = {"undefined", "nan", "none", "null", "true", "false"};
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (JsonNode) node = kc_json_parse (bytes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == length && g_ascii_strncasecmp (text, words[i], length) == 0)
      return TRUE;

  return node != NULL;
}

/* A phone that scans anything but a WhatsApp code hangs. The format of the codes is not promised,
 * but broken data can be recognised: it begins like JSON, markup or a data URI, is blank or a bare
 * value, or has control characters or a NUL. */
static gboolean
is_plausible_text (const char *text, gsize length)
{
  const char *start = NULL;

  if (length > KC_QR_TEXT_MAX_BYTES || !g_utf8_validate_len (text, length, NULL))
    return FALSE;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || g_str_has_prefix (p, KC_JSON_NUL))
        return FALSE;
      /* U+FEFF: a byte order mark. */
      if (start == NULL && !g_unichar_isspace (c) && c != 0xfeff)
        start = p;
    }
  if (start == NULL || strchr ("{[\"<", *start) != NULL)
    return FALSE;

  length -= (gsize) (start - text);

  return !(length >= strlen ("data:") && g_ascii_strncasecmp (start, "data:", 5) == 0)
         && !is_bare_value (start, length);
}

static gboolean
take_code (KcQrEvent *self, const char *code, gsize length)
{
  const gsize prefix = strlen (PICTURE_URI_PREFIX);

  if (length > prefix && g_ascii_strncasecmp (code, PICTURE_URI_PREFIX, prefix) == 0)
    self->picture = decode_picture (code + prefix, length - prefix);
  else if (is_plausible_text (code, length))
    self->code = g_bytes_new (code, length);

  return self->picture != NULL || self->code != NULL;
}

static gboolean
read_code (KcQrEvent *self, JsonNode *node, const char *data, gsize length, GError **error)
{
  const char *code = NULL;

  /* How the text stands on the wire is not documented: raw, as a JSON string or in an object. */
  if (node == NULL)
    code = data;
  else if (JSON_NODE_HOLDS_OBJECT (node))
    code = find_code (json_node_get_object (node), TRUE);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    code = json_node_get_string (node);
  if (code != NULL && node != NULL)
    length = strlen (code);

  if (code == NULL || !take_code (self, code, length))
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY,
                           "a qr event without a usable text or picture");
      return FALSE;
    }

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
  self->kind = (KcQrEventKind) kc_enum_parse (KC_TYPE_QR_EVENT_KIND, name, KC_QR_EVENT_OTHER);

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

KcQrEvent *
kc_qr_event_copy (const KcQrEvent *self)
{
  KcQrEvent *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (KcQrEvent, 1);
  *copy = *self;
  if (copy->code != NULL)
    g_bytes_ref (copy->code);
  if (copy->picture != NULL)
    g_bytes_ref (copy->picture);
  if (copy->channel != NULL)
    g_object_ref (copy->channel);
  copy->phone_number = g_strdup (self->phone_number);
  copy->push_name = g_strdup (self->push_name);
  copy->reason = g_strdup (self->reason);

  return copy;
}

void
kc_qr_event_free (KcQrEvent *self)
{
  g_clear_pointer (&self->code, g_bytes_unref);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_object (&self->channel);
  g_free (self->phone_number);
  g_free (self->push_name);
  g_free (self->reason);
  g_free (self);
}
