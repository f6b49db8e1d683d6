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

/* A longer list stands in a place of its own (::show-all). */
#define ROWS 20
/* A list that comes sooner needs no sign that it is on its way. */
#define LOADING_MS 300

struct _KcChannelList {
  AdwBin parent_instance;

  GtkSpinner *spinner;
  AdwBin *error_place;
  KcErrorView *error_view; /* once there was an error */
  GtkWidget *group;
  GtkListBox *list;
  AdwActionRow *all_row;
  GtkLabel *note;

  KcController *controller;
  KcRateLimiter *rate_limiter;    /* while it is loaded */
  KcConnectivityMonitor *monitor; /* once it could not be loaded */
  GCancellable *cancellable;      /* while it is loaded */
  guint loading_id;

  KcChannelQuery *shown; /* the answer that is shown; NULL before the first */
  GListStore *channels;  /* KcChannel, of the same */
};

G_DEFINE_FINAL_TYPE (KcChannelList, kc_channel_list, ADW_TYPE_BIN)

enum {
  SHOW_ALL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_spinner (KcChannelList *self, gboolean show)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  g_clear_handle_id (&self->loading_id, g_source_remove);
  gtk_spinner_set_spinning (self->spinner, show);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), show);
}

static void
on_loading_takes_time_cb (gpointer user_data)
{
  KcChannelList *self = KC_CHANNEL_LIST (user_data);

  self->loading_id = 0;
  show_spinner (self, TRUE);
}

static void
show_note (KcChannelList *self, const char *text)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  /* Something to read, perhaps for minutes: nothing moves beside it. */
  if (text != NULL)
    show_spinner (self, FALSE);
  gtk_label_set_label (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

static gboolean
is_same (KcChannelQuery *a, KcChannelQuery *b)
{
  if (a == NULL || a->channels->len != b->channels->len)
    return FALSE;

  for (guint i = 0; i < a->channels->len; i++)
    {
      KcChannel *left = g_ptr_array_index (a->channels, i);
      KcChannel *right = g_ptr_array_index (b->channels, i);

      if (!g_str_equal (kc_channel_get_id (left), kc_channel_get_id (right))
          || kc_channel_get_kind (left) != kc_channel_get_kind (right)
          || g_strcmp0 (kc_channel_get_name (left), kc_channel_get_name (right)) != 0
          || g_strcmp0 (kc_channel_get_phone_number (left), kc_channel_get_phone_number (right))
                 != 0
          || kc_channel_query_get_state (a, left) != kc_channel_query_get_state (b, right))
        return FALSE;
    }

  return TRUE;
}

static void
append_row (KcChannelList *self, KcChannel *channel)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *content = kc_channel_row_new ();
  g_autofree char *title = kc_channel_row_get_title (channel);

  g_assert (KC_IS_CHANNEL_LIST (self));

  kc_channel_row_set_channel (KC_CHANNEL_ROW (content), channel,
                              kc_channel_query_get_state (self->shown, channel));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_box_append (self->list, row);
}

static void
append_all_row (KcChannelList *self)
{
  guint n = self->shown->channels->len;
  g_autofree char *title = NULL;

  g_assert (KC_IS_CHANNEL_LIST (self));

  /* Translators: a row at the end of a list that is cut; %u is the number of channels there are. */
  title = g_strdup_printf (ngettext ("Show all %u channel", "Show all %u channels", n), n);
  self->all_row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->all_row), title);
  adw_action_row_add_suffix (self->all_row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->all_row), TRUE);
  gtk_list_box_append (self->list, GTK_WIDGET (self->all_row));
}

static void
fill (KcChannelList *self, KcChannelQuery *query)
{
  GPtrArray *channels = query->channels;
  GtkWidget *row;

  g_assert (KC_IS_CHANNEL_LIST (self));

  gtk_widget_set_visible (self->group, channels->len > 0);
  show_note (self, channels->len > 0 ? NULL : _ ("No number is connected yet."));
  /* The place on screen, the focus and what is read out stay as they are. */
  if (is_same (self->shown, query))
    {
      kc_channel_query_free (query);
      return;
    }

  g_clear_pointer (&self->shown, kc_channel_query_free);
  self->shown = query;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->all_row = NULL;
  for (guint i = 0; i < MIN (channels->len, ROWS); i++)
    append_row (self, g_ptr_array_index (channels, i));
  if (channels->len > ROWS)
    append_all_row (self);
  g_list_store_splice (self->channels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->channels)),
                       channels->pdata, channels->len);
}

static void
on_row_activated_cb (KcChannelList *self, GtkListBoxRow *row)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (row == (GtkListBoxRow *) self->all_row)
    g_signal_emit (self, signals[SHOW_ALL], 0);
}

