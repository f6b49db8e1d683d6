/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring.h"

#include "kc-keyring-steps.h"

#include <libsecret/secret.h>

#define DEFAULT_DEADLINE_MS (10 * 1000)

struct _KcKeyring {
  GObject parent_instance;

  guint deadline_ms;
};

G_DEFINE_TYPE (KcKeyring, kc_keyring, G_TYPE_OBJECT)

static void
kc_keyring_class_init (KcKeyringClass *klass)
{
}

static void
kc_keyring_init (KcKeyring *self)
{
  self->deadline_ms = DEFAULT_DEADLINE_MS;
}

KcKeyring *
kc_keyring_new (void)
{
  return g_object_new (KC_TYPE_KEYRING, NULL);
}

void
kc_keyring_set_deadline (KcKeyring *self, guint deadline_ms)
{
  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (deadline_ms > 0 && deadline_ms <= G_MAXUINT / KC_KEYRING_PERSON_FACTOR);

  self->deadline_ms = deadline_ms;
}

void
kc_keyring_load_async (KcKeyring *self,
                       const char *base_url,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_load_async);
  kc_keyring_steps_key (task, KC_KEYRING_LOAD, base_url, NULL, self->deadline_ms);
}

char *
kc_keyring_load_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_keyring_store_async (KcKeyring *self,
                        const char *base_url,
                        const char *key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_store_async);
  kc_keyring_steps_key (task, KC_KEYRING_STORE, base_url, key, self->deadline_ms);
}

gboolean
kc_keyring_store_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_keyring_clear_async (KcKeyring *self,
                        const char *base_url,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_clear_async);
  kc_keyring_steps_key (task, KC_KEYRING_CLEAR, base_url, NULL, self->deadline_ms);
}

gboolean
kc_keyring_clear_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_keyring_load_link_async (KcKeyring *self,
                            const char *base_url,
                            const char *session_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (session_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_load_link_async);
  kc_keyring_steps_link (task, KC_KEYRING_LOAD, base_url, session_id, NULL, self->deadline_ms);
}

char *
kc_keyring_load_link_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_load_link_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_keyring_store_link_async (KcKeyring *self,
                             const char *base_url,
                             const char *session_id,
                             const char *link,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (session_id != NULL);
  g_return_if_fail (link != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_store_link_async);
  kc_keyring_steps_link (task, KC_KEYRING_STORE, base_url, session_id, link, self->deadline_ms);
}

gboolean
kc_keyring_store_link_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_store_link_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_keyring_clear_link_async (KcKeyring *self,
                             const char *base_url,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEYRING (self));
  g_return_if_fail (base_url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keyring_clear_link_async);
  kc_keyring_steps_link (task, KC_KEYRING_CLEAR, base_url, NULL, NULL, self->deadline_ms);
}

gboolean
kc_keyring_clear_link_finish (KcKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kc_keyring_clear_link_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_keyring_free_key (char *key)
{
  secret_password_free (key);
}
