/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-new-channel-list.h"

#include "kc-foreign-text.h"
#include "kc-phone-format.h"
#include "kc-result-text.h"

#include <glib/gi18n.h>

struct _KcNewChannelList {
  AdwPreferencesGroup parent_instance;

  KcAttempt *attempt;
  GPtrArray *rows; /* GtkWidget, in the group */
};

G_DEFINE_FINAL_TYPE (KcNewChannelList, kc_new_channel_list, ADW_TYPE_PREFERENCES_GROUP)

static void
on_this_one_clicked_cb (GtkButton *button, KcChannel *channel)
{
  KcNewChannelList *self = KC_NEW_CHANNEL_LIST (
      gtk_widget_get_ancestor (GTK_WIDGET (button), KC_TYPE_NEW_CHANNEL_LIST));

  kc_attempt_accept_channel (self->attempt, channel);
}

static GtkWidget *
create_row (KcChannel *channel, gboolean has_button)
{
  const char *phone_number = kc_channel_get_phone_number (channel);
  const char *channel_name = kc_channel_get_name (channel);
  g_autofree char *name = channel_name != NULL ? kc_foreign_text_to_label (channel_name) : NULL;
  g_autofree char *number = phone_number != NULL ? kc_phone_format_format (phone_number) : NULL;
  g_autofree char *subtitle = kc_result_text_describe_channel (channel);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button;

  /* What the server says is text, not markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), number != NULL ? number
                                                            : name != NULL
                                                                ? name
                                                                : _ ("WhatsApp channel"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  if (!has_button)
    return row;

  button = gtk_button_new_with_mnemonic (_ ("_This One"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_this_one_clicked_cb), channel, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
kc_new_channel_list_dispose (GObject *object)
{
  KcNewChannelList *self = KC_NEW_CHANNEL_LIST (object);

  g_clear_object (&self->attempt);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (kc_new_channel_list_parent_class)->dispose (object);
}

static void
kc_new_channel_list_class_init (KcNewChannelListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_new_channel_list_dispose;
}

static void
kc_new_channel_list_init (KcNewChannelList *self)
{
  self->rows = g_ptr_array_new ();
}

void
kc_new_channel_list_show (KcNewChannelList *self, KcAttempt *attempt)
{
  GPtrArray *channels;
  g_autofree char *sentence = NULL;
  guint n_offered;

  g_return_if_fail (KC_IS_NEW_CHANNEL_LIST (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  g_set_object (&self->attempt, attempt);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  channels = kc_attempt_get_new_channels (attempt);
  kc_result_text_find_offered (attempt, &n_offered);
  for (guint i = 0; channels != NULL && n_offered != 1 && i < channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (channels, i);
      GtkWidget *row
          = create_row (channel, n_offered > 1 && kc_attempt_is_offered (attempt, channel));

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }

  sentence = kc_result_text_describe_new_channels (attempt);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), sentence);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
