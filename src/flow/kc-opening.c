/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-opening.h"

typedef struct {
  KcClient *client;
  KcBudget *budget;
  KcConnectRequest *request;
  GPtrArray *before;
  GSource *list_timer; /* until the list has taken too long; NULL once the session is asked for */
} Opening;

static void
opening_free (Opening *opening)
{
  kc_clear_timer (&opening->list_timer);
  g_clear_object (&opening->client);
  g_clear_object (&opening->budget);
  g_clear_pointer (&opening->request, kc_connect_request_free);
  g_clear_pointer (&opening->before, g_ptr_array_unref);
  g_free (opening);
}

static void
start_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KcSession *session = kc_client_start_finish (KC_CLIENT (source), result, &error);

  if (session == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, session, (GDestroyNotify) kc_session_free);
}

/* Takes the reference to the task. */
static void
open_session (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  kc_clear_timer (&opening->list_timer);
  kc_budget_spend (opening->budget);
  kc_client_start_async (opening->client, opening->request, g_task_get_cancellable (task), start_cb,
                         task);
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels
      = kc_client_list_channels_finish (KC_CLIENT (source), result, &error);
  Opening *opening = g_task_get_task_data (task);

  /* Too late: what came after the session was asked for is not "before". */
  if (opening->list_timer == NULL)
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      kc_clear_timer (&opening->list_timer);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  opening->before = g_steal_pointer (&channels);
  open_session (g_steal_pointer (&task));
}

static void
list_timer_cb (gpointer user_data)
{
  open_session (g_object_ref (G_TASK (user_data)));
}

void
kc_opening_run_async (KcClient *client,
                      KcClock *clock,
                      KcBudget *budget,
                      const KcConnectRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_CLOCK (clock));
  g_return_if_fail (KC_IS_BUDGET (budget));
  g_return_if_fail (request != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  opening = g_new0 (Opening, 1);
  opening->client = g_object_ref (client);
  opening->budget = g_object_ref (budget);
  opening->request = kc_connect_request_copy (request);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_opening_run_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);

  opening->list_timer = kc_clock_add_timer (clock, KC_OPENING_LIST_MS, list_timer_cb, task);
  kc_budget_spend (budget);
  kc_client_list_channels_async (client, kc_opening_get_kind (request->mode), cancellable, list_cb,
                                 g_object_ref (task));
}

KcSession *
kc_opening_run_finish (GAsyncResult *result, GPtrArray **before, GError **error)
{
  KcSession *session;
  Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  session = g_task_propagate_pointer (G_TASK (result), error);
  opening = g_task_get_task_data (G_TASK (result));
  if (session != NULL && before != NULL)
    *before = g_steal_pointer (&opening->before);

  return session;
}

KcChannelKind
kc_opening_get_kind (KcMode mode)
{
  return mode == KC_MODE_QR ? KC_CHANNEL_KIND_WHATSAPP_QR : KC_CHANNEL_KIND_WHATSAPP;
}
