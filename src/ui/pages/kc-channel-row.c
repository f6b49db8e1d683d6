/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-row.h"

#include "kc-phone-format.h"

#include <glib/gi18n.h>

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

static GtkWidget *
create_state_label (KcChannelState state)
{
  GtkWidget *label = gtk_label_new (NULL);

  switch (state)
    {
    case KC_CHANNEL_STATE_ACTIVE:
      /* Translators: the state of a channel. */
      gtk_label_set_label (GTK_LABEL (label), _ ("Active"));
      gtk_widget_add_css_class (label, "success");
      break;
    case KC_CHANNEL_STATE_PAUSED:
      /* Translators: the state of a channel. */
      gtk_label_set_label (GTK_LABEL (label), _ ("Paused"));
      gtk_widget_add_css_class (label, "dim-label");
      break;
    case KC_CHANNEL_STATE_DISCONNECTED:
      /* Translators: the state of a channel. */
      gtk_label_set_label (GTK_LABEL (label), _ ("Disconnected"));
      gtk_widget_add_css_class (label, "warning");
      break;
    default:
      g_assert_not_reached ();
    }

  return label;
}

GtkWidget *
kc_channel_row_new (KcChannel *channel, KcChannelState state)
{
  g_autofree char *number = NULL;
  g_autofree char *subtitle = NULL;
  const char *kind;
  const char *name;
  GtkWidget *row;

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  kind = get_kind_text (kc_channel_get_kind (channel));
  name = kc_channel_get_name (channel);
  if (name != NULL && *name == '\0')
    name = NULL;
  if (kc_channel_get_phone_number (channel) != NULL)
    number = kc_phone_format_format (kc_channel_get_phone_number (channel));

  /* The number is what people know it by; most linked phones have only a name. */
  if (number != NULL && name != NULL)
    /* Translators: the name of a channel and its kind. */
    subtitle = g_strdup_printf (_ ("%s · %s"), name, kind);
  else
    subtitle = g_strdup (kind);

  row = adw_action_row_new ();
  /* What Keebai says is text, not markup; the titles are set only after that is known. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), number != NULL ? number
                                                            : name != NULL ? name
                                                                           : _ ("Without a name"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_state_label (state));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}
