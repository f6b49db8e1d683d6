/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-list.h"

#include "kc-error-view.h"
#include "kc-retry-text.h"

#include <glib/gi18n.h>

/* A longer list is shown on a page of its own (::show-all). */
#define ROWS 20
/* A list with that many channels can be searched there. */
#define SEARCH_ROWS 10
/* A list that arrives sooner needs no sign that it is loading. */
#define LOADING_MS 300

struct _KcChannelList {
  AdwBin parent_instance;

  GtkSpinner *spinner;
  AdwBin *error_place;
  KcErrorView *error_view; /* once there was an error */
  GtkWidget *group;
  GtkWidget *search_button;
  GtkListBox *list;
  GtkWidget *no_permission_box;
  GtkLabel *note;

  KcController *controller;
  KcClient *client;            /* that the list was last loaded with */
  KcRateLimiter *rate_limiter; /* while it is loaded */
  GCancellable *cancellable;   /* while it is loaded */
  guint loading_id;

  KcChannelQuery *shown; /* the answer that is shown; NULL before the first */
  GListStore *channels;  /* KcChannel, of the same */
  gboolean empty;
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (KcChannelList, kc_channel_list, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_EMPTY,
  PROP_FAILED,
  N_PROPS,
};

enum {
  SHOW_ALL,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
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

  /* There is something to read, perhaps for minutes: nothing moves beside it. */
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

static const KcChannelNote *
find_note (KcChannelList *self, KcChannel *channel)
{
  KcAfterCare *after_care = kc_controller_get_after_care (self->controller);

  return kc_channel_notes_find (kc_after_care_get_notes (after_care), kc_channel_get_id (channel));
}

static void
append (KcChannelList *self, GtkWidget *button)
{
  GtkWidget *row = gtk_list_box_row_new ();

  g_assert (KC_IS_CHANNEL_LIST (self));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "channel-place");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  gtk_list_box_append (self->list, row);
}

static void
on_row_clicked_cb (KcChannelList *self, KcChannelRow *row)
{
  kc_channel_list_open (self, kc_channel_row_get_channel (row));
}

static void
append_row (KcChannelList *self, KcChannel *channel)
{
  GtkWidget *row = kc_channel_row_new ();

  kc_channel_list_bind_row (self, KC_CHANNEL_ROW (row), channel);
  g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked_cb), self, G_CONNECT_SWAPPED);
  append (self, row);
}

static void
on_show_all_clicked_cb (KcChannelList *self)
{
  g_signal_emit (self, signals[SHOW_ALL], 0);
}

static void
append_all_row (KcChannelList *self)
{
  guint n = self->shown->channels->len;
  g_autofree char *title = NULL;
  GtkWidget *button;

  g_assert (KC_IS_CHANNEL_LIST (self));

  /* Translators: a row at the end of a list that is cut; %u is the number of channels there are. */
  title = g_strdup_printf (ngettext ("Show all %u channel", "Show all %u channels", n), n);
  button = gtk_button_new_with_label (title);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "channel");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_show_all_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  append (self, button);
}

/* What is known here about numbers has changed. */
static void
on_notes_changed_cb (KcChannelList *self)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *content = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));

      if (KC_IS_CHANNEL_ROW (content))
        kc_channel_list_bind_row (self, KC_CHANNEL_ROW (content),
                                  kc_channel_row_get_channel (KC_CHANNEL_ROW (content)));
    }
  /* The rows of the long list are bound anew. */
  if (self->shown != NULL)
    g_list_store_splice (self->channels, 0,
                         g_list_model_get_n_items (G_LIST_MODEL (self->channels)),
                         self->shown->channels->pdata, self->shown->channels->len);
}

static void
set_empty (KcChannelList *self, gboolean empty)
{
  if (self->empty == empty)
    return;

  self->empty = empty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

/* What was loaded with another key may be another company's. */
static void
forget (KcChannelList *self)
{
  GtkWidget *row;

  g_assert (KC_IS_CHANNEL_LIST (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_list_store_remove_all (self->channels);
  g_clear_pointer (&self->shown, kc_channel_query_free);
  gtk_widget_set_visible (self->group, FALSE);
  set_empty (self, FALSE);
}

static void
fill (KcChannelList *self, KcChannelQuery *query)
{
  GPtrArray *channels = query->channels;
  GtkWidget *row;

  g_assert (KC_IS_CHANNEL_LIST (self));

  gtk_widget_set_visible (self->group, channels->len > 0);
  gtk_widget_set_visible (self->search_button, channels->len >= SEARCH_ROWS);
  show_note (self, NULL);
  set_empty (self, channels->len == 0);
  /* The scroll position, the focus and what is read out stay as they are. */
  if (is_same (self->shown, query))
    {
      kc_channel_query_free (query);
      return;
    }

  g_clear_pointer (&self->shown, kc_channel_query_free);
  self->shown = query;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < MIN (channels->len, ROWS); i++)
    append_row (self, g_ptr_array_index (channels, i));
  if (channels->len > ROWS)
    append_all_row (self);
  g_list_store_splice (self->channels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->channels)),
                       channels->pdata, channels->len);
}

/* A list that does not arrive for minutes, or an hour, must say why. */
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

static void load (KcChannelList *self);

static void
on_try_again_cb (KcChannelList *self, gboolean by_itself)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (by_itself)
    load (self);
  else
    kc_channel_list_load (self, self->controller);
}

