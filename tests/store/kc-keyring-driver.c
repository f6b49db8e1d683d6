/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keyring-driver.h"

#include <string.h>

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} Waiter;

static void
on_call_returned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiter *waiter = user_data;

  g_assert_null (waiter->result);
  waiter->result = g_object_ref (result);
  g_main_loop_quit (waiter->loop);
}

static void
waiter_init (Waiter *waiter)
{
  waiter->loop = g_main_loop_new (NULL, FALSE);
  waiter->result = NULL;
}

static void
waiter_run (Waiter *waiter)
{
  /* The callback must not run inside the call. */
  g_assert_null (waiter->result);
  g_main_loop_run (waiter->loop);
  /* A second callback would fail the assertion above. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
waiter_clear (Waiter *waiter)
{
  g_clear_object (&waiter->result);
  g_clear_pointer (&waiter->loop, g_main_loop_unref);
}

/* Passes an error on, after checking that it contains neither a key nor anything that the keyring
 * said. */
static void
pass_on (GError **dest, GError *error)
{
  if (error == NULL)
    return;
  g_assert_null (strstr (error->message, "kbai_pk_"));
  g_assert_null (strstr (error->message, "obviously"));
  g_assert_null (strstr (error->message, KEYRINGS_WORDS));
  g_propagate_error (dest, error);
}

static KcKeyringKind
get_kind (const char *session_id)
{
  return session_id != NULL ? KC_KEYRING_VERIFICATION_URI : KC_KEYRING_ACCESS_KEY;
}

char *
kc_driver_load (KcKeyring *keyring,
                const char *base_url,
                const char *session_id,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Waiter waiter;
  char *secret;

  waiter_init (&waiter);
  kc_keyring_load_async (keyring, get_kind (session_id), base_url, session_id, cancellable,
                         on_call_returned_cb, &waiter);
  waiter_run (&waiter);
  secret = kc_keyring_load_finish (keyring, waiter.result, &local_error);
  g_assert_true (secret == NULL || local_error == NULL);
  pass_on (error, g_steal_pointer (&local_error));
  waiter_clear (&waiter);
  return secret;
}

gboolean
kc_driver_store (KcKeyring *keyring,
                 const char *base_url,
                 const char *session_id,
                 const char *secret,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Waiter waiter;
  gboolean stored;

  waiter_init (&waiter);
  kc_keyring_store_async (keyring, get_kind (session_id), base_url, session_id, secret, cancellable,
                          on_call_returned_cb, &waiter);
  waiter_run (&waiter);
  stored = kc_keyring_store_finish (keyring, waiter.result, &local_error);
  g_assert_true (stored == (local_error == NULL));
  pass_on (error, g_steal_pointer (&local_error));
  waiter_clear (&waiter);
  return stored;
}

gboolean
kc_driver_clear (KcKeyring *keyring,
                 const char *base_url,
                 const char *session_id,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GError) local_error = NULL;
  Waiter waiter;
  gboolean cleared;

  waiter_init (&waiter);
  kc_keyring_clear_async (keyring, get_kind (session_id), base_url, session_id, cancellable,
                          on_call_returned_cb, &waiter);
  waiter_run (&waiter);
  cleared = kc_keyring_clear_finish (keyring, waiter.result, &local_error);
  g_assert_true (cleared == (local_error == NULL));
  pass_on (error, g_steal_pointer (&local_error));
  waiter_clear (&waiter);
  return cleared;
}

void
kc_driver_assert_kept (KcKeyring *keyring,
                       const char *base_url,
                       const char *session_id,
                       const char *secret)
{
  g_autoptr (GError) error = NULL;
  char *found = kc_driver_load (keyring, base_url, session_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, secret);
  kc_secret_free (found);
}

static gboolean
on_patience_lost_cb (gpointer user_data)
{
  g_error ("the keyring was not finalized");
  return G_SOURCE_REMOVE;
}

void
kc_driver_assert_finalize (KcKeyring *keyring)
{
  gpointer weak = keyring;
  guint patience_id = g_timeout_add_seconds (3, on_patience_lost_cb, NULL);

  g_object_add_weak_pointer (G_OBJECT (keyring), &weak);
  g_object_unref (keyring);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience_id);
}
