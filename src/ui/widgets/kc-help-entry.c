/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-help-entry.h"

#include "kc-wrap-label.h"

#include <glib/gi18n.h>

struct _KcHelpEntry {
  AdwBin parent_instance;

  KcHelpMessage *message;

  GtkExpander *expander;
};

G_DEFINE_FINAL_TYPE (KcHelpEntry, kc_help_entry, ADW_TYPE_BIN)

static void
add_part (GtkBox *box, const char *heading, const char *text)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_assert (GTK_IS_BOX (box));

  gtk_box_append (GTK_BOX (part), kc_wrap_label_new (heading, "caption-heading"));
  gtk_box_append (GTK_BOX (part), kc_wrap_label_new (text, "body"));
  gtk_box_append (box, part);
}

static void
kc_help_entry_dispose (GObject *object)
{
  KcHelpEntry *self = KC_HELP_ENTRY (object);

  g_clear_object (&self->message);

  G_OBJECT_CLASS (kc_help_entry_parent_class)->dispose (object);
}

static void
kc_help_entry_class_init (KcHelpEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_help_entry_dispose;
}

static void
kc_help_entry_init (KcHelpEntry *self)
{
  self->expander = GTK_EXPANDER (gtk_expander_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->expander), "help-entry");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->expander));
}

GtkWidget *
kc_help_entry_new (KcHelpMessage *message)
{
  KcHelpEntry *self;
  GtkWidget *title, *parts;

  g_return_val_if_fail (KC_IS_HELP_MESSAGE (message), NULL);

  self = g_object_new (KC_TYPE_HELP_ENTRY, NULL);
  self->message = g_object_ref (message);

  title = kc_wrap_label_new (kc_help_message_get_shown (message), "heading");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_expander_set_label_widget (self->expander, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kc_help_message_get_shown (message), -1);

  parts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (parts),
                  kc_wrap_label_new (kc_help_message_get_meaning (message), "body"));
  add_part (GTK_BOX (parts), _ ("What to do"), kc_help_message_get_action (message));
  add_part (GTK_BOX (parts), _ ("Does waiting help?"), kc_help_message_get_waiting (message));
  gtk_expander_set_child (self->expander, parts);

  return GTK_WIDGET (self);
}

KcHelpMessage *
kc_help_entry_get_message (KcHelpEntry *self)
{
  g_return_val_if_fail (KC_IS_HELP_ENTRY (self), NULL);

  return self->message;
}

void
kc_help_entry_set_expanded (KcHelpEntry *self, gboolean expanded)
{
  g_return_if_fail (KC_IS_HELP_ENTRY (self));

  gtk_expander_set_expanded (self->expander, expanded);
}

gboolean
kc_help_entry_get_expanded (KcHelpEntry *self)
{
  g_return_val_if_fail (KC_IS_HELP_ENTRY (self), FALSE);

  return gtk_expander_get_expanded (self->expander);
}
