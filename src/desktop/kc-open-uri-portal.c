/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-open-uri-portal.h"

#include "kc-portal-request.h"

/* https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.OpenURI.html */
#define PORTAL_INTERFACE "org.freedesktop.portal.OpenURI"

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) results = kc_portal_request_finish (result, &error);

  if (results != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
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
  g_autoptr (GVariantDict) options = g_variant_dict_new (NULL);

  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));
  g_return_if_fail (uri != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_open_uri_portal_open_async);

  if (activation_token != NULL)
    g_variant_dict_insert (options, "activation_token", "s", activation_token);
  kc_portal_request_async (bus, PORTAL_INTERFACE, "OpenURI", g_variant_new ("(ss)", "", uri),
                           options, cancellable, requested_cb, g_steal_pointer (&task));
}

gboolean
kc_open_uri_portal_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_open_uri_portal_open_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
