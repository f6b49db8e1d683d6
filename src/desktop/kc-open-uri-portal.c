/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-open-uri-portal.h"

#include <string.h>

/* https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.OpenURI.html */
#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.OpenURI"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

/* The data of the task, which is owned by the subscription, the source and the call. */
typedef struct {
  GDBusConnection *bus;
  guint response_id; /* 0 once the task has returned */
  GSource *cancelled;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->bus);
  g_free (question);
}

/* The task lives on as long as the caller of this has a reference. */
static void
end_question (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  g_dbus_connection_signal_unsubscribe (question->bus, question->response_id);
  question->response_id = 0;
  if (question->cancelled != NULL)
    g_source_destroy (question->cancelled);
  g_clear_pointer (&question->cancelled, g_source_unref);
}

static void
on_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* The answer may come before the reply. */
  if (question->response_id == 0 || handle != NULL)
    return;

  end_question (task);
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
  Question *question = g_task_get_task_data (task);
  guint response = 0;

  if (question->response_id == 0 || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, NULL);
  end_question (task);
  if (response == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             "the desktop did not open the address (response %u)", response);
}

static gboolean
on_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  end_question (task);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

gboolean
kc_open_uri_portal_is_needed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

void
kc_open_uri_portal_open_async (GDBusConnection *bus,
                               const char *uri,
                               const char *activation_token,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *token = NULL;
  g_autofree char *handle = NULL;
  Question *question;
  GVariantBuilder options;

  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));
  g_return_if_fail (uri != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_open_uri_portal_open_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  question = g_new0 (Question, 1);
  question->bus = g_object_ref (bus);
  g_task_set_task_data (task, question, question_free);

  question->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (question->cancelled, G_SOURCE_FUNC (on_cancelled_cb), g_object_ref (task),
                         g_object_unref);
  g_source_attach (question->cancelled, g_task_get_context (task));

  /* Before the call, so that no answer is too fast. */
  sender
      = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + strlen (":")), ".", '_');
  token = g_strdup_printf ("keebai_connect_%u", g_random_int ());
  handle = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  question->response_id
      = g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, REQUEST_INTERFACE, "Response", handle,
                                            NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response_received_cb,
                                            g_object_ref (task), g_object_unref);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  if (activation_token != NULL)
    g_variant_builder_add (&options, "{sv}", "activation_token",
                           g_variant_new_string (activation_token));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "OpenURI",
                          g_variant_new ("(ssa{sv})", "", uri, &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, cancellable, on_asked_cb,
                          g_object_ref (task));
}

gboolean
kc_open_uri_portal_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_open_uri_portal_open_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
