/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-row.h"

#include "kc-a11y.h"
#include "kc-channel-text.h"
#include "kc-chip-layout.h"
#include "kc-wrap-label.h"

/* In characters. A shorter text fits into two lines at any width. */
#define LONG_TEXT 40
/* Dots per inch, in 1/1024: text 1.4 times as large as usual. */
#define LARGE_TEXT_DPI (96 * 1024 * 7 / 5)

struct _KcChannelRow {
  GtkButton parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *chip;

  KcChannel *channel;
};

G_DEFINE_FINAL_TYPE (KcChannelRow, kc_channel_row, GTK_TYPE_BUTTON)

static const struct {
  const char *icon_name;
  const char *css_class;
} chips[] = {
    [KC_CHANNEL_STATE_ACTIVE] = {"keebai-ok-symbolic", "success"},
    [KC_CHANNEL_STATE_NEW] = {"keebai-end-expired-symbolic", "accent"},
    [KC_CHANNEL_STATE_PAUSED] = {"media-playback-pause-symbolic", "warning"},
    [KC_CHANNEL_STATE_DISCONNECTED] = {"keebai-end-failed-symbolic", "error"},
};

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label),
                               g_utf8_strlen (text, -1) > LONG_TEXT ? text : NULL);
}

/* Then there is no room for the state beside the number. */
static gboolean
is_text_large (void)
{
  int dpi = -1;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);

  return dpi >= LARGE_TEXT_DPI;
}

static void
place_chip (KcChannelRow *self)
{
  GtkWidget *texts = gtk_widget_get_parent (self->chip);

  g_assert (KC_IS_CHANNEL_ROW (self));

  kc_chip_layout_set_stacked (KC_CHIP_LAYOUT (gtk_widget_get_layout_manager (texts)),
                              is_text_large ());
}

static GtkLabel *
create_label (void)
{
  GtkLabel *label = GTK_LABEL (kc_wrap_label_new (NULL, NULL));

  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (label, 2);

  return label;
}

static void
kc_channel_row_dispose (GObject *object)
{
  g_clear_object (&KC_CHANNEL_ROW (object)->channel);

  G_OBJECT_CLASS (kc_channel_row_parent_class)->dispose (object);
}

static void
kc_channel_row_class_init (KcChannelRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_channel_row_dispose;
}

static void
kc_channel_row_init (KcChannelRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->title = create_label ();
  self->subtitle = create_label ();
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  self->chip = kc_channel_row_create_chip ();

  gtk_widget_set_layout_manager (texts, g_object_new (KC_TYPE_CHIP_LAYOUT, NULL));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->subtitle));
  gtk_box_append (GTK_BOX (texts), self->chip);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), texts);
  place_chip (self);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi",
                           G_CALLBACK (place_chip), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "channel");
  kc_a11y_watch (GTK_WIDGET (self));
}

GtkWidget *
kc_channel_row_new (void)
{
  return g_object_new (KC_TYPE_CHANNEL_ROW, NULL);
}

GtkWidget *
kc_channel_row_new_in_list (void)
{
  KcChannelRow *self = g_object_new (KC_TYPE_CHANNEL_ROW, NULL);

  gtk_label_set_lines (self->title, 1);
  gtk_label_set_lines (self->subtitle, 1);

  return GTK_WIDGET (self);
}

void
kc_channel_row_set_channel (KcChannelRow *self,
                            KcChannel *channel,
                            const KcChannelNote *note,
                            KcChannelState state)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (KC_IS_CHANNEL_ROW (self));
  g_return_if_fail (KC_IS_CHANNEL (channel));

  g_set_object (&self->channel, channel);
  title = kc_channel_text_format_title (channel, note);
  subtitle = kc_channel_text_format_subtitle (channel, note);
  description = g_strdup_printf ("%s, %s", subtitle, kc_channel_text_get_state (state));
  set_text (self->title, title);
  set_text (self->subtitle, subtitle);
  gtk_image_set_from_icon_name (self->icon,
                                kc_channel_get_kind (channel) == KC_CHANNEL_KIND_WHATSAPP_QR
                                    ? "keebai-phone-symbolic"
                                    : "keebai-browser-symbolic");
  kc_channel_row_set_chip (self->chip, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

KcChannel *
kc_channel_row_get_channel (KcChannelRow *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL_ROW (self), NULL);

  return self->channel;
}

GtkWidget *
kc_channel_row_create_chip (void)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (chip), gtk_image_new ());
  gtk_box_append (GTK_BOX (chip), gtk_label_new (NULL));
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (chip, "channel-state");

  return chip;
}

void
kc_channel_row_set_chip (GtkWidget *chip, KcChannelState state)
{
  GtkWidget *image = gtk_widget_get_first_child (chip);

  g_return_if_fail ((guint) state < G_N_ELEMENTS (chips));

  gtk_image_set_from_icon_name (GTK_IMAGE (image), chips[state].icon_name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (image)),
                       kc_channel_text_get_state (state));
  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    gtk_widget_remove_css_class (chip, chips[i].css_class);
  gtk_widget_add_css_class (chip, chips[state].css_class);
}
