/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The part of kc-sandbox.h that is for tests: what the service knows to be true. */

#include "kc-sandbox-private.h"
#include "kc-sandbox-session.h"

const char *
kc_sandbox_get_session_state (KcSandbox *self, guint index)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  if (index >= self->sessions->len)
    return NULL;
  return kc_sandbox_session_get_state_name (g_ptr_array_index (self->sessions, index));
}

const char *
kc_sandbox_get_session_channel_id (KcSandbox *self, guint index)
{
  KcSandboxSession *session;

  g_return_val_if_fail (KC_IS_SANDBOX (self), NULL);

  if (index >= self->sessions->len)
    return NULL;
  session = g_ptr_array_index (self->sessions, index);
  return session->channel != NULL ? session->channel->id : NULL;
}

guint
kc_sandbox_get_n_sessions (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return self->sessions->len;
}

guint
kc_sandbox_get_n_channels (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return kc_sandbox_channels_get_n (self->channels);
}

guint
kc_sandbox_get_n_requests (KcSandbox *self)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return self->n_requests;
}

guint
kc_sandbox_get_n_requests_to (KcSandbox *self, const char *endpoint)
{
  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->n_per_endpoint, endpoint));
}

guint
kc_sandbox_get_n_throttled (KcSandbox *self)
{
  guint n = 0;

  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  for (guint i = 0; i < KC_SANDBOX_N_KEYS; i++)
    n += self->limits[i].n_throttled;
  return n;
}

guint
kc_sandbox_get_n_streams (KcSandbox *self)
{
  guint n = 0;

  g_return_val_if_fail (KC_IS_SANDBOX (self), 0);

  for (guint i = 0; i < self->sessions->len; i++)
    n += ((KcSandboxSession *) g_ptr_array_index (self->sessions, i))->streams->len;
  return n;
}
