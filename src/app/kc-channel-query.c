/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-channel-query.h"

#define N_REQUESTS 3

G_DEFINE_ENUM_TYPE (KcChannelState,
                    kc_channel_state,
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_STATE_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_STATE_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_STATE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (KC_CHANNEL_STATE_DISCONNECTED, "disconnected"))

/* The results, collected until the last answer has arrived. */
typedef struct {
  KcClient *client;
  KcRateLimiter *rate_limiter;
  GPtrArray *official;
  GPtrArray *linked;
  GPtrArray *numbers;
  GError *error; /* the first error that matters */
  guint n_open;
} Gathering;

static void
free_gathering (Gathering *gathering)
{
  g_clear_object (&gathering->client);
  g_clear_object (&gathering->rate_limiter);
  g_clear_pointer (&gathering->official, g_ptr_array_unref);
  g_clear_pointer (&gathering->linked, g_ptr_array_unref);
  g_clear_pointer (&gathering->numbers, g_ptr_array_unref);
  g_clear_error (&gathering->error);
  g_free (gathering);
}

static void
add_all (GPtrArray *channels, GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (channels, g_object_ref (g_ptr_array_index (more, i)));
}

static KcChannelQuery *
create_overview (Gathering *gathering)
{
  KcChannelQuery *self = g_new0 (KcChannelQuery, 1);

  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  add_all (self->channels, gathering->official);
  add_all (self->channels, gathering->linked);

  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; gathering->numbers != NULL && i < gathering->numbers->len; i++)
    {
      KcNumber *number = g_ptr_array_index (gathering->numbers, i);

      if (number->channel_id != NULL && number->status != NULL)
        g_hash_table_insert (self->states, g_strdup (number->channel_id),
                             g_strdup (number->status));
    }

  return self;
}

/* One answer has arrived; `error` (taken) if it was not a useful one. */
static void
take_answer (GTask *task, GError *error)
{
  Gathering *gathering = g_task_get_task_data (task);

  kc_rate_limiter_note (gathering->rate_limiter, error);
  if (gathering->error == NULL)
    gathering->error = error;
  else
    g_clear_error (&error);

  g_assert (gathering->n_open > 0);
  if (--gathering->n_open > 0)
    return;

  if (gathering->error != NULL)
    g_task_return_error (task, g_steal_pointer (&gathering->error));
  else
    g_task_return_pointer (task, create_overview (gathering),
                           (GDestroyNotify) kc_channel_query_free);
}

static void
official_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Gathering *gathering = g_task_get_task_data (task);
  GError *error = NULL;

  gathering->official = kc_client_list_channels_finish (KC_CLIENT (object), result, &error);
  take_answer (task, error);
}

static void
linked_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Gathering *gathering = g_task_get_task_data (task);
  GError *error = NULL;

  gathering->linked = kc_client_list_channels_finish (KC_CLIENT (object), result, &error);
  take_answer (task, error);
}

static void
numbers_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Gathering *gathering = g_task_get_task_data (task);
  GError *error = NULL;

  gathering->numbers = kc_client_list_numbers_finish (KC_CLIENT (object), result, &error);
  kc_rate_limiter_note (gathering->rate_limiter, error);
  /* The numbers only add to what is listed anyway. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  take_answer (task, error);
}

static void
turn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Gathering *gathering = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kc_rate_limiter_wait_finish (KC_RATE_LIMITER (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  kc_client_list_channels_async (gathering->client, KC_CHANNEL_KIND_WHATSAPP, cancellable,
                                 official_listed_cb, g_object_ref (task));
  kc_client_list_channels_async (gathering->client, KC_CHANNEL_KIND_WHATSAPP_QR, cancellable,
                                 linked_listed_cb, g_object_ref (task));
  kc_client_list_numbers_async (gathering->client, cancellable, numbers_listed_cb,
                                g_object_ref (task));
}

void
kc_channel_query_free (KcChannelQuery *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->channels);
  g_hash_table_unref (self->states);
  g_free (self);
}

static gboolean
is_new (KcChannel *channel)
{
  GDateTime *created_at = kc_channel_get_created_at (channel);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return kc_channel_get_kind (channel) == KC_CHANNEL_KIND_WHATSAPP && created_at != NULL
         && g_date_time_difference (now, created_at)
                < KC_CHANNEL_REVIEW_SECONDS * G_TIME_SPAN_SECOND;
}

KcChannelState
kc_channel_query_get_state (KcChannelQuery *self, KcChannel *channel)
{
  const char *status;

  g_return_val_if_fail (self != NULL, KC_CHANNEL_STATE_ACTIVE);
  g_return_val_if_fail (KC_IS_CHANNEL (channel), KC_CHANNEL_STATE_ACTIVE);

  status = g_hash_table_lookup (self->states, kc_channel_get_id (channel));
  if (g_strcmp0 (status, "disconnected") == 0)
    return KC_CHANNEL_STATE_DISCONNECTED;
  /* "active", an unknown word, or none: the channel's own state is used. */
  if (g_strcmp0 (status, "paused") != 0 && kc_channel_get_active (channel))
    return KC_CHANNEL_STATE_ACTIVE;

  return is_new (channel) ? KC_CHANNEL_STATE_NEW : KC_CHANNEL_STATE_PAUSED;
}

KcChannel *
kc_channel_query_find (KcChannelQuery *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (self->channels, i);

      if (g_str_equal (kc_channel_get_id (channel), id))
        return channel;
    }

  return NULL;
}

void
kc_channel_query_load_async (KcClient *client,
                             KcRateLimiter *rate_limiter,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Gathering *gathering;

  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_RATE_LIMITER (rate_limiter));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_channel_query_load_async);

  gathering = g_new0 (Gathering, 1);
  gathering->client = g_object_ref (client);
  gathering->rate_limiter = g_object_ref (rate_limiter);
  gathering->n_open = N_REQUESTS;
  g_task_set_task_data (task, gathering, (GDestroyNotify) free_gathering);

  kc_rate_limiter_wait_async (rate_limiter, N_REQUESTS, cancellable, turn_cb, g_object_ref (task));
}

KcChannelQuery *
kc_channel_query_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
