/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-reader.h"

/* ISO 8601, UTC unless it says otherwise. What cannot be read is no reason to refuse a channel. */
static GDateTime *
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  if (text != NULL)
    time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL ? g_date_time_to_utc (time) : NULL;
}

static KcChannelKind
parse_kind (const char *type)
{
  if (g_str_equal (type, "whatsapp"))
    return KC_CHANNEL_KIND_WHATSAPP;
  if (g_str_equal (type, "whatsapp_qr"))
    return KC_CHANNEL_KIND_WHATSAPP_QR;

  return KC_CHANNEL_KIND_OTHER;
}

KcChannel *
kc_channel_read (JsonObject *object, GError **error)
{
  g_autoptr (GDateTime) created_at = NULL;
  const char *id = kc_json_get_string (object, "id", KC_ID_MAX_BYTES, error);
  const char *type;
  const char *name;
  const char *number;
  const char *number_id;
  const char *time;
  gboolean active;

  if (id == NULL || (type = kc_json_get_string (object, "type", KC_NAME_MAX_BYTES, error)) == NULL
      || !kc_json_find_string (object, "name", KC_NAME_MAX_BYTES, &name, error)
      || !kc_json_find_string (object, "phone_number", KC_NUMBER_MAX_BYTES, &number, error)
      || !kc_json_find_string (object, "phone_number_id", KC_ID_MAX_BYTES, &number_id, error)
      || !kc_json_find_string (object, "created_at", KC_NUMBER_MAX_BYTES, &time, error)
      || !kc_json_find_boolean (object, "is_active", TRUE, &active, error))
    return NULL;
  if (*id == '\0')
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "\"id\" is empty");
      return NULL;
    }
  created_at = parse_time (time);

  return kc_channel_new (id, parse_kind (type), name, number, number_id, active, created_at);
}

/* The objects that may speak of the channel itself, the most telling one first. */
static JsonObject *
find_channel_object (JsonObject *reply)
{
  JsonObject *object = kc_json_peek_object (reply, "channel");

  return object != NULL ? object
                        : kc_json_peek_object (kc_json_peek_object (reply, "data"), "channel");
}

const char *
kc_channel_find_string (JsonObject *reply, const char *name, gsize max_bytes)
{
  JsonObject *places[] = {find_channel_object (reply), kc_json_peek_object (reply, "data"), reply};

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const char *text = kc_json_peek_string (places[i], name, max_bytes);

      if (text != NULL)
        return text;
    }

  return NULL;
}

KcChannel *
kc_channel_find (JsonObject *reply, KcChannelKind kind)
{
  JsonObject *object = find_channel_object (reply);
  g_autoptr (GDateTime) created_at = NULL;
  const char *id = kc_json_peek_string (object, "id", KC_ID_MAX_BYTES);
  gboolean active = TRUE;

  /* Elsewhere a bare "id" may be the session's. */
  if (id == NULL)
    id = kc_channel_find_string (reply, "channel_id", KC_ID_MAX_BYTES);
  if (id == NULL)
    return NULL;

  if (object != NULL)
    kc_json_find_boolean (object, "is_active", TRUE, &active, NULL);
  created_at = parse_time (kc_json_peek_string (object, "created_at", KC_NUMBER_MAX_BYTES));

  return kc_channel_new (id, kind, kc_json_peek_string (object, "name", KC_NAME_MAX_BYTES),
                         kc_channel_find_string (reply, "phone_number", KC_NUMBER_MAX_BYTES),
                         kc_channel_find_string (reply, "phone_number_id", KC_ID_MAX_BYTES), active,
                         created_at);
}
