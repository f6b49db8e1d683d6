/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channels-view.h"

#include "kc-lazy-list.h"

#include <string.h>

struct _KcChannelsView {
  AdwBin parent_instance;

  GtkEditable *search_entry;
  GtkStack *stack;
  KcLazyList *lazy_list;

  KcChannelList *list;
  GtkFilter *filter;
  /* The text that is searched for, in the form in which it is compared; NULL: all. */
  char *folded;
  char *digits;
};

G_DEFINE_FINAL_TYPE (KcChannelsView, kc_channels_view, ADW_TYPE_BIN)

/* Free with g_free (). */
static char *
take_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);

  return g_string_free (digits, FALSE);
}

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  KcChannelsView *self = user_data;
  const char *number = kc_channel_list_get_phone_number (self->list, item);
  const char *name = kc_channel_get_name (item);

  if (self->folded == NULL)
    return TRUE;

  if (number != NULL && *self->digits != '\0')
    {
      g_autofree char *digits = take_digits (number);

      if (strstr (digits, self->digits) != NULL)
        return TRUE;
    }
  if (name != NULL)
    {
      g_autofree char *folded = g_utf8_casefold (name, -1);

      return strstr (folded, self->folded) != NULL;
    }

  return FALSE;
}

static void
on_search_changed_cb (KcChannelsView *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  g_assert (KC_IS_CHANNELS_VIEW (self));

  g_clear_pointer (&self->folded, g_free);
  g_clear_pointer (&self->digits, g_free);
  if (*text != '\0')
    {
      self->folded = g_utf8_casefold (text, -1);
      /* "Branch 12" is a name. */
      self->digits = strspn (text, "0123456789 +-()./") == strlen (text) ? take_digits (text)
                                                                         : g_strdup ("");
    }
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_search_stopped_cb (KcChannelsView *self)
{
  g_assert (KC_IS_CHANNELS_VIEW (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
on_items_changed_cb (
    KcChannelsView *self, guint position, guint removed, guint added, GListModel *model)
{
  g_assert (KC_IS_CHANNELS_VIEW (self));

  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (model) > 0 ? "list" : "empty");
}

static void
on_row_clicked_cb (KcChannelsView *self, KcChannelRow *row)
{
  g_assert (KC_IS_CHANNELS_VIEW (self));

  kc_channel_list_open (self->list, kc_channel_row_get_channel (row));
}

static GtkWidget *
on_create_row_cb (KcChannelsView *self)
{
  GtkWidget *row = g_object_ref_sink (kc_channel_row_new_in_list ());

  g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
on_bind_row_cb (KcChannelsView *self, GtkWidget *row, KcChannel *channel)
{
  g_assert (KC_IS_CHANNELS_VIEW (self));

  kc_channel_list_bind_row (self->list, KC_CHANNEL_ROW (row), channel);
}

static gboolean
kc_channels_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KC_CHANNELS_VIEW (widget)->search_entry));
}

static void
kc_channels_view_dispose (GObject *object)
{
  KcChannelsView *self = KC_CHANNELS_VIEW (object);

  if (self->lazy_list != NULL)
    kc_lazy_list_set_model (self->lazy_list, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (kc_channels_view_parent_class)->dispose (object);
}

static void
kc_channels_view_finalize (GObject *object)
{
  KcChannelsView *self = KC_CHANNELS_VIEW (object);

  g_clear_pointer (&self->folded, g_free);
  g_clear_pointer (&self->digits, g_free);

  G_OBJECT_CLASS (kc_channels_view_parent_class)->finalize (object);
}

static void
kc_channels_view_class_init (KcChannelsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kc_channels_view_dispose;
  object_class->finalize = kc_channels_view_finalize;
  widget_class->grab_focus = kc_channels_view_grab_focus;

  g_type_ensure (KC_TYPE_LAZY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-channels-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KcChannelsView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KcChannelsView, stack);
  gtk_widget_class_bind_template_child (widget_class, KcChannelsView, lazy_list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_create_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_row_cb);
}

static void
kc_channels_view_init (KcChannelsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches_cb, self, NULL));
}

GtkWidget *
kc_channels_view_new (KcChannelList *list)
{
  KcChannelsView *self;
  g_autoptr (GListModel) filtered = NULL;

  g_return_val_if_fail (KC_IS_CHANNEL_LIST (list), NULL);

  self = g_object_new (KC_TYPE_CHANNELS_VIEW, NULL);
  self->list = g_object_ref (list);
  filtered
      = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (kc_channel_list_get_model (list)),
                                                 g_object_ref (self->filter)));
  g_signal_connect_object (filtered, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  kc_lazy_list_set_model (self->lazy_list, filtered);

  return GTK_WIDGET (self);
}
