/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel.h"

struct _KcChannel {
  GObject parent_instance;

  char *id;
  char *name;
  char *phone_number;
  char *phone_number_id;
  GDateTime *created_at;
  KcChannelKind kind;
  gboolean active;
};

G_DEFINE_ENUM_TYPE (KcChannelKind,
                    kc_channel_kind,
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_KIND_WHATSAPP, "whatsapp"),
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_KIND_WHATSAPP_QR, "whatsapp_qr"),
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_KIND_OTHER, "other"))
G_DEFINE_FINAL_TYPE (KcChannel, kc_channel, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_NAME,
  PROP_PHONE_NUMBER,
  PROP_PHONE_NUMBER_ID,
  PROP_ACTIVE,
  PROP_CREATED_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kc_channel_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcChannel *self = KC_CHANNEL (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PHONE_NUMBER:
      g_value_set_string (value, self->phone_number);
      break;
    case PROP_PHONE_NUMBER_ID:
      g_value_set_string (value, self->phone_number_id);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_CREATED_AT:
      g_value_set_boxed (value, self->created_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_channel_finalize (GObject *object)
{
  KcChannel *self = KC_CHANNEL (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->phone_number, g_free);
  g_clear_pointer (&self->phone_number_id, g_free);
  g_clear_pointer (&self->created_at, g_date_time_unref);

  G_OBJECT_CLASS (kc_channel_parent_class)->finalize (object);
}

static void
kc_channel_class_init (KcChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kc_channel_get_property;
  object_class->finalize = kc_channel_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_KIND]
      = g_param_spec_enum ("kind", NULL, NULL, KC_TYPE_CHANNEL_KIND, KC_CHANNEL_KIND_OTHER, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PHONE_NUMBER] = g_param_spec_string ("phone-number", NULL, NULL, NULL, flags);
  properties[PROP_PHONE_NUMBER_ID]
      = g_param_spec_string ("phone-number-id", NULL, NULL, NULL, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_CREATED_AT]
      = g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_channel_init (KcChannel *self)
{
}

KcChannel *
kc_channel_new (const char *id,
                KcChannelKind kind,
                const char *name,
                const char *phone_number,
                const char *phone_number_id,
                gboolean active,
                GDateTime *created_at)
{
  KcChannel *self;

  g_return_val_if_fail (id != NULL && *id != '\0', NULL);

  self = g_object_new (KC_TYPE_CHANNEL, NULL);
  self->id = g_strdup (id);
  self->kind = kind;
  self->name = g_strdup (name);
  self->phone_number = g_strdup (phone_number);
  self->phone_number_id = g_strdup (phone_number_id);
  self->active = active != FALSE;
  self->created_at = created_at != NULL ? g_date_time_ref (created_at) : NULL;

  return self;
}

const char *
kc_channel_get_id (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), NULL);

  return self->id;
}

KcChannelKind
kc_channel_get_kind (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), KC_CHANNEL_KIND_OTHER);

  return self->kind;
}

const char *
kc_channel_get_name (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), NULL);

  return self->name;
}

const char *
kc_channel_get_phone_number (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), NULL);

  return self->phone_number;
}

const char *
kc_channel_get_phone_number_id (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), NULL);

  return self->phone_number_id;
}

gboolean
kc_channel_get_active (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), FALSE);

  return self->active;
}

GDateTime *
kc_channel_get_created_at (KcChannel *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL (self), NULL);

  return self->created_at;
}
