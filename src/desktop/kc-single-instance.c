/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-single-instance.h"

#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

static GVariant *
ask_bus (GDBusConnection *bus, const char *method, const char *name, const char *type)
{
  return g_dbus_connection_call_sync (bus, BUS_NAME, BUS_PATH, BUS_NAME, method,
                                      g_variant_new ("(s)", name), G_VARIANT_TYPE (type),
                                      G_DBUS_CALL_FLAGS_NONE, KC_SINGLE_INSTANCE_TIMEOUT_MS, NULL,
                                      NULL);
}

gboolean
kc_single_instance_hangs (const char *application_id, guint timeout_ms, guint *pid)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autofree char *path = g_strdelimit (g_strconcat ("/", application_id, NULL), ".", '/');
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_owned = FALSE;

  g_return_val_if_fail (application_id != NULL, FALSE);
  g_return_val_if_fail (pid != NULL, FALSE);

  *pid = 0;
  if (bus == NULL)
    return FALSE;

  owned = ask_bus (bus, "NameHasOwner", application_id, "(b)");
  if (owned != NULL)
    g_variant_get (owned, "(b)", &is_owned);
  if (!is_owned)
    return FALSE;

  /* GDBus answers a ping in a separate thread, but this call in the main loop. */
  answer = g_dbus_connection_call_sync (bus, application_id, path, "org.gtk.Actions", "List", NULL,
                                        NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, (int) timeout_ms,
                                        NULL, &error);
  if (answer != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return FALSE;

  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    process = ask_bus (bus, "GetConnectionUnixProcessID", application_id, "(u)");
  if (process != NULL)
    g_variant_get (process, "(u)", pid);

  return TRUE;
}
