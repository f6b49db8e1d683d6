/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring-operation.h"

#include "kc-keyring-error.h"

static void
operation_free (KcKeyringOperation *self)
{
  kc_keyring_operation_stop (self);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_list (&self->items, g_object_unref);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
on_deadline_passed_cb (gpointer user_data)
{
  GTask *task = user_data;
  KcKeyringOperation *self = g_task_get_task_data (task);

  self->deadline_id = 0;
  kc_keyring_operation_stop (self);
  g_cancellable_cancel (self->cancellable);
  if (self->unlocking)
    g_task_return_error (task, kc_keyring_error_new_locked ());
  else
    g_task_return_new_error (task, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE,
                             "The keyring did not answer in time");
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  KcKeyringOperation *self = g_task_get_task_data (task);

  kc_keyring_operation_stop (self);
  g_cancellable_cancel (self->cancellable);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

KcKeyringOperation *
kc_keyring_operation_new (KcKeyringJob job,
                          const SecretSchema *schema,
                          const char *base_url,
                          guint deadline_ms)
{
  KcKeyringOperation *self = g_new0 (KcKeyringOperation, 1);

  self->job = job;
  self->schema = schema;
  self->base_url = g_strdup (base_url);
  self->attributes = secret_attributes_build (schema, schema->attributes[0].name, base_url, NULL);
  self->deadline_ms = deadline_ms;
  self->cancellable = g_cancellable_new ();
  return self;
}

gboolean
kc_keyring_operation_attach (KcKeyringOperation *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, self, (GDestroyNotify) operation_free);
  if (g_task_return_error_if_cancelled (task))
    return FALSE;
  if (cancellable != NULL)
    {
      self->caller_cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->caller_cancelled, G_SOURCE_FUNC (on_caller_cancelled_cb), task,
                             NULL);
      g_source_attach (self->caller_cancelled, g_task_get_context (task));
    }
  return TRUE;
}

void
kc_keyring_operation_begin_step (GTask *task, gboolean may_ask)
{
  KcKeyringOperation *self = g_task_get_task_data (task);

  g_clear_handle_id (&self->deadline_id, g_source_remove);
  self->deadline_id
      = g_timeout_add (may_ask ? self->deadline_ms * KC_KEYRING_PERSON_FACTOR : self->deadline_ms,
                       on_deadline_passed_cb, task);
}

void
kc_keyring_operation_stop (KcKeyringOperation *self)
{
  self->over = TRUE;
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  if (self->caller_cancelled != NULL)
    g_source_destroy (self->caller_cancelled);
  g_clear_pointer (&self->caller_cancelled, g_source_unref);
}
