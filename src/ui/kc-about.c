/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-about.h"

#include "kc-config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* For a report: versions, nothing about the person, the key or an attempt. */
static char *
describe_system (void)
{
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  return g_strdup_printf ("Keebai Connect %s (%s)\n"
                          "GTK %u.%u.%u\n"
                          "libadwaita %u.%u.%u\n"
                          "GLib %u.%u.%u\n"
                          "%s%s\n",
                          KC_VERSION, APPLICATION_ID, gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version (), glib_major_version, glib_minor_version,
                          glib_micro_version, os != NULL ? os : "Unknown system",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", Flatpak" : "");
}

void
kc_about_present (GtkWindow *parent)
{
  static const char *const developers[] = {"The Keebai Connect developers", NULL};
  g_autofree char *debug_info = describe_system ();
  GtkWidget *about;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  about = g_object_new (
      ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "modal", TRUE, "application-name",
      _ ("Keebai Connect"), "application-icon", APPLICATION_ID, "version", KC_VERSION,
      "developer-name", _ ("The Keebai Connect developers"), "developers", developers, "comments",
      _ ("Connects a WhatsApp number with Keebai, in a few steps."), "license-type",
      GTK_LICENSE_GPL_3_0, "copyright", "© 2026 The Keebai Connect developers", "website",
      "https://keebai.com", "debug-info", debug_info, "debug-info-filename", "keebai-connect.txt",
      /* Translators: your name, and your address if you like, one translator a line. */
      "translator-credits", _ ("translator-credits"), NULL);
  adw_about_window_add_link (ADW_ABOUT_WINDOW (about), _ ("Write to Keebai’s Support"),
                             "mailto:support@keebai.com");
  gtk_window_present (GTK_WINDOW (about));
}
