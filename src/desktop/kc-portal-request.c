/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-portal-request.h"

#include "kc-deadline.h"

#include <string.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

/* The data of the task; the subscription and the call each own a reference. */
typedef struct {
  GDBusConnection *bus;
  guint response_id;  /* 0 once the task has returned */
  KcDeadline *caller; /* without a deadline: a portal may ask the person */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->caller, kc_deadline_free);
  g_clear_object (&request->bus);
  g_free (request);
}

/* The caller holds a reference to the task. */
static void
end_request (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  g_dbus_connection_signal_unsubscribe (request->bus, request->response_id);
  request->response_id = 0;
  kc_deadline_end (request->caller);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* The signal may come before the reply. */
  if (request->response_id == 0 || handle != NULL)
    return;

  end_request (task);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_response_received_cb (GDBusConnection *bus,
                         const char *sender_name,
                         const char *object_path,
                         const char *interface_name,
                         const char *signal_name,
                         GVariant *parameters,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  guint response = 0;

  if (request->response_id == 0 || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  end_request (task);
  if (response == 0)
    g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify) g_variant_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                             "the desktop did not grant the request (response %u)", response);
}

static void
on_cancelled_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  end_request (task);
  g_task_return_error_if_cancelled (task);
}

/* `arguments`, with the options appended. */
static GVariant *
append_options (GVariant *arguments, GVariantDict *options)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; i < g_variant_n_children (arguments); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (arguments, i);

      g_variant_builder_add_value (&builder, child);
    }
  g_variant_builder_add_value (&builder, g_variant_dict_end (options));

  return g_variant_builder_end (&builder);
}

void
kc_portal_request_async (GDBusConnection *bus,
                         const char *interface_name,
                         const char *method,
                         GVariant *arguments,
                         GVariantDict *options,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (arguments);
  g_autoptr (GTask) task = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *token = NULL;
  g_autofree char *handle = NULL;
  Request *request;

  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_portal_request_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  request = g_new0 (Request, 1);
  request->bus = g_object_ref (bus);
  g_task_set_task_data (task, request, request_free);

  request->caller = kc_deadline_new_for_source (cancellable, NULL);
  kc_deadline_set_ended_func (request->caller, on_cancelled_cb, task);

  /* Before the call, so that the answer cannot come too early. */
  sender
      = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + strlen (":")), ".", '_');
  token = g_strdup_printf ("keebai_connect_%u", g_random_int ());
  handle = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  request->response_id
      = g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, REQUEST_INTERFACE, "Response", handle,
                                            NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response_received_cb,
                                            g_object_ref (task), g_object_unref);

  g_variant_dict_insert (options, "handle_token", "s", token);
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, interface_name, method,
                          append_options (owned, options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, kc_deadline_get_cancellable (request->caller),
                          called_cb, g_object_ref (task));
}

GVariant *
kc_portal_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_portal_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
