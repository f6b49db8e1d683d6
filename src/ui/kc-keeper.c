/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-keeper.h"

#include "kc-linger.h"

struct _KcKeeper {
  GObject parent_instance;

  KcKeyring *keyring;
  char *base_url;
  KcKeeping keeping;
  gboolean found;            /* a key in the keyring: taken out once the person wants none there */
  GCancellable *cancellable; /* while BUSY */
};

G_DEFINE_FINAL_TYPE (KcKeeper, kc_keeper, G_TYPE_OBJECT)

enum { PROP_0, PROP_KEEPING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
stop_storing (KcKeeper *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
set_keeping (KcKeeper *self, KcKeeping keeping)
{
  g_assert (KC_IS_KEEPER (self));

  if (keeping != KC_KEEPING_BUSY)
    stop_storing (self);

  if (self->keeping == keeping)
    return;

  self->keeping = keeping;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEPING]);
}

static void
key_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeeper *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *key;

  key = kc_keyring_load_finish (KC_KEYRING (object), result, &error);
  if (g_task_return_error_if_cancelled (task))
    {
      kc_keyring_free_key (key);
      return;
    }

  /* A keyring that cannot be asked is the same as an empty one. */
  if (error != NULL)
    g_debug ("No key from the keyring: %s", error->message);

  self->found = key != NULL;
  g_task_return_pointer (task, key, (GDestroyNotify) kc_keyring_free_key);
}

static void
key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcKeeper) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kc_keyring_store_finish (KC_KEYRING (object), result, &error))
    {
      set_keeping (self, KC_KEEPING_KEPT);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_debug ("The key is not kept: %s", error->message);
      set_keeping (self, KC_KEEPING_UNAVAILABLE);
    }
  kc_linger_end ();
}

static void
keep (KcKeeper *self, const char *key)
{
  g_assert (KC_IS_KEEPER (self));

  if (self->keyring == NULL)
    {
      set_keeping (self, KC_KEEPING_UNAVAILABLE);
      return;
    }

  /* The key before it may not come in after it. */
  stop_storing (self);
  self->cancellable = g_cancellable_new ();
  set_keeping (self, KC_KEEPING_BUSY);
  kc_linger_begin ();
  kc_keyring_store_async (self->keyring, self->base_url, key, self->cancellable, key_stored_cb,
                          g_object_ref (self));
}

static void
key_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Nobody waits for it: a keyring that cannot be asked now could not be asked before either. */
  if (!kc_keyring_clear_finish (KC_KEYRING (object), result, &error))
    g_debug ("The key is not taken out of the keyring: %s", error->message);
  kc_linger_end ();
}

static void
kc_keeper_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_KEEPING:
      g_value_set_uint (value, KC_KEEPER (object)->keeping);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_keeper_finalize (GObject *object)
{
  KcKeeper *self = KC_KEEPER (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->keyring);
  g_free (self->base_url);

  G_OBJECT_CLASS (kc_keeper_parent_class)->finalize (object);
}

static void
kc_keeper_class_init (KcKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_keeper_get_property;
  object_class->finalize = kc_keeper_finalize;

  properties[PROP_KEEPING]
      = g_param_spec_uint ("keeping", NULL, NULL, KC_KEEPING_NOT_ASKED, KC_KEEPING_UNAVAILABLE,
                           KC_KEEPING_NOT_ASKED,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_keeper_init (KcKeeper *self)
{
}

KcKeeper *
kc_keeper_new (KcKeyring *keyring, const char *base_url)
{
  KcKeeper *self;

  g_return_val_if_fail (keyring == NULL || KC_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (KC_TYPE_KEEPER, NULL);
  g_set_object (&self->keyring, keyring);
  self->base_url = g_strdup (base_url);

  return self;
}

KcKeeping
kc_keeper_get_keeping (KcKeeper *self)
{
  g_return_val_if_fail (KC_IS_KEEPER (self), KC_KEEPING_NOT_ASKED);

  return self->keeping;
}

void
kc_keeper_find_async (KcKeeper *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEEPER (self));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_keeper_find_async);
  if (self->keyring == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    kc_keyring_load_async (self->keyring, self->base_url, cancellable, key_loaded_cb,
                           g_steal_pointer (&task));
}

char *
kc_keeper_find_finish (KcKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_keeper_follow (KcKeeper *self, const KcCredential *credential)
{
  g_return_if_fail (KC_IS_KEEPER (self));
  g_return_if_fail (credential != NULL && credential->check != NULL);

  if (credential->origin == KC_KEY_ORIGIN_KEYRING)
    set_keeping (self, KC_KEEPING_KEPT);
  else if (credential->keep && credential->check->can_connect != KC_ANSWER_NO)
    keep (self, credential->key);
  else if (credential->origin == KC_KEY_ORIGIN_TYPED && !credential->keep
           && (self->found || self->keeping == KC_KEEPING_KEPT))
    /* Not wanted in the keyring: nor may the one before come back at the next start. */
    kc_keeper_forget (self);
  else
    set_keeping (self, KC_KEEPING_NOT_ASKED);
}

void
kc_keeper_forget (KcKeeper *self)
{
  g_return_if_fail (KC_IS_KEEPER (self));

  self->found = FALSE;
  set_keeping (self, KC_KEEPING_NOT_ASKED);

  /* Without a cancellable: what the person wants forgotten is forgotten even if the window closes
   * meanwhile. The keyring has a deadline of its own. */
  if (self->keyring == NULL)
    return;

  kc_linger_begin ();
  kc_keyring_clear_async (self->keyring, self->base_url, NULL, key_cleared_cb, NULL);
}
