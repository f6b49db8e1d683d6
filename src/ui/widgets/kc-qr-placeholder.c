/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-placeholder.h"

/* Logical pixels. */
#define ICON_SIZE 32
#define ART_SIZE 96

struct _KcQrPlaceholder {
  AdwBin parent_instance;

  /* Not animated: some people wait here for minutes, and a spinner is drawn 60 times a second. */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (KcQrPlaceholder, kc_qr_placeholder, ADW_TYPE_BIN)

static GtkLabel *
create_label (const char *style)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "justify",
                      GTK_JUSTIFY_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);

  gtk_widget_add_css_class (label, style);

  return GTK_LABEL (label);
}

static void
kc_qr_placeholder_class_init (KcQrPlaceholderClass *klass)
{
}

static void
kc_qr_placeholder_init (KcQrPlaceholder *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->icon), 12);
  self->title = create_label ("title-4");
  self->text = create_label ("body");

  gtk_widget_set_valign (GTK_WIDGET (box), GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (GTK_WIDGET (box), 24);
  gtk_widget_set_margin_end (GTK_WIDGET (box), 24);
  gtk_box_append (box, GTK_WIDGET (self->icon));
  gtk_box_append (box, GTK_WIDGET (self->title));
  gtk_box_append (box, GTK_WIDGET (self->text));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  kc_qr_placeholder_show (self, NULL, "", NULL);
}

GtkWidget *
kc_qr_placeholder_new (void)
{
  return g_object_new (KC_TYPE_QR_PLACEHOLDER, NULL);
}

void
kc_qr_placeholder_show (KcQrPlaceholder *self,
                        const char *icon_name,
                        const char *title,
                        const char *text)
{
  g_return_if_fail (KC_IS_QR_PLACEHOLDER (self));
  g_return_if_fail (title != NULL);

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_image_set_pixel_size (self->icon,
                            icon_name == NULL || g_str_has_suffix (icon_name, "-symbolic")
                                ? ICON_SIZE
                                : ART_SIZE);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL);
}

const char *
kc_qr_placeholder_get_title (KcQrPlaceholder *self)
{
  g_return_val_if_fail (KC_IS_QR_PLACEHOLDER (self), NULL);

  return gtk_label_get_label (self->title);
}
