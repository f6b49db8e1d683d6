/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-toolkit-info.h"

#include <adwaita.h>

char *
kc_toolkit_info_new (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  return g_strdup_printf ("GTK: %u.%u.%u\nlibadwaita: %u.%u.%u\nDisplay: %s",
                          gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (),
                          display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
}
