/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-wrap-button.h"

G_DEFINE_TYPE (KcWrapButton, kc_wrap_button, GTK_TYPE_BUTTON)

/* GtkButton creates its label when its text is set. */
static void
on_label_notified_cb (KcWrapButton *self)
{
  GtkWidget *child = gtk_button_get_child (GTK_BUTTON (self));

  if (!GTK_IS_LABEL (child))
    return;

  gtk_label_set_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
}

static void
kc_wrap_button_class_init (KcWrapButtonClass *klass)
{
}

static void
kc_wrap_button_init (KcWrapButton *self)
{
  g_signal_connect (self, "notify::label", G_CALLBACK (on_label_notified_cb), NULL);
}

void
kc_wrap_button_wrap_menu_button (GtkMenuButton *button)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  for (GtkWidget *child = GTK_WIDGET (button); child != NULL;
       child = gtk_widget_get_first_child (child))
    {
      if (GTK_IS_LABEL (child))
        gtk_label_set_wrap (GTK_LABEL (child), TRUE);
    }
}
