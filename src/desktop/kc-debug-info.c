/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-debug-info.h"

#include "kc-client.h"
#include "kc-config.h"

#include <libsecret/secret.h>
#include <libsoup/soup.h>
#include <qrencode.h>

#define LONGEST_NAME 60

/* A name from outside: one or two words, of letters that occur in names. Anything else is left out
 * completely. */
static char *
copy_name (const char *name)
{
  if (name == NULL || *name == '\0' || strlen (name) > LONGEST_NAME
      || name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS " .:;/()_-")] != '\0')
    return g_strdup ("unknown");

  return g_strdup (name);
}

static const char *
describe_service (KcController *controller)
{
  if (controller == NULL)
    return "none";
  if (kc_controller_is_practice (controller))
    return "practice";

  return g_str_equal (kc_controller_get_base_url (controller), KC_CLIENT_DEFAULT_BASE_URL)
             ? "Keebai"
             : "another address";
}

static const char *
describe_keyring (KcController *controller)
{
  switch (controller != NULL
              ? kc_key_manager_get_key_storage (kc_controller_get_key_manager (controller))
              : KC_KEY_STORAGE_NOT_ASKED)
    {
    case KC_KEY_STORAGE_KEPT:
      return "answered";
    case KC_KEY_STORAGE_UNAVAILABLE:
      return "did not answer";
    case KC_KEY_STORAGE_BUSY:
      return "not yet answered";
    case KC_KEY_STORAGE_NOT_ASKED:
    default:
      return "keeps no key";
    }
}

static const char *
describe_notes (KcController *controller)
{
  if (controller == NULL)
    return "none";

  switch (kc_journal_writer_get_status (
      kc_session_store_get_journal_writer (kc_controller_get_session_store (controller))))
    {
    case KC_JOURNAL_STATUS_FINE:
      return "fine";
    case KC_JOURNAL_STATUS_UNREADABLE:
      return "could not be read";
    case KC_JOURNAL_STATUS_UNWRITABLE:
      return "could not be written";
    case KC_JOURNAL_STATUS_NOT_KEPT:
    default:
      return "none";
    }
}

char *
kc_debug_info_new (KcController *controller, const char *toolkit)
{
  g_autofree char *system_name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *system = copy_name (system_name);
  g_autofree char *desktop = copy_name (g_getenv ("XDG_CURRENT_DESKTOP"));
  g_autofree char *locked
      = controller != NULL ? kc_presets_list_locked (kc_controller_get_presets (controller)) : NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (controller == NULL || KC_IS_CONTROLLER (controller), NULL);

  g_string_append_printf (text, "Keebai Connect: %s (%s)\n", KC_VERSION, APPLICATION_ID);
  if (toolkit != NULL)
    g_string_append_printf (text, "%s\n", toolkit);
  g_string_append_printf (text, "GLib: %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (text, "libsoup: %u.%u.%u\n", soup_get_major_version (),
                          soup_get_minor_version (), soup_get_micro_version ());
  /* It does not report its version at run time. */
  g_string_append_printf (text, "libsecret: %d.%d.%d (built with)\n", SECRET_MAJOR_VERSION,
                          SECRET_MINOR_VERSION, SECRET_MICRO_VERSION);
  g_string_append_printf (text, "libqrencode: %s\n", QRcode_APIVersionString ());
  g_string_append_printf (text, "System: %s\n", system);
  g_string_append_printf (text, "Desktop: %s\n", desktop);
  g_string_append_printf (text, "Flatpak: %s\n",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "yes" : "no");
  g_string_append_printf (text, "Service: %s\n", describe_service (controller));
  g_string_append_printf (text, "Locked settings: %s\n", locked != NULL ? locked : "none");
  g_string_append_printf (text, "Keyring: %s\n", describe_keyring (controller));
  g_string_append_printf (text, "Notes: %s\n", describe_notes (controller));

  return g_string_free (text, FALSE);
}
