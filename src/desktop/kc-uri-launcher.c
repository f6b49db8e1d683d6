/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-uri-launcher.h"

#include "kc-open-uri-portal.h"
#include "kc-messages.h"

/* The task is owned by GIO's callback, which may come late or never, and by the deadline; whichever
 * comes first returns it. */
typedef struct {
  char *uri;
  GAppLaunchContext *context;
  GCancellable *cancellable; /* our own: the deadline cancels it, the caller's is chained to it */
  gulong chained_id;
  guint deadline_id;
  gboolean returned;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_handle_id (&opening->deadline_id, g_source_remove);
  g_clear_object (&opening->cancellable);
  g_clear_object (&opening->context);
  g_free (opening->uri);
  g_free (opening);
}

static void
on_cancelled_cb (GCancellable *cancellable, GCancellable *own)
{
  g_cancellable_cancel (own);
}

static void
stop_waiting (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  opening->returned = TRUE;
  g_clear_handle_id (&opening->deadline_id, g_source_remove);
  g_cancellable_disconnect (g_task_get_cancellable (task), opening->chained_id);
  opening->chained_id = 0;
}

static void
on_deadline_passed_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Opening *opening = g_task_get_task_data (task);

  opening->deadline_id = 0;
  stop_waiting (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                           "the system did not open the address in time");
  g_cancellable_cancel (opening->cancellable);
}

static void
return_launched (GTask *task, gboolean launched, const GError *error)
{
  Opening *opening = g_task_get_task_data (task);

  if (opening->returned)
    return;

  stop_waiting (task);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (launched)
    g_task_return_boolean (task, TRUE);
  else
    /* GIO's own message may repeat the address, which is a secret. */
    g_task_return_new_error (task, error->domain, error->code,
                             "the system has no program that opens such addresses");
}

static void
on_launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean launched = g_app_info_launch_default_for_uri_finish (result, &error);

  return_launched (task, launched, error);
}

static void
on_portal_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean launched = kc_open_uri_portal_open_finish (result, &error);

  return_launched (task, launched, error);
}

static void
bus_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  g_autofree char *token = NULL;

  if (bus == NULL || opening->returned)
    {
      return_launched (task, FALSE, error);
      return;
    }

  if (opening->context != NULL)
    token = g_app_launch_context_get_startup_notify_id (opening->context, NULL, NULL);
  kc_open_uri_portal_open_async (bus, opening->uri, token, opening->cancellable,
                                 on_portal_opened_cb, g_object_ref (task));
}

/* `uri` has been checked. */
static void
open_uri (GTask *task, GAppLaunchContext *context, const char *uri)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Opening *opening;

  if (g_task_return_error_if_cancelled (task))
    return;

  opening = g_new0 (Opening, 1);
  opening->uri = g_strdup (uri);
  g_set_object (&opening->context, context);
  opening->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, opening, opening_free);
  if (cancellable != NULL)
    opening->chained_id
        = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled_cb),
                                 g_object_ref (opening->cancellable), g_object_unref);
  opening->deadline_id
      = g_timeout_add_once (KC_URI_LAUNCHER_DEADLINE_MS, on_deadline_passed_cb, task);

  if (kc_open_uri_portal_is_needed ())
    g_bus_get (G_BUS_TYPE_SESSION, opening->cancellable, bus_got_cb, g_object_ref (task));
  else
    g_app_info_launch_default_for_uri_async (uri, context, opening->cancellable, on_launched_cb,
                                             g_object_ref (task));
}

void
kc_uri_launcher_open_async (GAppLaunchContext *context,
                            const char *uri,
                            gboolean allow_loopback,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (context == NULL || G_IS_APP_LAUNCH_CONTEXT (context));
  g_return_if_fail (uri != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_uri_launcher_open_async);

  if (kc_uri_is_allowed (uri, allow_loopback))
    open_uri (task, context, uri);
  else
    g_task_return_new_error (task, KC_ERROR, KC_ERROR_INSECURE, "the address to open is not https");
}

void
kc_uri_launcher_mail_async (GAppLaunchContext *context,
                            const KcLetter *letter,
                            const char *address,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (context == NULL || G_IS_APP_LAUNCH_CONTEXT (context));
  g_return_if_fail (letter != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_uri_launcher_open_async);
  uri = kc_letter_to_mailto (letter, address);
  open_uri (task, context, uri);
}

gboolean
kc_uri_launcher_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_uri_launcher_open_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
