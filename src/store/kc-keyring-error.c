/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring-error.h"

#include <libsecret/secret.h>

/* Spelt out: the formatter would put spaces into the name that G_DEFINE_QUARK () is given. */
GQuark
kc_keyring_error_quark (void)
{
  return g_quark_from_static_string ("kc-keyring-error-quark");
}

static gboolean
is_unreachable (const GError *error)
{
  static const GDBusError unreachable[] = {
      G_DBUS_ERROR_ACCESS_DENIED, /* a sandbox that lets nobody through to the keyring */
      G_DBUS_ERROR_DISCONNECTED,
      G_DBUS_ERROR_NAME_HAS_NO_OWNER,
      G_DBUS_ERROR_NO_REPLY,
      G_DBUS_ERROR_NO_SERVER,
      G_DBUS_ERROR_SERVICE_UNKNOWN,
      G_DBUS_ERROR_SPAWN_CHILD_EXITED,
      G_DBUS_ERROR_SPAWN_EXEC_FAILED,
      G_DBUS_ERROR_SPAWN_FAILED,
      G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
      G_DBUS_ERROR_TIMED_OUT,
      G_DBUS_ERROR_TIMEOUT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (unreachable); i++)
    if (g_error_matches (error, G_DBUS_ERROR, (int) unreachable[i]))
      return TRUE;
  /* No session bus, or no way to start one. An error that came over the bus under a name unknown
   * here is of this domain too, but that one was said by the keyring. */
  return (error->domain == G_IO_ERROR || error->domain == G_SPAWN_ERROR)
         && error->code != G_IO_ERROR_DBUS_ERROR;
}

GError *
kc_keyring_error_translate (const GError *error)
{
  KcKeyringError code = KC_KEYRING_ERROR_FAILED;
  const char *what = "The keyring answered with an error";

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    {
      code = KC_KEYRING_ERROR_LOCKED;
      what = "The keyring is locked";
    }
  else if (is_unreachable (error))
    {
      code = KC_KEYRING_ERROR_UNAVAILABLE;
      what = "There is no keyring";
    }
  return g_error_new (KC_KEYRING_ERROR, (int) code, "%s (%s %d)", what,
                      g_quark_to_string (error->domain), error->code);
}

GError *
kc_keyring_error_new_locked (void)
{
  return g_error_new (KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED, "The keyring is locked");
}
