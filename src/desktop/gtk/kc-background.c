/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-background.h"

#include "kc-portal-request.h"

#include <glib/gi18n.h>

/* https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html */
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"

struct _KcBackground {
  GObject parent_instance;

  guint timeout_s;

  /* While the window is hidden; a weak pointer, GTK owns it. */
  GtkWindow *window;
  guint timeout_id;
  GCancellable *cancellable; /* of the request to the portal */
};

G_DEFINE_FINAL_TYPE (KcBackground, kc_background, G_TYPE_OBJECT)

enum {
  REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
leave (KcBackground *self)
{
  g_assert (KC_IS_BACKGROUND (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  g_clear_weak_pointer (&self->window);
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KcBackground *self;
  gboolean granted = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = kc_portal_request_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_BACKGROUND (user_data);
  /* A desktop without that portal does not stop background programs. */
  if (results == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    {
      g_debug ("No background portal: %s", error->message);
      return;
    }
  if (results != NULL)
    g_variant_lookup (results, "background", "b", &granted);
  if (granted || self->window == NULL)
    return;

  gtk_window_present (self->window);
  g_signal_emit (self, signals[REFUSED], 0);
}

static void
ask_portal (KcBackground *self, GDBusConnection *bus)
{
  g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);

  g_assert (KC_IS_BACKGROUND (self));

  self->cancellable = g_cancellable_new ();
  /* Translators: why the program wants to go on without a window; the desktop asks. */
  g_variant_dict_insert (options, "reason", "s",
                         _ ("Keebai Connect tells you when your number is connected."));
  g_variant_dict_insert (options, "autostart", "b", FALSE);
  kc_portal_request_async (bus, PORTAL_INTERFACE, "RequestBackground", g_variant_new ("(s)", ""),
                           options, self->cancellable, requested_cb, self);
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  KcBackground *self = KC_BACKGROUND (user_data);
  GtkWindow *window = self->window;

  self->timeout_id = 0;
  leave (self);
  if (window != NULL)
    gtk_window_close (window);

  return G_SOURCE_REMOVE;
}

static void
on_attempt_finished_cb (KcBackground *self, KcAttempt *attempt)
{
  g_assert (KC_IS_BACKGROUND (self));

  if (self->window != NULL && self->timeout_id == 0)
    self->timeout_id = g_timeout_add_seconds (self->timeout_s, on_timeout_cb, self);
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

  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_background_init (KcBackground *self)
{
}

KcBackground *
kc_background_new (guint timeout_s)
{
  KcBackground *self = g_object_new (KC_TYPE_BACKGROUND, NULL);

  self->timeout_s = timeout_s;

  return self;
}

gboolean
kc_background_can_run (KcAttempt *attempt)
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

void
kc_background_enter (KcBackground *self,
                     GtkWindow *window,
                     KcAttempt *attempt,
                     GDBusConnection *bus)
{
  g_return_if_fail (KC_IS_BACKGROUND (self));
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus));

  if (self->window != NULL || !kc_background_can_run (attempt))
    return;

  g_set_weak_pointer (&self->window, window);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_signal_connect_object (window, "map", G_CALLBACK (leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attempt, "finished", G_CALLBACK (on_attempt_finished_cb), self,
                           G_CONNECT_SWAPPED);
  if (bus != NULL)
    ask_portal (self, bus);
}
