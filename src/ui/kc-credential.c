/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-credential.h"

#include "kc-keyring.h"

static void
clear (gpointer data)
{
  KcCredential *self = data;

  kc_keyring_free_key (self->key);
  g_clear_object (&self->client);
  g_clear_object (&self->budget);
  g_clear_pointer (&self->check, kc_key_check_free);
}

KcCredential *
kc_credential_new (const char *key, KcKeyOrigin origin, gboolean keep)
{
  KcCredential *self;

  g_return_val_if_fail (key != NULL, NULL);

  self = g_rc_box_new0 (KcCredential);
  self->key = g_strstrip (g_strdup (key));
  self->origin = origin;
  self->keep = keep;

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
