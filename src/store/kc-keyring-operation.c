/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring-operation.h"

#include "kc-keyring-error.h"

static void
operation_free (KcKeyringOperation *self)
{
  g_clear_pointer (&self->deadline, kc_deadline_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_list (&self->items, g_object_unref);
  g_clear_pointer (&self->value, secret_value_unref);
  g_free (self);
}

/* The keyring may not react to being cancelled: the caller is not kept waiting for that. */
static void
on_deadline_ended_cb (gpointer user_data)
{
  GTask *task = user_data;
  KcKeyringOperation *self = g_task_get_task_data (task);

  if (self->over)
    return;

  self->over = TRUE;
  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->unlocking)
    g_task_return_error (task, kc_keyring_error_new_locked ());
  else
    g_task_return_new_error (task, KC_KEYRING_ERROR, KC_KEYRING_ERROR_UNAVAILABLE,
                             "The keyring did not answer in time");
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
  return self;
}

gboolean
kc_keyring_operation_attach (KcKeyringOperation *self, GTask *task)
{
  g_task_set_task_data (task, self, (GDestroyNotify) operation_free);
  if (g_task_return_error_if_cancelled (task))
    return FALSE;
  self->deadline = kc_deadline_new (g_task_get_cancellable (task), self->deadline_ms);
  self->cancellable = kc_deadline_get_cancellable (self->deadline);
  kc_deadline_set_ended_func (self->deadline, on_deadline_ended_cb, task);
  return TRUE;
}

void
kc_keyring_operation_begin_step (GTask *task, gboolean may_ask)
{
  KcKeyringOperation *self = g_task_get_task_data (task);

  kc_deadline_restart (self->deadline,
                       may_ask ? self->deadline_ms * KC_KEYRING_PERSON_FACTOR : self->deadline_ms);
}

void
kc_keyring_operation_stop (KcKeyringOperation *self)
{
  self->over = TRUE;
  kc_deadline_end (self->deadline);
}
