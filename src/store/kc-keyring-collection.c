/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring-collection.h"

#include "kc-keyring-error.h"

#include <libsecret/secret.h>

static void
on_collection_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, kc_keyring_error_translate (error));
  else if (collection == NULL)
    g_task_return_new_error (task, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE,
                             "There is no keyring yet");
  else if (secret_collection_get_locked (collection))
    g_task_return_error (task, kc_keyring_error_new_locked ());
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_service_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (service == NULL)
    {
      g_task_return_error (task, kc_keyring_error_translate (error));
      return;
    }
  secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                               cancellable, on_collection_found_cb, g_steal_pointer (&task));
}

gboolean
kc_keyring_collection_is_sandbox (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* The same choice as libsecret's. */
gboolean
kc_keyring_collection_is_file (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  if (backend != NULL && *backend != '\0')
    return g_str_equal (backend, "file");
  return kc_keyring_collection_is_sandbox ();
}

void
kc_keyring_collection_check_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, kc_keyring_collection_check_async);
  if (kc_keyring_collection_is_file ())
    g_task_return_boolean (task, TRUE);
  else
    secret_service_get (SECRET_SERVICE_NONE, cancellable, on_service_found_cb,
                        g_steal_pointer (&task));
}

gboolean
kc_keyring_collection_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_collection_check_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
