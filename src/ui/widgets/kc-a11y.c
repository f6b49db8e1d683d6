/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-a11y.h"

static void
hide_unshown (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 child != shown, -1);
}

static void
on_stack_visible_child_changed_cb (GtkStack *stack, GParamSpec *pspec, gpointer user_data)
{
  hide_unshown (stack);
}

/* What is left is the relation to the label inside, which has no underscore. */
static void
forget_mnemonic (GtkButton *button)
{
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
on_button_label_changed_cb (GtkButton *button, GParamSpec *pspec, gpointer user_data)
{
  forget_mnemonic (button);
}

void
kc_a11y_watch (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_STACK (root))
    {
      g_signal_handlers_disconnect_by_func (root, on_stack_visible_child_changed_cb, NULL);
      g_signal_connect (root, "notify::visible-child",
                        G_CALLBACK (on_stack_visible_child_changed_cb), NULL);
      hide_unshown (GTK_STACK (root));
    }
  else if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root)))
    {
      g_signal_handlers_disconnect_by_func (root, on_button_label_changed_cb, NULL);
      g_signal_connect (root, "notify::label", G_CALLBACK (on_button_label_changed_cb), NULL);
      forget_mnemonic (GTK_BUTTON (root));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kc_a11y_watch (child);
}