static void
show_error (KcChannelList *self, const GError *error)
{
  g_assert (KC_IS_CHANNEL_LIST (self));

  if (error != NULL && self->error_view == NULL)
    {
      self->error_view = KC_ERROR_VIEW (kc_error_view_new ());
      kc_error_view_set_clock (self->error_view, kc_controller_get_clock (self->controller));
      g_signal_connect_object (self->error_view, "try-again", G_CALLBACK (on_try_again_cb), self,
                               G_CONNECT_SWAPPED);
      adw_bin_set_child (self->error_place, GTK_WIDGET (self->error_view));
    }
  if (self->error_view != NULL)
    kc_error_view_set_error (self->error_view, error);
  gtk_widget_set_visible (GTK_WIDGET (self->error_place), error != NULL);
  if (self->failed == (error != NULL))
    return;

  self->failed = error != NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILED]);
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
  if (query == NULL)
    return;

  kc_after_care_take_query (kc_controller_get_after_care (self->controller), query);
  fill (self, query);
}

static void
load (KcChannelList *self)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (self->controller);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (g_set_object (&self->rate_limiter, kc_key_manager_get_rate_limiter (key_manager)))
    g_signal_connect_object (self->rate_limiter, "notify::waiting",
                             G_CALLBACK (on_rate_limiter_waiting_notified_cb), self,
                             G_CONNECT_SWAPPED);
  kc_channel_query_load_async (kc_key_manager_get_client (key_manager), self->rate_limiter,
                               self->cancellable, query_loaded_cb, self);
}

static void
kc_channel_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_EMPTY)
    g_value_set_boolean (value, KC_CHANNEL_LIST (object)->empty);
  else if (prop_id == PROP_FAILED)
    g_value_set_boolean (value, KC_CHANNEL_LIST (object)->failed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kc_channel_list_dispose (GObject *object)
{
  KcChannelList *self = KC_CHANNEL_LIST (object);

  g_clear_handle_id (&self->loading_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->controller);
  g_clear_object (&self->client);
  g_clear_object (&self->channels);
  g_clear_pointer (&self->shown, kc_channel_query_free);

  G_OBJECT_CLASS (kc_channel_list_parent_class)->dispose (object);
}

static void
kc_channel_list_class_init (KcChannelListClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = kc_channel_list_get_property;
  G_OBJECT_CLASS (klass)->dispose = kc_channel_list_dispose;

  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, FALSE, flags);
  properties[PROP_FAILED] = g_param_spec_boolean ("failed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SHOW_ALL] = g_signal_new ("show-all", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/keebai/Connect/pages/kc-channel-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, spinner);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, error_place);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, group);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, list);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, note);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, search_button);
  gtk_widget_class_bind_template_child (widget_class, KcChannelList, no_permission_box);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked_cb);
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
  gboolean may_read;

  g_return_if_fail (KC_IS_CHANNEL_LIST (self));
  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (kc_key_manager_get_client (kc_controller_get_key_manager (controller)) != NULL);

  if (g_set_object (&self->controller, controller))
    g_signal_connect_object (kc_after_care_get_notes (kc_controller_get_after_care (controller)),
                             "changed", G_CALLBACK (on_notes_changed_cb), self, G_CONNECT_SWAPPED);
  kc_channel_list_stop (self);
  show_error (self, NULL);
  if (g_set_object (&self->client,
                    kc_key_manager_get_client (kc_controller_get_key_manager (controller))))
    forget (self);

  may_read = kc_key_manager_get_key_check (kc_controller_get_key_manager (controller))->can_read
             != KC_ANSWER_NO;
  gtk_widget_set_visible (self->no_permission_box, !may_read);
  if (!may_read)
    {
      gtk_widget_set_visible (self->group, FALSE);
      show_note (self, NULL);
      set_empty (self, FALSE);
      return;
    }

  show_note (self, NULL);
  if (!gtk_widget_get_visible (self->group))
    self->loading_id = g_timeout_add_once (LOADING_MS, on_loading_takes_time_cb, self);
  load (self);
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

gboolean
kc_channel_list_has_failed (KcChannelList *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL_LIST (self), FALSE);

  return self->failed;
}

gboolean
kc_channel_list_is_empty (KcChannelList *self)
{
  g_return_val_if_fail (KC_IS_CHANNEL_LIST (self), FALSE);

  return self->empty;
}

const char *
kc_channel_list_get_phone_number (KcChannelList *self, KcChannel *channel)
{
  const KcChannelNote *note;

  g_return_val_if_fail (KC_IS_CHANNEL_LIST (self), NULL);
  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  if (kc_channel_get_phone_number (channel) != NULL)
    return kc_channel_get_phone_number (channel);
  note = find_note (self, channel);

  return note != NULL ? note->phone_number : NULL;
}

void
kc_channel_list_bind_row (KcChannelList *self, KcChannelRow *row, KcChannel *channel)
{
  g_return_if_fail (KC_IS_CHANNEL_LIST (self));
  g_return_if_fail (KC_IS_CHANNEL_ROW (row));
  g_return_if_fail (KC_IS_CHANNEL (channel));

  kc_channel_row_set_channel (row, channel, find_note (self, channel),
                              kc_channel_query_get_state (self->shown, channel));
}

void
kc_channel_list_open (KcChannelList *self, KcChannel *channel)
{
  g_return_if_fail (KC_IS_CHANNEL_LIST (self));
  g_return_if_fail (KC_IS_CHANNEL (channel));

  kc_controller_choose_channel (self->controller, channel,
                                kc_channel_query_get_state (self->shown, channel));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "channel");
}
