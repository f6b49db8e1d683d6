/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-list.h"

#include "kc-channel-row.h"
#include "kc-error-view.h"
#include "kc-connectivity-monitor.h"
#include "kc-channel-query.h"
#include "kc-retry-text.h"

#include <glib/gi18n.h>

struct _KcChannelList {
  AdwBin parent_instance;

  GtkSpinner *spinner;
  KcErrorView *error_view;
  GtkWidget *group;
  GtkListBox *list;
  GtkLabel *note;

  KcController *controller;
  KcRateLimiter *rate_limiter; /* while it is loaded */
  KcConnectivityMonitor *line; /* once it could not be loaded */
  GCancellable *cancellable;   /* while it is loaded */
};

G_DEFINE_FINAL_TYPE (KcChannelList, kc_channel_list, ADW_TYPE_BIN)

static void
show_note (KcChannelList *self, const char *text)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  gtk_label_set_label (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

static void
fill (KcChannelList *self, KcChannelQuery *overview)
{
  GtkWidget *row;

  g_assert (KC_IS_CHANNEL_LIST (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; i < overview->channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (overview->channels, i);

      gtk_list_box_append (self->list,
                           kc_channel_row_new (channel,
                                               kc_channel_query_get_state (overview, channel)));
    }

  gtk_widget_set_visible (self->group, overview->channels->len > 0);
  show_note (self, overview->channels->len > 0 ? NULL : _ ("No number is connected yet."));
}

/* Nobody has to press "Try Again" because the network was away. */
static void
on_network_back_cb (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self->error_view))
      && kc_error_view_get_remedy (self->error_view) == KC_REMEDY_TRY_AGAIN)
    kc_channel_list_load (self, self->controller);
}

/* Not before it is needed: the system is asked who can tell. */
static void
watch_network (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (self->line != NULL)
    return;

  self->line = kc_connectivity_monitor_new (g_network_monitor_get_default ());
  g_signal_connect_object (self->line, "network-back", G_CALLBACK (on_network_back_cb), self,
                           G_CONNECT_SWAPPED);
}

/* A list that does not come for minutes, or an hour, has to say so. */
static void
on_rate_limiter_waiting_notified_cb (KcChannelList *self,
                                     GParamSpec *pspec,
                                     KcRateLimiter *rate_limiter)
{
  g_autoptr (GError) error = kc_rate_limiter_create_error (rate_limiter);
  g_autofree char *text = NULL;

  g_assert (KC_IS_CHANNEL_LIST (self));

  if (kc_rate_limiter_get_waiting (rate_limiter))
    text = kc_retry_text_new (KC_CONNECTIVITY_RETRYING, error,
                              kc_rate_limiter_get_delay (rate_limiter));
  show_note (self, text);
}

static void
overview_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcChannelList *self;
  g_autoptr (KcChannelQuery) overview = NULL;
  g_autoptr (GError) error = NULL;

  overview = kc_channel_query_load_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_CHANNEL_LIST (user_data);
  kc_channel_list_stop (self);
  kc_error_view_set_error (self->error_view, error);
  if (error != NULL)
    watch_network (self);
  if (overview != NULL)
    fill (self, overview);
}

static void
on_remedy_activated_cb (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (kc_error_view_get_remedy (self->error_view) == KC_REMEDY_TRY_AGAIN)
    kc_channel_list_load (self, self->controller);
  else if (kc_error_view_get_remedy (self->error_view) == KC_REMEDY_CHANGE_KEY)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

static void
kc_channel_list_dispose (GObject *object)
{
  KcChannelList *self = KC_CHANNEL_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->line);
  g_clear_object (&self->controller);

  G_OBJECT_CLASS (kc_channel_list_parent_class)->dispose (object);
}

static void
kc_channel_list_class_init (KcChannelListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_channel_list_dispose;

  g_type_ensure (KC_TYPE_ERROR_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-channel-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, spinner);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, error_view);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, group);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, list);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, note);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy_activated_cb);
}

static void
kc_channel_list_init (KcChannelList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kc_channel_list_load (KcChannelList *self, KcController *controller)
{
  g_return_if_fail (KC_IS_CHANNEL_LIST (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (kc_key_manager_get_client (kc_controller_get_key_manager (controller)) != NULL);

  g_set_object (&self->controller, controller);
  kc_channel_list_stop (self);
  kc_error_view_set_error (self->error_view, NULL);

  if (kc_key_manager_get_key_check (kc_controller_get_key_manager (controller))->can_read
      == KC_ANSWER_NO)
    {
      gtk_widget_set_visible (self->group, FALSE);
      show_note (self, _ ("Your access key may not list the numbers you have already. You can "
                          "connect one all the same."));
      return;
    }

  if (!gtk_widget_get_visible (self->group))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
      gtk_spinner_start (self->spinner);
    }
  show_note (self, NULL);

  self->cancellable = g_cancellable_new ();
  self->rate_limiter
      = g_object_ref (kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (controller)));
  g_signal_connect_object (self->rate_limiter, "notify::waiting",
                           G_CALLBACK (on_rate_limiter_waiting_notified_cb), self,
                           G_CONNECT_SWAPPED);
  kc_channel_query_load_async (kc_key_manager_get_client (
                                   kc_controller_get_key_manager (controller)),
                               self->rate_limiter, self->cancellable, overview_loaded_cb, self);
}

void
kc_channel_list_stop (KcChannelList *self)
{
  g_return_if_fail (KC_IS_CHANNEL_LIST (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->rate_limiter != NULL)
    g_signal_handlers_disconnect_by_data (self->rate_limiter, self);
  g_clear_object (&self->rate_limiter);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}
