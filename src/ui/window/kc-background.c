/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-background.h"

#include <glib/gi18n.h>
#include <string.h>

/* https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html */
#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"
#define HANDLE_TOKEN "keebai_connect_background"

struct _KcBackground {
  GObject parent_instance;

  guint patience_s;

  /* While it is hidden; a weak pointer, GTK owns it. */
  GtkWindow *window;
  guint patience_id;

  /* The question to the portal, while it is open. */
  GDBusConnection *bus;
  GCancellable *cancellable;
  guint response_id;
};

G_DEFINE_FINAL_TYPE (KcBackground, kc_background, G_TYPE_OBJECT)

static void
end_question (KcBackground *self)
{
  g_assert (KC_IS_BACKGROUND (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = 0;
  g_clear_object (&self->bus);
}

static void
leave (KcBackground *self)
{
  g_assert (KC_IS_BACKGROUND (self));

  end_question (self);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  g_clear_weak_pointer (&self->window);
}

static void
requested_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcBackground) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* A desktop without that portal hinders nobody. */
  if (reply == NULL)
    {
      g_debug ("No background portal: %s", error->message);
      end_question (self);
    }
}

static void
on_response_received_cb (GDBusConnection *bus,
                         const char *sender_name,
                         const char *object_path,
                         const char *interface_name,
                         const char *signal_name,
                         GVariant *parameters,
                         gpointer user_data)
{
  KcBackground *self = KC_BACKGROUND (user_data);
  GtkWindow *window = self->window;
  g_autoptr (GVariant) results = NULL;
  gboolean granted = FALSE;
  guint response = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &granted);
  end_question (self);

  if (window == NULL || (response == 0 && granted))
    return;

  kc_window_show_toast (KC_WINDOW (window),
                        _ ("This computer does not let programs go on without a window"));
  gtk_window_present (window);
}

static void
ask_portal (KcBackground *self, GDBusConnection *bus)
{
  g_autofree char *sender
      = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + strlen (":")), ".", '_');
  g_autofree char *handle = g_strdup_printf (PORTAL_PATH "/request/%s/" HANDLE_TOKEN, sender);
  GVariantBuilder options;

  g_assert (KC_IS_BACKGROUND (self));

  g_set_object (&self->bus, bus);
  self->cancellable = g_cancellable_new ();

  /* Before the call, so that no answer is too fast. */
  self->response_id
      = g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, REQUEST_INTERFACE, "Response", handle,
                                            NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response_received_cb,
                                            self, NULL);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (HANDLE_TOKEN));
  g_variant_builder_add (
      &options, "{sv}", "reason",
      /* Translators: why the program wants to go on without a window; the desktop asks. */
      g_variant_new_string (_ ("Keebai Connect tells you when your number is connected.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, requested_cb,
                          g_object_ref (self));
}

static gboolean
on_patience_ended_cb (gpointer user_data)
{
  KcBackground *self = KC_BACKGROUND (user_data);
  GtkWindow *window = self->window;

  self->patience_id = 0;
  leave (self);
  if (window != NULL)
    gtk_window_close (window);

  return G_SOURCE_REMOVE;
}

static void
on_attempt_finished_cb (KcBackground *self, KcAttempt *attempt)
{
  g_assert (KC_IS_BACKGROUND (self));

  if (self->window != NULL && self->patience_id == 0)
    self->patience_id = g_timeout_add_seconds (self->patience_s, on_patience_ended_cb, self);
}

static void
kc_background_dispose (GObject *object)
{
  leave (KC_BACKGROUND (object));

  G_OBJECT_CLASS (kc_background_parent_class)->dispose (object);
}

static void
kc_background_class_init (KcBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_background_dispose;
}

static void
kc_background_init (KcBackground *self)
{
}

KcBackground *
kc_background_new (guint patience_s)
{
  KcBackground *self = g_object_new (KC_TYPE_BACKGROUND, NULL);

  self->patience_s = patience_s;

  return self;
}

gboolean
kc_background_suits (KcAttempt *attempt)
{
  g_return_val_if_fail (attempt == NULL || KC_IS_ATTEMPT (attempt), FALSE);

  /* It waits for a person to give a key. */
  if (attempt == NULL || kc_attempt_get_key_wanted (attempt))
    return FALSE;

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
      return TRUE;
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_CONNECTED:
    case KC_ATTEMPT_EXPIRED:
    case KC_ATTEMPT_CANCELLED:
    case KC_ATTEMPT_FAILED:
    default:
      return FALSE;
    }
}

gboolean
kc_background_is_offered (KcWindow *window)
{
  GtkApplication *application;

  g_return_val_if_fail (KC_IS_WINDOW (window), FALSE);

  application = gtk_window_get_application (GTK_WINDOW (window));

  return application != NULL
         && g_action_group_get_action_enabled (G_ACTION_GROUP (application),
                                               KC_BACKGROUND_ACTION + strlen ("app."))
         && kc_background_suits (kc_controller_get_attempt (kc_window_get_controller (window)));
}

void
kc_background_enter (KcBackground *self, KcWindow *window, GDBusConnection *bus)
{
  KcAttempt *attempt;

  g_return_if_fail (KC_IS_BACKGROUND (self));
  g_return_if_fail (KC_IS_WINDOW (window));
  g_return_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus));

  attempt = kc_controller_get_attempt (kc_window_get_controller (window));
  if (self->window != NULL || !kc_background_suits (attempt))
    return;

  g_set_weak_pointer (&self->window, GTK_WINDOW (window));
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_signal_connect_object (window, "map", G_CALLBACK (leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attempt, "finished", G_CALLBACK (on_attempt_finished_cb), self,
                           G_CONNECT_SWAPPED);
  if (bus != NULL)
    ask_portal (self, bus);
}
