/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-credential.h"

#include "kc-access-key.h"

static void
clear (gpointer data)
{
  KcCredential *self = data;

  kc_secret_free (self->key);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_pointer (&self->check, kc_key_check_free);
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcCredential *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->check = kc_key_check_check_key_finish (result, &error);
  if (self->check == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, kc_credential_ref (self), (GDestroyNotify) kc_credential_unref);
}

/* Returns a reference. */
static KcRateLimiter *
find_rate_limiter (GHashTable *rate_limiters, const char *key, KcClock *clock)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  KcRateLimiter *rate_limiter = g_hash_table_lookup (rate_limiters, name);

  if (rate_limiter != NULL)
    return g_object_ref (rate_limiter);

  rate_limiter = kc_rate_limiter_new (clock);
  g_hash_table_insert (rate_limiters, g_steal_pointer (&name), g_object_ref (rate_limiter));

  return rate_limiter;
}

GHashTable *
kc_credential_create_rate_limiters (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

KcCredential *
kc_credential_new (
    const char *key, KcKeyOrigin origin, gboolean keep, GHashTable *rate_limiters, KcClock *clock)
{
  KcCredential *self;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (rate_limiters != NULL, NULL);

  self = g_rc_box_new0 (KcCredential);
  self->key = kc_access_key_normalize (key, NULL, NULL);
  /* Not a key: the client says so when it is checked. */
  if (self->key == NULL)
    self->key = g_strdup (key);
  self->origin = origin;
  self->keep = keep;
  self->rate_limiter = find_rate_limiter (rate_limiters, self->key, clock);

  return self;
}

KcCredential *
kc_credential_ref (KcCredential *self)
{
  return g_rc_box_acquire (self);
}

void
kc_credential_unref (KcCredential *self)
{
  g_rc_box_release_full (self, clear);
}

void
kc_credential_check_async (KcCredential *self,
                           const char *base_url,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_credential_check_async);
  g_task_set_task_data (task, kc_credential_ref (self), (GDestroyNotify) kc_credential_unref);

  self->client = kc_client_new (base_url, self->key, &error);
  if (self->client == NULL)
    g_task_return_error (task, error);
  else
    kc_key_check_check_key_async (self->client, self->rate_limiter, cancellable, checked_cb,
                                  g_steal_pointer (&task));
}

KcCredential *
kc_credential_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
