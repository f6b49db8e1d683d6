/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-shortcuts.h"

#include "kc-a11y.h"

void
kc_shortcuts_present (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *shortcuts;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  /* Created only when needed: GTK would build gtk/help-overlay.ui before the first frame. It
   * destroys itself when it is closed. */
  builder = gtk_builder_new_from_resource ("/com/keebai/Connect/window/kc-shortcuts.ui");
  shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
  gtk_window_set_transient_for (shortcuts, parent);
  kc_a11y_watch (GTK_WIDGET (shortcuts));
  gtk_window_present (shortcuts);
}
