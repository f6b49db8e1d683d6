/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-placeholder.h"

struct _KcQrPlaceholder {
  AdwBin parent_instance;

  gboolean busy;

  GtkWidget
      *symbol; /* still: some wait here for minutes, and what spins is drawn 60 times a second */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (KcQrPlaceholder, kc_qr_placeholder, ADW_TYPE_BIN)

static void
kc_qr_placeholder_class_init (KcQrPlaceholderClass *klass)
{
}

static void
kc_qr_placeholder_init (KcQrPlaceholder *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->symbol = gtk_image_new_from_icon_name ("content-loading-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->symbol), 32);
  gtk_widget_set_visible (self->symbol, FALSE);
  gtk_widget_add_css_class (self->symbol, "dim-label");
  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dim-label");

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_end (box, 24);
  gtk_box_append (GTK_BOX (box), self->symbol);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
}

GtkWidget *
kc_qr_placeholder_new (void)
{
  return g_object_new (KC_TYPE_QR_PLACEHOLDER, NULL);
}

void
kc_qr_placeholder_set_text (KcQrPlaceholder *self, const char *text, gboolean busy)
{
  g_return_if_fail (KC_IS_QR_PLACEHOLDER (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_label (self->label, text);
  self->busy = !!busy;
  gtk_widget_set_visible (self->symbol, busy);
}

const char *
kc_qr_placeholder_get_text (KcQrPlaceholder *self)
{
  g_return_val_if_fail (KC_IS_QR_PLACEHOLDER (self), NULL);

  return gtk_label_get_label (self->label);
}

gboolean
kc_qr_placeholder_get_busy (KcQrPlaceholder *self)
{
  g_return_val_if_fail (KC_IS_QR_PLACEHOLDER (self), FALSE);

  return self->busy;
}
