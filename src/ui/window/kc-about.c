/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-about.h"

#include "kc-a11y.h"
#include "kc-config.h"
#include "kc-debug-info.h"
#include "kc-support.h"
#include "kc-toolkit-info.h"

#include <adwaita.h>
#include <glib/gi18n.h>

void
kc_about_present (GtkWindow *parent, KcController *controller)
{
  static const char *const developers[] = {"The Keebai Connect developers", NULL};
  g_autofree char *toolkit = kc_toolkit_info_new ();
  g_autofree char *debug_info = kc_debug_info_new (controller, toolkit);
  g_autofree char *mailto = g_strconcat ("mailto:", kc_support_get_address (), NULL);
  gboolean is_keebais = g_str_equal (kc_support_get_address (), KC_PRESETS_SUPPORT_ADDRESS);
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
  adw_about_window_add_link (ADW_ABOUT_WINDOW (about),
                             is_keebais ? _ ("Write to Keebai’s Support") : _ ("Write to Support"),
                             mailto);
  kc_a11y_watch (about);
  gtk_window_present (GTK_WINDOW (about));
}
