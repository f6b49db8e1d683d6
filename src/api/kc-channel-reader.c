/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-reader.h"

#include "kc-enum.h"

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
read_kind (JsonObject *object, KcChannelKind fallback)
{
  const char *type = kc_json_peek_string (object, "type", KC_NAME_MAX_BYTES);

  if (type == NULL)
    return fallback;

  return (KcChannelKind) kc_enum_parse (KC_TYPE_CHANNEL_KIND, type, KC_CHANNEL_KIND_OTHER);
}

KcChannel *
kc_channel_read (JsonObject *object, KcChannelKind fallback)
{
  g_autofree char *id = kc_json_dup_text (object, "id", KC_ID_MAX_BYTES);
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  g_autofree char *number_id = NULL;
  g_autoptr (GDateTime) created_at = NULL;

  if (id == NULL)
    return NULL;

  name = kc_json_dup_text (object, "name", KC_NAME_MAX_BYTES);
  number = kc_json_dup_text (object, "phone_number", KC_NUMBER_MAX_BYTES);
  number_id = kc_json_dup_text (object, "phone_number_id", KC_ID_MAX_BYTES);
  created_at = parse_time (kc_json_peek_string (object, "created_at", KC_NUMBER_MAX_BYTES));

  return kc_channel_new (id, read_kind (object, fallback), name, number, number_id,
                         kc_json_peek_boolean (object, "is_active", TRUE), created_at);
}

/* The objects that may speak of the channel itself, the most telling one first. */
static JsonObject *
find_channel_object (JsonObject *reply)
{
  JsonObject *object = kc_json_peek_object (reply, "channel");

  return object != NULL ? object
                        : kc_json_peek_object (kc_json_peek_object (reply, "data"), "channel");
}

char *
kc_channel_dup_text (JsonObject *reply, const char *name, gsize max_bytes)
{
  JsonObject *places[] = {find_channel_object (reply), kc_json_peek_object (reply, "data"), reply};
  char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places) && text == NULL; i++)
    text = kc_json_dup_text (places[i], name, max_bytes);

  return text;
}

KcChannel *
kc_channel_find (JsonObject *reply, KcChannelKind kind)
{
  JsonObject *object = find_channel_object (reply);
  g_autoptr (GDateTime) created_at = NULL;
  g_autofree char *id = kc_json_dup_text (object, "id", KC_ID_MAX_BYTES);
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  g_autofree char *number_id = NULL;

  /* Elsewhere a bare "id" may be the session's. */
  if (id == NULL)
    id = kc_channel_dup_text (reply, "channel_id", KC_ID_MAX_BYTES);
  if (id == NULL)
    return NULL;

  name = kc_json_dup_text (object, "name", KC_NAME_MAX_BYTES);
  number = kc_channel_dup_text (reply, "phone_number", KC_NUMBER_MAX_BYTES);
  number_id = kc_channel_dup_text (reply, "phone_number_id", KC_ID_MAX_BYTES);
  created_at = parse_time (kc_json_peek_string (object, "created_at", KC_NUMBER_MAX_BYTES));

  return kc_channel_new (id, kind, name, number, number_id,
                         kc_json_peek_boolean (object, "is_active", TRUE), created_at);
}
