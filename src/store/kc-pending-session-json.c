/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How a pending session is stored: one JSON object, read as strictly as a server's answer. A new
 * field that an older program may ignore does not change the version; one that it would
 * misunderstand does.
 */

#include "kc-pending-session.h"

#include "kc-channel-reader.h"
#include "kc-enum.h"
#include "kc-record-json.h"

#define VERSION 1
#define MAX_EXPIRES_IN (24 * 60 * 60)
#define MAX_POLL_INTERVAL 300
/* The largest that every reader of JSON takes as a whole number. */
#define MAX_JSON_INT (G_GINT64_CONSTANT (1) << 53)

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

/* In the words of Keebai's own list, without names and numbers. */
static void
add_channel (JsonBuilder *builder, KcChannel *channel)
{
  GDateTime *time = kc_channel_get_created_at (channel);
  g_autofree char *created_at = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  json_builder_begin_object (builder);
  kc_record_json_add_string (builder, "id", kc_channel_get_id (channel));
  kc_record_json_add_string (builder, "type",
                             kc_enum_get_nick (KC_TYPE_CHANNEL_KIND,
                                               (int) kc_channel_get_kind (channel)));
  add_boolean (builder, "is_active", kc_channel_get_active (channel));
  kc_record_json_add_string (builder, "created_at", created_at);
  json_builder_end_object (builder);
}

static GBytes *
write_all (const KcPendingSession *self, const char *base_url, GPtrArray *before)
{
  g_autoptr (JsonBuilder) builder = kc_record_json_begin (VERSION, base_url);

  kc_record_json_add_string (builder, "key_mark", self->key_mark);

  begin_object (builder, "opened");
  kc_record_json_add_string (builder, "boot_id", self->opened->boot_id);
  add_int (builder, "boot_ms", CLAMP (self->opened->boot_ms, -MAX_JSON_INT, MAX_JSON_INT));
  add_int (builder, "wall_ms", CLAMP (self->opened->wall_ms, -MAX_JSON_INT, MAX_JSON_INT));
  json_builder_end_object (builder);

  begin_object (builder, "request");
  kc_record_json_add_string (builder, "mode",
                             kc_enum_get_nick (KC_TYPE_MODE, (int) self->request->mode));
  kc_record_json_add_string (builder, "name", self->request->name);
  kc_record_json_add_string (builder, "pipeline_id", self->request->pipeline_id);
  add_boolean (builder, "coexistence_enabled", self->request->coexistence);
  json_builder_end_object (builder);

  begin_object (builder, "session");
  kc_record_json_add_string (builder, "session_id", self->session->session_id);
  kc_record_json_add_string (builder, "stream_url", self->session->stream_uri);
  add_int (builder, "expires_in", self->session->expires_in);
  add_int (builder, "poll_interval", self->session->poll_interval);
  json_builder_end_object (builder);

  if (before != NULL)
    {
      json_builder_set_member_name (builder, "before");
      json_builder_begin_array (builder);
      for (guint i = 0; i < before->len; i++)
        add_channel (builder, g_ptr_array_index (before, i));
      json_builder_end_array (builder);
    }

  return kc_record_json_end (builder);
}

GBytes *
kc_pending_session_to_bytes (const KcPendingSession *self, const char *base_url)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  bytes = write_all (self, base_url, self->before);
  if (g_bytes_get_size (bytes) <= KC_JSON_MAX_BYTES)
    return g_steal_pointer (&bytes);

  return write_all (self, base_url, NULL);
}

static gboolean
complain (GError **error, const char *message)
{
  g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, message);

  return FALSE;
}

static JsonObject *
get_object (JsonObject *object, const char *name, GError **error)
{
  JsonObject *value = NULL;

  if (kc_json_find_object (object, name, &value, error) && value == NULL)
    g_set_error (error, KC_ERROR, KC_ERROR_BAD_REPLY, "\"%s\" is missing", name);

  return value;
}

static KcConnectRequest *
read_request (JsonObject *root, GError **error)
{
  JsonObject *object = get_object (root, "request", error);
  g_autoptr (KcConnectRequest) request = NULL;
  const char *word;
  const char *name;
  const char *pipeline_id;
  int mode;

  if (object == NULL
      || (word = kc_json_get_string (object, "mode", KC_NAME_MAX_BYTES, error)) == NULL
      || !kc_json_find_string (object, "name", KC_JSON_MAX_BYTES, &name, error)
      || !kc_json_find_string (object, "pipeline_id", KC_JSON_MAX_BYTES, &pipeline_id, error))
    return NULL;
  mode = kc_enum_parse (KC_TYPE_MODE, word, -1);
  if (mode < 0)
    {
      complain (error, "\"mode\" is none of ours");
      return NULL;
    }

  request = kc_connect_request_new ((KcMode) mode);
  request->name = g_strdup (name);
  request->pipeline_id = g_strdup (pipeline_id);
  if (!kc_json_find_boolean (object, "coexistence_enabled", FALSE, &request->coexistence, error))
    return NULL;

  return g_steal_pointer (&request);
}

