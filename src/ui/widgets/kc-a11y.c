/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-a11y.h"

#include "kc-announce.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
hide_unshown (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 child != shown, -1);
}

/* The pages of a stack are not widgets, and would be called by the name of their class. */
static void
forget_page_names (GtkStack *stack)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_stack_get_page (stack, child)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}

static void
on_stack_visible_child_changed_cb (GtkStack *stack, GParamSpec *pspec, gpointer user_data)
{
  hide_unshown (stack);
  forget_page_names (stack);
}

/* What remains is the relation to the label inside, which has no underscore. */
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

/* GTK would call these by the name of their class. */
static gboolean
is_called_by_class (GtkWidget *widget)
{
  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_ALERT:
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

/* Of a button without a label or a tooltip, as in GTK's and libadwaita's own windows: its class, or
 * that of its icon, would be its name. */
static void
watch_button (GtkWidget *button)
{
  const char *icon_name = gtk_button_get_icon_name (GTK_BUTTON (button));

  if (gtk_button_get_label (GTK_BUTTON (button)) != NULL
      || gtk_widget_get_tooltip_text (button) != NULL || (icon_name == NULL && has_name (button))
      || gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return;

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_name (button, g_strcmp0 (icon_name, "go-previous-symbolic") == 0 ? _ ("Back") : "");
}

/* It contains the button that is pressed. */
static void
watch_menu_button (GtkWidget *menu_button)
{
  const char *label = gtk_menu_button_get_label (GTK_MENU_BUTTON (menu_button));
  g_auto (GStrv) parts = label != NULL ? g_strsplit (label, "_", -1) : NULL;
  g_autofree char *name = parts != NULL ? g_strjoinv ("", parts) : NULL;

  if (!has_name (menu_button))
    set_name (menu_button, name != NULL ? name : "");
}

/* The tooltip becomes the description too: with the same words as the name, it would be read twice.
 */
static void
on_tooltip_changed_cb (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  g_autofree char *difference = NULL;

  if (tooltip == NULL)
    return;

  /* GTK would call a button by its icon, and that by the name of its class. */
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      set_name (widget, tooltip);
    }
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                     GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip);
  if (difference == NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
watch_tooltip (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (widget, on_tooltip_changed_cb, NULL);
  g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (on_tooltip_changed_cb), NULL);
  on_tooltip_changed_cb (widget);
}

static gboolean
is_heading (GtkWidget *label)
{
  GtkWidget *group = gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_GROUP);

  /* Text that can be copied is not a title. */
  if (gtk_label_get_selectable (GTK_LABEL (label)))
    return FALSE;

  return gtk_widget_has_css_class (label, "title-1") || gtk_widget_has_css_class (label, "title-2")
         || (group != NULL && gtk_widget_has_css_class (label, "heading")
             && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)),
                           adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)))
                    == 0);
}

/* What the page has to say, right below its title. */
static gboolean
is_description (GtkWidget *label)
{
  return gtk_widget_has_css_class (label, "description")
         && gtk_widget_get_ancestor (label, ADW_TYPE_STATUS_PAGE) != NULL;
}

/* Announces the label unless that was just done. */
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
  GtkAccessibleRole role;

  if (gtk_widget_get_root (label) == NULL && is_heading (label))
    g_object_set (label, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  else if (gtk_widget_get_root (label) == NULL && is_description (label))
    g_object_set (label, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);

  role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label));
  if (role == GTK_ACCESSIBLE_ROLE_STATUS || role == GTK_ACCESSIBLE_ROLE_ALERT)
    {
      static const char *const signals[] = {"map", "unmap", "notify::label"};

      g_signal_handlers_disconnect_by_func (label, on_live_label_changed_cb, label);
      for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
        g_signal_connect_swapped (label, signals[i], G_CALLBACK (on_live_label_changed_cb), label);
    }
}

