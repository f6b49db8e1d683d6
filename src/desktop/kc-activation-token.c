/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-activation-token.h"

#define SERVICE "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

struct _KcActivationToken {
  GObject parent_instance;

  GDBusConnection *bus;
  guint given_id;  /* subscription */
  guint closed_id; /* subscription */
  char *token;     /* of the notification clicked last, of any program; NULL once it was closed */
};

G_DEFINE_FINAL_TYPE (KcActivationToken, kc_activation_token, G_TYPE_OBJECT)

static void
on_activation_token_given_cb (GDBusConnection *bus,
                              const char *sender,
                              const char *path,
                              const char *interface,
                              const char *signal,
                              GVariant *parameters,
                              gpointer user_data)
{
  KcActivationToken *self = KC_ACTIVATION_TOKEN (user_data);

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)")))
    return;

  g_clear_pointer (&self->token, g_free);
  g_variant_get (parameters, "(us)", NULL, &self->token);
}

/* A click closes the notification after its action. If nobody has taken the token by then, the
 * notification belonged to another program. */
static void
on_notification_closed_cb (GDBusConnection *bus,
                           const char *sender,
                           const char *path,
                           const char *interface,
                           const char *signal,
                           GVariant *parameters,
                           gpointer user_data)
{
  KcActivationToken *self = KC_ACTIVATION_TOKEN (user_data);

  g_clear_pointer (&self->token, g_free);
}

static void
kc_activation_token_finalize (GObject *object)
{
  KcActivationToken *self = KC_ACTIVATION_TOKEN (object);

  g_dbus_connection_signal_unsubscribe (self->bus, self->given_id);
  g_dbus_connection_signal_unsubscribe (self->bus, self->closed_id);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (kc_activation_token_parent_class)->finalize (object);
}

static void
kc_activation_token_class_init (KcActivationTokenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_activation_token_finalize;
}

static void
kc_activation_token_init (KcActivationToken *self)
{
}

KcActivationToken *
kc_activation_token_new (GDBusConnection *bus)
{
  KcActivationToken *self = NULL;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);

  self = g_object_new (KC_TYPE_ACTIVATION_TOKEN, NULL);
  self->bus = g_object_ref (bus);
  self->given_id = g_dbus_connection_signal_subscribe (bus, SERVICE, SERVICE, "ActivationToken",
                                                       PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                       on_activation_token_given_cb, self, NULL);
  self->closed_id = g_dbus_connection_signal_subscribe (bus, SERVICE, SERVICE, "NotificationClosed",
                                                        PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                        on_notification_closed_cb, self, NULL);

  return self;
}

char *
kc_activation_token_take (KcActivationToken *self)
{
  g_return_val_if_fail (KC_IS_ACTIVATION_TOKEN (self), NULL);

  return g_steal_pointer (&self->token);
}
