/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-cover.h"

struct _KcQrCover {
  AdwBin parent_instance;

  gboolean busy;

  GtkSpinner *spinner;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (KcQrCover, kc_qr_cover, ADW_TYPE_BIN)

static void
update_spinner (KcQrCover *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy && gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
kc_qr_cover_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kc_qr_cover_parent_class)->map (widget);

  update_spinner (KC_QR_COVER (widget));
}

static void
kc_qr_cover_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kc_qr_cover_parent_class)->unmap (widget);

  update_spinner (KC_QR_COVER (widget));
}

static void
kc_qr_cover_class_init (KcQrCoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = kc_qr_cover_map;
  widget_class->unmap = kc_qr_cover_unmap;
}

static void
kc_qr_cover_init (KcQrCover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dim-label");

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_end (box, 24);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  update_spinner (self);
}

GtkWidget *
kc_qr_cover_new (void)
{
  return g_object_new (KC_TYPE_QR_COVER, NULL);
}

void
kc_qr_cover_set_text (KcQrCover *self, const char *text, gboolean busy)
{
  g_return_if_fail (KC_IS_QR_COVER (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_label (self->label, text);
  self->busy = !!busy;
  update_spinner (self);
}

const char *
kc_qr_cover_get_text (KcQrCover *self)
{
  g_return_val_if_fail (KC_IS_QR_COVER (self), NULL);

  return gtk_label_get_label (self->label);
}

gboolean
kc_qr_cover_get_busy (KcQrCover *self)
{
  g_return_val_if_fail (KC_IS_QR_COVER (self), FALSE);

  return self->busy;
}
