/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-session.h"

#include "kc-channel-reader.h"
#include "kc-enum.h"
#include "kc-json.h"
#include "kc-secret.h"
#include "kc-uri.h"

#include <string.h>

/* Embedded Signup is documented to last 15 minutes, QR pairing 5; that is used if a reply does not
 * say. */
#define DEFAULT_EXPIRES_IN_EMBEDDED 900
#define DEFAULT_EXPIRES_IN_QR 300
#define MAX_EXPIRES_IN (24 * 60 * 60)
#define DEFAULT_POLL_INTERVAL 5
#define MAX_POLL_INTERVAL 300

G_DEFINE_ENUM_TYPE (KcMode,
                    kc_mode,
                    G_DEFINE_ENUM_VALUE (KC_MODE_EMBEDDED_SIGNUP, "embedded_signup"),
                    G_DEFINE_ENUM_VALUE (KC_MODE_QR, "qr"))
G_DEFINE_ENUM_TYPE (KcSessionStatus,
                    kc_session_status,
                    G_DEFINE_ENUM_VALUE (KC_SESSION_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (KC_SESSION_COMPLETED, "completed"),
                    G_DEFINE_ENUM_VALUE (KC_SESSION_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (KC_SESSION_CANCELLED, "cancelled"))
G_DEFINE_BOXED_TYPE (KcConnectRequest,
                     kc_connect_request,
                     kc_connect_request_copy,
                     kc_connect_request_free)
G_DEFINE_BOXED_TYPE (KcPoll, kc_poll, kc_poll_copy, kc_poll_free)
G_DEFINE_BOXED_TYPE (KcSession, kc_session, kc_session_copy, kc_session_free)

KcChannelKind
kc_mode_get_channel_kind (KcMode mode)
{
  return mode == KC_MODE_QR ? KC_CHANNEL_KIND_WHATSAPP_QR : KC_CHANNEL_KIND_WHATSAPP;
}

KcConnectRequest *
kc_connect_request_new (KcMode mode)
{
  KcConnectRequest *self = g_new0 (KcConnectRequest, 1);

  self->mode = mode;

  return self;
}

KcConnectRequest *
kc_connect_request_copy (const KcConnectRequest *self)
{
  KcConnectRequest *copy = kc_connect_request_new (self->mode);

  copy->name = g_strdup (self->name);
  copy->pipeline_id = g_strdup (self->pipeline_id);
  copy->coexistence = self->coexistence;

  return copy;
}

void
kc_connect_request_free (KcConnectRequest *self)
{
  g_free (self->name);
  g_free (self->pipeline_id);
  g_free (self);
}

static void
add_unless_blank (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value != NULL ? value : ""));

  if (*stripped == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, stripped);
}

GBytes *
kc_connect_request_to_bytes (const KcConnectRequest *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "mode");
  json_builder_add_string_value (builder, kc_enum_get_nick (KC_TYPE_MODE, (int) self->mode));
  if (self->mode == KC_MODE_QR)
    add_unless_blank (builder, "name", self->name);
  else
    {
      add_unless_blank (builder, "pipeline_id", self->pipeline_id);
      if (self->coexistence)
        {
          json_builder_set_member_name (builder, "coexistence_enabled");
          json_builder_add_boolean_value (builder, TRUE);
        }
    }
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

/* A number of seconds. The session is open whatever its numbers are: nonsense is replaced by the
 * documented default, and `max` is the most. */
static guint
read_seconds (JsonObject *object, const char *name, guint fallback, guint max)
{
  double seconds;

  if (!kc_json_peek_number (object, name, &seconds) || seconds < 1.0)
    return fallback;

  return (guint) MIN (seconds, (double) max);
}