/* Nobody has to press "Try Again" because the network was away. */
static void
on_network_back_cb (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (self->error_view != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->error_view))
      && kc_error_view_get_remedy (self->error_view) == KC_REMEDY_TRY_AGAIN)
    kc_channel_list_load (self, self->controller);
}

/* Not before it is needed: it asks the system over D-Bus. */
static void
watch_network (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (self->monitor != NULL)
    return;

  self->monitor = kc_connectivity_monitor_new (g_network_monitor_get_default ());
  g_signal_connect_object (self->monitor, "network-back", G_CALLBACK (on_network_back_cb), self,
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
on_remedy_activated_cb (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (kc_error_view_get_remedy (self->error_view) == KC_REMEDY_TRY_AGAIN)
    kc_channel_list_load (self, self->controller);
  else if (kc_error_view_get_remedy (self->error_view) == KC_REMEDY_CHANGE_KEY)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "key");
}

static void
show_error (KcChannelList *self, const GError *error)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (error != NULL)
    watch_network (self);
  if (error != NULL && self->error_view == NULL)
    {
      self->error_view = KC_ERROR_VIEW (kc_error_view_new ());
      g_signal_connect_object (self->error_view, "remedy-activated",
                               G_CALLBACK (on_remedy_activated_cb), self, G_CONNECT_SWAPPED);
      adw_bin_set_child (self->error_place, GTK_WIDGET (self->error_view));
    }
  if (self->error_view != NULL)
    kc_error_view_set_error (self->error_view, error);
  gtk_widget_set_visible (GTK_WIDGET (self->error_place), error != NULL);
}

static void
query_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcChannelList *self;
  KcChannelQuery *query;
  g_autoptr (GError) error = NULL;

  query = kc_channel_query_load_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_CHANNEL_LIST (user_data);
  kc_channel_list_stop (self);
  show_error (self, error);
  if (query != NULL)
    fill (self, query);
}

static void
kc_channel_list_dispose (GObject *object)
{
  KcChannelList *self = KC_CHANNEL_LIST (object);

  g_clear_handle_id (&self->loading_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->monitor);
  g_clear_object (&self->controller);
  g_clear_object (&self->channels);
  g_clear_pointer (&self->shown, kc_channel_query_free);

  G_OBJECT_CLASS (kc_channel_list_parent_class)->dispose (object);
}

static void
kc_channel_list_class_init (KcChannelListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kc_channel_list_dispose;

  signals[SHOW_ALL] = g_signal_new ("show-all", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-channel-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, spinner);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, error_place);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, group);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, list);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, note);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
kc_channel_list_init (KcChannelList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->channels = g_list_store_new (KC_TYPE_CHANNEL);
}

void
kc_channel_list_load (KcChannelList *self, KcController *controller)
{
  g_return_if_fail (KC_IS_CHANNEL_LIST (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (kc_key_manager_get_client (kc_controller_get_key_manager (controller)) != NULL);

  g_set_object (&self->controller, controller);
  kc_channel_list_stop (self);
  show_error (self, NULL);

  if (kc_key_manager_get_key_check (kc_controller_get_key_manager (controller))->can_read
      == KC_ANSWER_NO)
    {
      gtk_widget_set_visible (self->group, FALSE);
      show_note (self, _ ("Your access key may not list the numbers you have already. You can "
                          "connect one all the same."));
      return;
    }

  show_note (self, NULL);
  if (!gtk_widget_get_visible (self->group))
    self->loading_id = g_timeout_add_once (LOADING_MS, on_loading_takes_time_cb, self);

  self->cancellable = g_cancellable_new ();
  self->rate_limiter
      = g_object_ref (kc_key_manager_get_rate_limiter (kc_controller_get_key_manager (controller)));
  g_signal_connect_object (self->rate_limiter, "notify::waiting",
                           G_CALLBACK (on_rate_limiter_waiting_notified_cb), self,
                           G_CONNECT_SWAPPED);
  kc_channel_query_load_async (kc_key_manager_get_client (
                                   kc_controller_get_key_manager (controller)),
                               self->rate_limiter, self->cancellable, query_loaded_cb, self);
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
  show_spinner (self, FALSE);
}

GListModel *
kc_channel_list_get_model (KcChannelList *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL_LIST (self), NULL);

  return G_LIST_MODEL (self->channels);
}

KcChannelState
kc_channel_list_get_state (KcChannelList *self, KcChannel *channel)
{
  g_return_val_if_fail (KC_IS_CHANNEL_LIST (self), KC_CHANNEL_STATE_ACTIVE);

  return kc_channel_query_get_state (self->shown, channel);
}
