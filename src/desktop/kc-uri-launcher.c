/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-uri-launcher.h"

#include "kc-deadline.h"
#include "kc-open-uri-portal.h"
#include "kc-messages.h"
#include "kc-secret.h"

/* The task is owned by GIO's callback, which may come late or never, and by the deadline; whichever
 * comes first returns it. */
typedef struct {
  char *uri;
  GAppLaunchContext *context;
  KcDeadline *deadline;
  gboolean returned;
} Launch;

static void
launch_free (gpointer data)
{
  Launch *launch = data;

  g_clear_pointer (&launch->deadline, kc_deadline_free);
  g_clear_object (&launch->context);
  kc_secret_free (launch->uri);
  g_free (launch);
}

/* GIO may never call back, and the caller must not wait for that. */
static void
on_deadline_ended_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Launch *launch = g_task_get_task_data (task);

  if (launch->returned)
    return;

  launch->returned = TRUE;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                             "the system did not open the address in time");
}

static void
return_launched (GTask *task, gboolean launched, const GError *error)
{
  Launch *launch = g_task_get_task_data (task);

  if (launch->returned)
    return;

  launch->returned = TRUE;
  kc_deadline_end (launch->deadline);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (launched)
    g_task_return_boolean (task, TRUE);
  else
    /* GIO's own message may contain the address, which is a secret. */
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
  Launch *launch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  g_autofree char *token = NULL;

  if (bus == NULL || launch->returned)
    {
      return_launched (task, FALSE, error);
      return;
    }

  if (launch->context != NULL)
    token = g_app_launch_context_get_startup_notify_id (launch->context, NULL, NULL);
  kc_open_uri_portal_open_async (bus, launch->uri, token,
                                 kc_deadline_get_cancellable (launch->deadline),
                                 on_portal_opened_cb, g_object_ref (task));
}

/* `uri` has been checked. */
static void
open_uri (GTask *task, GAppLaunchContext *context, const char *uri)
{
  GCancellable *cancellable;
  Launch *launch;

  if (g_task_return_error_if_cancelled (task))
    return;

  launch = g_new0 (Launch, 1);
  launch->uri = g_strdup (uri);
  g_set_object (&launch->context, context);
  launch->deadline = kc_deadline_new (g_task_get_cancellable (task), KC_URI_LAUNCHER_DEADLINE_MS);
  kc_deadline_set_ended_func (launch->deadline, on_deadline_ended_cb, task);
  cancellable = kc_deadline_get_cancellable (launch->deadline);
  g_task_set_task_data (task, launch, launch_free);

  if (kc_open_uri_portal_is_needed ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_got_cb, g_object_ref (task));
  else
    g_app_info_launch_default_for_uri_async (uri, context, cancellable, on_launched_cb,
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
                            const KcMailDraft *draft,
                            const char *address,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (context == NULL || G_IS_APP_LAUNCH_CONTEXT (context));
  g_return_if_fail (draft != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_uri_launcher_open_async);
  uri = kc_mail_draft_to_mailto (draft, address);
  open_uri (task, context, uri);
}

gboolean
kc_uri_launcher_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_uri_launcher_open_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
