/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-details-expander.h"

#include "kc-copy-button.h"
#include "kc-wrap-label.h"

#include <glib/gi18n.h>

struct _KcDetailsExpander {
  AdwBin parent_instance;

  GtkExpander *expander;
  GtkLabel *text;
  KcCopyButton *copy;
};

G_DEFINE_FINAL_TYPE (KcDetailsExpander, kc_details_expander, ADW_TYPE_BIN)

static void
kc_details_expander_class_init (KcDetailsExpanderClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "kc-details-expander");
}

static void
kc_details_expander_init (KcDetailsExpander *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  self->text = GTK_LABEL (kc_wrap_label_new (NULL, "monospace"));
  gtk_label_set_selectable (self->text, TRUE);
  /* Text that may be copied by eye must not get a hyphen that it does not have. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (self->text, attributes);
  gtk_widget_add_css_class (GTK_WIDGET (self->text), "caption");

  self->copy = KC_COPY_BUTTON (kc_copy_button_new (_ ("Copy Detai_ls")));
  gtk_widget_set_halign (GTK_WIDGET (self->copy), GTK_ALIGN_START);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->copy));

  self->expander = GTK_EXPANDER (gtk_expander_new_with_mnemonic (_ ("D_etails")));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_expander_set_child (self->expander, box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Details"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->expander));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
kc_details_expander_set_text (KcDetailsExpander *self, const char *text)
{
  g_return_if_fail (KC_IS_DETAILS_EXPANDER (self));

  if (g_strcmp0 (gtk_label_get_label (self->text), text) != 0)
    gtk_expander_set_expanded (self->expander, FALSE);
  gtk_label_set_label (self->text, text != NULL ? text : "");
  kc_copy_button_set_text (self->copy, text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL && text[0] != '\0');
}