static gboolean
read_address (
    KcSession *self, JsonObject *object, KcMode mode, const char *base_url, GError **error)
{
  const char *address
      = kc_json_get_string (object, mode == KC_MODE_QR ? "stream_url" : "verification_uri",
                            KC_URI_MAX_BYTES, error);

  if (address == NULL)
    return FALSE;

  if (mode == KC_MODE_QR)
    {
      self->stream_uri = kc_uri_resolve_same_origin (base_url, address, error);
      if (self->stream_uri == NULL)
        g_prefix_error_literal (error, "\"stream_url\": ");
      return self->stream_uri != NULL;
    }

  if (!kc_uri_is_allowed (address, kc_uri_is_loopback (base_url)))
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY,
                           "\"verification_uri\" cannot be opened safely");
      return FALSE;
    }
  self->verification_uri = g_strdup (address);

  return TRUE;
}

gboolean
kc_session_id_is_usable (const char *id)
{
  return *id != '\0' && !g_str_equal (id, ".") && !g_str_equal (id, "..");
}

KcSession *
kc_session_new_from_bytes (GBytes *bytes, KcMode mode, const char *base_url, GError **error)
{
  g_autoptr (JsonObject) object = kc_json_parse_object (bytes, error);
  g_autoptr (KcSession) self = NULL;

  if (object == NULL)
    return NULL;

  self = g_new0 (KcSession, 1);
  self->mode = mode;
  self->session_id = kc_json_dup_text (object, "session_id", KC_ID_MAX_BYTES);
  if (self->session_id == NULL || !kc_session_id_is_usable (self->session_id))
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY,
                           "\"session_id\" is missing or cannot be used");
      return NULL;
    }
  if (!read_address (self, object, mode, base_url, error))
    return NULL;
  self->expires_in
      = read_seconds (object, "expires_in",
                      mode == KC_MODE_QR ? DEFAULT_EXPIRES_IN_QR : DEFAULT_EXPIRES_IN_EMBEDDED,
                      MAX_EXPIRES_IN);
  self->poll_interval
      = read_seconds (object, "poll_interval", DEFAULT_POLL_INTERVAL, MAX_POLL_INTERVAL);

  return g_steal_pointer (&self);
}

KcSession *
kc_session_copy (const KcSession *self)
{
  KcSession *copy = g_new0 (KcSession, 1);

  copy->mode = self->mode;
  copy->session_id = g_strdup (self->session_id);
  copy->verification_uri = g_strdup (self->verification_uri);
  copy->stream_uri = g_strdup (self->stream_uri);
  copy->expires_in = self->expires_in;
  copy->poll_interval = self->poll_interval;

  return copy;
}

void
kc_session_free (KcSession *self)
{
  g_free (self->session_id);
  kc_secret_free (self->verification_uri);
  g_free (self->stream_uri);
  g_free (self);
}

KcPoll *
kc_poll_new_from_bytes (GBytes *bytes, KcMode mode, GError **error)
{
  g_autoptr (JsonObject) object = kc_json_parse_object (bytes, error);
  const char *status;
  KcPoll *self;

  if (object == NULL)
    return NULL;
  status = kc_json_get_string (object, "status", KC_NAME_MAX_BYTES, error);
  if (status == NULL)
    return NULL;
  if (*(status + strspn (status, " \t\r\n")) == '\0')
    {
      g_set_error_literal (error, KC_ERROR, KC_ERROR_BAD_REPLY, "\"status\" is empty");
      return NULL;
    }

  self = g_new0 (KcPoll, 1);
  self->status
      = (KcSessionStatus) kc_enum_parse (KC_TYPE_SESSION_STATUS, status, KC_SESSION_PENDING);
  if (self->status == KC_SESSION_COMPLETED)
    self->channel = kc_channel_find (object, kc_mode_get_channel_kind (mode));

  return self;
}

KcPoll *
kc_poll_copy (const KcPoll *self)
{
  KcPoll *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (KcPoll, 1);
  copy->status = self->status;
  copy->channel = self->channel != NULL ? g_object_ref (self->channel) : NULL;

  return copy;
}

void
kc_poll_free (KcPoll *self)
{
  g_clear_object (&self->channel);
  g_free (self);
}