/* A group without a title says that its title is the name of its list. */
static void
watch_list (GtkWidget *list)
{
  GtkWidget *group = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_GROUP);
  const char *title
      = group != NULL ? adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)) : NULL;

  if (group == NULL || (title != NULL && title[0] != '\0'))
    return;

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* Before libadwaita 1.3 the subtitle of a row, half of its text, is not accessible. */
static void
on_subtitle_changed_cb (AdwActionRow *row)
{
  const char *subtitle = adw_action_row_get_subtitle (row);
  g_autofree char *text = NULL;

  if (subtitle == NULL || !pango_parse_markup (subtitle, -1, 0, NULL, &text, NULL, NULL))
    text = g_strdup (subtitle);
  if (text != NULL && text[0] != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
watch_row (GtkWidget *row)
{
  /* The switch says whether it is on; its row would not. */
  if (GTK_IS_SWITCH (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))))
    gtk_widget_set_focusable (row, FALSE);
  g_signal_handlers_disconnect_by_func (row, on_subtitle_changed_cb, NULL);
  g_signal_connect (row, "notify::subtitle", G_CALLBACK (on_subtitle_changed_cb), NULL);
  on_subtitle_changed_cb (ADW_ACTION_ROW (row));
}

/* Its title is a heading; a group with the same name around it would repeat it. */
static void
watch_status_page (GtkWidget *page)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_name (page, "");
}

static void
watch_expander (GtkWidget *expander)
{
  GtkWidget *label = gtk_expander_get_label_widget (GTK_EXPANDER (expander));

  if (!has_name (expander) && GTK_IS_LABEL (label))
    set_name (expander, gtk_label_get_text (GTK_LABEL (label)));
}

/* GtkText, which has the focus while somebody types, is not in the accessible tree before GTK 4.10.
 * GTK's own entries have the focus in its place; libadwaita's rows do not, and nothing would. */
static void
watch_entry_row (GtkWidget *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  if (gtk_get_minor_version () >= 10 || !GTK_IS_TEXT (text))
    return;

  if (gtk_widget_get_root (row) == NULL)
    {
      g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
      /* Not two entries, one in the other. */
      g_object_set (row, "accessible-role", GTK_ACCESSIBLE_ROLE_WIDGET, NULL);
    }
  set_name (GTK_WIDGET (text), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

/* GTK 4.8 keeps to itself what a widget is and says until it has the focus for the first time, and
 * then tells all of it as a change: a screen reader would say the description twice. This makes it
 * tell before: any change of the platform's states does. */
static void
on_focusable_mapped_cb (GtkWidget *widget)
{
  g_autofree char *description = NULL;

  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                         GTK_ACCESSIBLE_PROPERTY_DESCRIPTION))
    return;

  description = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_signal_handlers_disconnect_by_func (widget, on_focusable_mapped_cb, NULL);
  gtk_widget_set_focusable (widget, FALSE);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static void
watch_focusable (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (widget, on_focusable_mapped_cb, NULL);
  g_signal_connect (widget, "map", G_CALLBACK (on_focusable_mapped_cb), NULL);
}

static void
watch_stack (GtkWidget *stack)
{
  g_signal_handlers_disconnect_by_func (stack, on_stack_visible_child_changed_cb, NULL);
  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (on_stack_visible_child_changed_cb),
                    NULL);
  hide_unshown (GTK_STACK (stack));
  forget_page_names (GTK_STACK (stack));
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
  else if (GTK_IS_BUTTON (root))
    watch_button (root);
  else if (GTK_IS_MENU_BUTTON (root))
    watch_menu_button (root);
  else if ((GTK_IS_SEARCH_ENTRY (root) || GTK_IS_TEXT_VIEW (root)) && !has_name (root))
    set_name (root, "");
  else if (GTK_IS_LABEL (root))
    watch_label (root);
  else if (ADW_IS_ENTRY_ROW (root))
    watch_entry_row (root);
  else if (GTK_IS_LIST_BOX (root))
    watch_list (root);
  else if (GTK_IS_EXPANDER (root))
    watch_expander (root);
  else if (ADW_IS_STATUS_PAGE (root))
    watch_status_page (root);
  else if (ADW_IS_ACTION_ROW (root))
    watch_row (root);
  watch_tooltip (root);
  if (gtk_widget_get_focusable (root))
    watch_focusable (root);
  if (is_called_by_class (root) && !has_name (root))
    set_name (root, "");

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kc_a11y_watch (child);
}

void
kc_a11y_set_button_label (GtkButton *button, const char *label)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  if (g_strcmp0 (gtk_button_get_label (button), label) != 0)
    gtk_button_set_label (button, label);
}
