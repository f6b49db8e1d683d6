/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-a11y.h"

#include "kc-announce.h"

#include <adwaita.h>

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

static gboolean
has_name (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* GTK calls these by the name of their class. */
static gboolean
is_called_by_class (GtkWidget *widget)
{
  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_WIDGET:
    case GTK_ACCESSIBLE_ROLE_IMG:
    case GTK_ACCESSIBLE_ROLE_LIST:
    case GTK_ACCESSIBLE_ROLE_LIST_BOX:
    case GTK_ACCESSIBLE_ROLE_SCROLLBAR:
    case GTK_ACCESSIBLE_ROLE_TAB_PANEL:
      return TRUE;
    default:
      return FALSE;
    }
}

/* A tooltip is the description as well: with the same words as the name it would be read twice. */
static void
watch_tooltip (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  g_autofree char *difference = NULL;

  if (tooltip == NULL)
    return;

  if (!has_name (widget) && GTK_IS_BUTTON (widget))
    set_name (widget, tooltip);
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip);
  if (difference == NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static gboolean
is_heading (GtkWidget *label)
{
  GtkWidget *group = gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_GROUP);

  return gtk_widget_has_css_class (label, "title-1") || gtk_widget_has_css_class (label, "title-2")
         || (group != NULL && gtk_widget_has_css_class (label, "heading")
             && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)),
                           adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)))
                    == 0);
}

/* Says the label unless it has just been said. */
static void
on_live_label_changed_cb (GtkWidget *label)
{
  static const char key[] = "kc-said";
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  if (!gtk_widget_get_mapped (label))
    {
      g_object_set_data (G_OBJECT (label), key, NULL);
    }
  else if (g_strcmp0 (g_object_get_data (G_OBJECT (label), key), text) != 0)
    {
      g_object_set_data_full (G_OBJECT (label), key, g_strdup (text), g_free);
      kc_announce (label, text);
    }
}

static void
watch_label (GtkWidget *label)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label));

  if (role == GTK_ACCESSIBLE_ROLE_STATUS || role == GTK_ACCESSIBLE_ROLE_ALERT)
    {
      static const char *const signals[] = {"map", "unmap", "notify::label"};

      g_signal_handlers_disconnect_by_func (label, on_live_label_changed_cb, label);
      for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
        g_signal_connect_swapped (label, signals[i], G_CALLBACK (on_live_label_changed_cb), label);
    }
  else if (gtk_widget_get_root (label) == NULL && is_heading (label))
    {
      g_object_set (label, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
    }
}

/* Before GTK 4.10 the widget that has the focus while somebody types, the GtkText inside, is not in
 * the accessible tree, and so nothing has the focus. */
static void
watch_entry (GtkWidget *entry)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (entry));

  if (gtk_get_minor_version () >= 10 || !GTK_IS_TEXT (text))
    return;

  if (gtk_widget_get_root (entry) == NULL)
    g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  if (ADW_IS_PREFERENCES_ROW (entry))
    set_name (GTK_WIDGET (text), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (entry)));
}

static void
watch_stack (GtkWidget *stack)
{
  g_signal_handlers_disconnect_by_func (stack, on_stack_visible_child_changed_cb, NULL);
  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (on_stack_visible_child_changed_cb),
                    NULL);
  hide_unshown (GTK_STACK (stack));
}

static void
watch_mnemonic (GtkWidget *button)
{
  g_signal_handlers_disconnect_by_func (button, on_button_label_changed_cb, NULL);
  g_signal_connect (button, "notify::label", G_CALLBACK (on_button_label_changed_cb), NULL);
  forget_mnemonic (GTK_BUTTON (button));
}

void
kc_a11y_watch (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_STACK (root))
    watch_stack (root);
  else if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root)))
    watch_mnemonic (root);
  else if (GTK_IS_LABEL (root))
    watch_label (root);
  else if (GTK_IS_EDITABLE (root))
    watch_entry (root);
  watch_tooltip (root);
  if (is_called_by_class (root) && !has_name (root))
    set_name (root, "");

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kc_a11y_watch (child);
}
