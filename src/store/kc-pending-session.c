/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-pending-session.h"

#include "kc-secret.h"

#include <string.h>
#include <sys/random.h>

#define SALT_BYTES 16
#define DIGEST_DIGITS 16 /* 64 bits */

G_DEFINE_BOXED_TYPE (KcPendingSession,
                     kc_pending_session,
                     kc_pending_session_copy,
                     kc_pending_session_free)

KcPendingSession *
kc_pending_session_new (const KcConnectRequest *request,
                        const KcSession *session,
                        GPtrArray *before,
                        const KcBootTime *opened,
                        const char *key_mark)
{
  KcPendingSession *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (session != NULL && session->mode == request->mode, NULL);
  g_return_val_if_fail (opened != NULL, NULL);

  self = g_new0 (KcPendingSession, 1);
  self->request = kc_connect_request_copy (request);
  self->session = kc_session_copy (session);
  g_clear_pointer (&self->session->verification_uri, kc_secret_free);
  if (before != NULL)
    {
      self->before = g_ptr_array_new_full (before->len, g_object_unref);
      for (guint i = 0; i < before->len; i++)
        g_ptr_array_add (self->before, g_object_ref (g_ptr_array_index (before, i)));
    }
  self->opened = kc_boot_time_copy (opened);
  self->key_mark = g_strdup (key_mark);

  return self;
}

KcPendingSession *
kc_pending_session_copy (const KcPendingSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kc_pending_session_new (self->request, self->session, self->before, self->opened,
                                 self->key_mark);
}

void
kc_pending_session_free (KcPendingSession *self)
{
  g_clear_pointer (&self->request, kc_connect_request_free);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_pointer (&self->opened, kc_boot_time_free);
  g_clear_pointer (&self->key_mark, g_free);
  g_free (self);
}

gint64
kc_pending_session_get_ms_left (const KcPendingSession *self, const KcBootTime *now)
{
  gint64 whole_ms;
  gint64 age_ms;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (now != NULL, 0);

  whole_ms = (gint64) self->session->expires_in * 1000;
  age_ms = kc_boot_time_get_age_ms (self->opened, now);

  return age_ms < 0 ? whole_ms : MAX (whole_ms - age_ms, 0);
}

static char *
make_mark (const char *salt, const char *key)
{
  g_autofree char *digest = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) salt,
                                                       strlen (salt), key, -1);

  return g_strdup_printf ("%s:%.*s", salt, DIGEST_DIGITS, digest);
}

char *
kc_pending_session_mark_key (const char *key)
{
  guint8 random[SALT_BYTES];
  char salt[2 * SALT_BYTES + 1];

  g_return_val_if_fail (key != NULL, NULL);

  if (getentropy (random, sizeof random) != 0)
    return NULL;
  for (guint i = 0; i < SALT_BYTES; i++)
    g_snprintf (salt + 2 * i, 3, "%02x", random[i]);

  return make_mark (salt, key);
}

gboolean
kc_pending_session_matches_key (const KcPendingSession *self, const char *key)
{
  g_autofree char *salt = NULL;
  g_autofree char *mark = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (self->key_mark == NULL)
    return FALSE;
  salt = g_strndup (self->key_mark, strcspn (self->key_mark, ":"));
  mark = make_mark (salt, key);

  return g_str_equal (mark, self->key_mark);
}