static KcSession *
read_session (JsonObject *root, KcMode mode, const char *base_url, GError **error)
{
  JsonObject *object = get_object (root, "session", error);
  g_autoptr (KcSession) session = g_new0 (KcSession, 1);
  const char *address;
  const char *id;
  gint64 expires_in;
  gint64 poll_interval;

  if (object == NULL
      || (id = kc_json_get_string (object, "session_id", KC_ID_MAX_BYTES, error)) == NULL
      || !kc_json_get_int (object, "expires_in", 1, MAX_EXPIRES_IN, &expires_in, error)
      || !kc_json_get_int (object, "poll_interval", 1, MAX_POLL_INTERVAL, &poll_interval, error))
    return NULL;
  if (!kc_session_id_is_usable (id))
    {
      complain (error, "\"session_id\" cannot be used");
      return NULL;
    }

  session->mode = mode;
  session->session_id = g_strdup (id);
  session->expires_in = (guint) expires_in;
  session->poll_interval = (guint) poll_interval;
  if (mode == KC_MODE_QR)
    {
      address = kc_json_get_string (object, "stream_url", KC_URI_MAX_BYTES, error);
      if (address == NULL)
        return NULL;
      session->stream_uri = kc_uri_resolve_same_origin (base_url, address, error);
      if (session->stream_uri == NULL)
        return NULL;
    }

  return g_steal_pointer (&session);
}

/* Any time is accepted: a session may be older than this boot, and a wall clock may be before 1970.
 */
static KcBootTime *
read_opened (JsonObject *root, GError **error)
{
  JsonObject *object = get_object (root, "opened", error);
  const char *boot_id;
  gint64 boot_ms;
  gint64 wall_ms;

  if (object == NULL
      || !kc_json_find_string (object, "boot_id", KC_NUMBER_MAX_BYTES, &boot_id, error)
      || !kc_json_get_int (object, "boot_ms", G_MININT64, G_MAXINT64, &boot_ms, error)
      || !kc_json_get_int (object, "wall_ms", G_MININT64, G_MAXINT64, &wall_ms, error))
    return NULL;

  return kc_boot_time_new (boot_id, boot_ms, wall_ms);
}

/* FALSE only if there is a list and it is not one. */
static gboolean
read_before (JsonObject *root, GPtrArray **before, GError **error)
{
  g_autoptr (GPtrArray) channels = NULL;
  JsonArray *array;
  JsonNode *node = json_object_get_member (root, "before");

  *before = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  array = kc_json_get_array (root, "before", error);
  if (array == NULL)
    return FALSE;

  channels = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      KcChannel *channel;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        return complain (error, "\"before\" holds something else");
      channel = kc_channel_read (json_node_get_object (item), KC_CHANNEL_KIND_OTHER);
      if (channel == NULL)
        return complain (error, "\"before\" holds a channel without an id");
      g_ptr_array_add (channels, channel);
    }
  *before = g_steal_pointer (&channels);

  return TRUE;
}

static KcPendingSession *
read_all (GBytes *bytes, const char *base_url, GError **error)
{
  g_autoptr (JsonObject) root = kc_record_json_read (bytes, VERSION, base_url, error);
  g_autoptr (KcPendingSession) self = g_new0 (KcPendingSession, 1);
  const char *mark;

  if (root == NULL || !kc_json_find_string (root, "key_mark", KC_NUMBER_MAX_BYTES, &mark, error)
      || (self->request = read_request (root, error)) == NULL
      || (self->session = read_session (root, self->request->mode, base_url, error)) == NULL
      || (self->opened = read_opened (root, error)) == NULL
      || !read_before (root, &self->before, error))
    return NULL;
  self->key_mark = g_strdup (mark);

  return g_steal_pointer (&self);
}

KcPendingSession *
kc_pending_session_new_from_bytes (GBytes *bytes, const char *base_url, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  KcPendingSession *self;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = read_all (bytes, base_url, &local_error);
  if (self == NULL && local_error->domain == KC_JOURNAL_ERROR)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (self == NULL) /* kc-json says which field it is, and never what stands in it */
    g_set_error (error, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_DAMAGED, "The file is damaged: %s",
                 local_error->message);

  return self;
}
