/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-row.h"

#include "kc-phone-format.h"

#include <glib/gi18n.h>

/* Characters. A shorter text fits into two lines at any width. */
#define LONG_TEXT 40

struct _KcChannelRow {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *state;
  const char *state_class;
};

G_DEFINE_FINAL_TYPE (KcChannelRow, kc_channel_row, GTK_TYPE_BOX)

static const char *
get_kind_text (KcChannelKind kind)
{
  switch (kind)
    {
    case KC_CHANNEL_KIND_WHATSAPP:
      return _ ("WhatsApp Business");
    case KC_CHANNEL_KIND_WHATSAPP_QR:
      return _ ("Linked phone");
    case KC_CHANNEL_KIND_OTHER:
    default:
      return _ ("Another kind of channel");
    }
}

/* NULL for an empty one. */
static const char *
get_name (KcChannel *channel)
{
  const char *name = kc_channel_get_name (channel);

  return name != NULL && *name != '\0' ? name : NULL;
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label),
                               g_utf8_strlen (text, -1) > LONG_TEXT ? text : NULL);
}

static void
set_state (KcChannelRow *self, KcChannelState state)
{
  const char *text;
  const char *css_class;

  g_assert (KC_IS_CHANNEL_ROW (self));

  switch (state)
    {
    case KC_CHANNEL_STATE_PAUSED:
      /* Translators: the state of a channel. */
      text = _ ("Paused");
      css_class = "dim-label";
      break;
    case KC_CHANNEL_STATE_DISCONNECTED:
      /* Translators: the state of a channel. */
      text = _ ("Disconnected");
      css_class = "warning";
      break;
    case KC_CHANNEL_STATE_ACTIVE:
    default:
      /* Translators: the state of a channel. */
      text = _ ("Active");
      css_class = "success";
      break;
    }

  gtk_label_set_label (self->state, text);
  if (self->state_class == css_class)
    return;
  if (self->state_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), self->state_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), css_class);
  self->state_class = css_class;
}

static GtkLabel *
create_label (void)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (label, 2);
  gtk_label_set_xalign (label, 0);

  return label;
}

static void
kc_channel_row_class_init (KcChannelRowClass *klass)
{
}

static void
kc_channel_row_init (KcChannelRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->title = create_label ();
  self->subtitle = create_label ();
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  self->state = GTK_LABEL (gtk_label_new (NULL));

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->subtitle));
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_box_append (GTK_BOX (self), texts);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->state));
  gtk_widget_add_css_class (GTK_WIDGET (self), "channel");
}

GtkWidget *
kc_channel_row_new (void)
{
  return g_object_new (KC_TYPE_CHANNEL_ROW, NULL);
}

GtkWidget *
kc_channel_row_new_in_list (void)
{
  KcChannelRow *self
      = g_object_new (KC_TYPE_CHANNEL_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);

  gtk_label_set_wrap (self->title, FALSE);
  gtk_label_set_wrap (self->subtitle, FALSE);

  return GTK_WIDGET (self);
}

void
kc_channel_row_set_channel (KcChannelRow *self, KcChannel *channel, KcChannelState state)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  const char *kind;
  const char *name;

  g_return_if_fail (KC_IS_CHANNEL_ROW (self));
  g_return_if_fail (KC_IS_CHANNEL (channel));

  title = kc_channel_row_get_title (channel);
  kind = get_kind_text (kc_channel_get_kind (channel));
  name = get_name (channel);
  if (kc_channel_get_phone_number (channel) != NULL && name != NULL)
    /* Translators: the kind of a channel and its name. */
    subtitle = g_strdup_printf (_ ("%s · %s"), kind, name);

  set_text (self->title, title);
  set_text (self->subtitle, subtitle != NULL ? subtitle : kind);
  set_state (self, state);
}

char *
kc_channel_row_get_title (KcChannel *channel)
{
  const char *name;

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  /* The number is what people know it by; most linked phones have only a name. */
  if (kc_channel_get_phone_number (channel) != NULL)
    return kc_phone_format_format (kc_channel_get_phone_number (channel));

  name = get_name (channel);

  return g_strdup (name != NULL ? name : _ ("Without a name"));
}
