/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-store.h"

#include "kc-app-hold.h"

struct _KcKeyStore {
  GObject parent_instance;

  KcKeyring *keyring;
  char *base_url;
  KcKeyStorage storage;
  gboolean found;            /* a key in the keyring, to be removed if it is not to be kept */
  GCancellable *cancellable; /* while BUSY */
};

G_DEFINE_FINAL_TYPE (KcKeyStore, kc_key_store, G_TYPE_OBJECT)

/* clang-format off */
G_DEFINE_ENUM_TYPE (KcKeyOrigin, kc_key_origin,
  G_DEFINE_ENUM_VALUE (KC_KEY_ORIGIN_NONE, "none"),
  G_DEFINE_ENUM_VALUE (KC_KEY_ORIGIN_ENVIRONMENT, "environment"),
  G_DEFINE_ENUM_VALUE (KC_KEY_ORIGIN_PRACTICE, "practice"),
  G_DEFINE_ENUM_VALUE (KC_KEY_ORIGIN_KEYRING, "keyring"),
  G_DEFINE_ENUM_VALUE (KC_KEY_ORIGIN_TYPED, "typed"))

G_DEFINE_ENUM_TYPE (KcKeyStorage, kc_key_storage,
  G_DEFINE_ENUM_VALUE (KC_KEY_STORAGE_NOT_ASKED, "not-asked"),
  G_DEFINE_ENUM_VALUE (KC_KEY_STORAGE_BUSY, "busy"),
  G_DEFINE_ENUM_VALUE (KC_KEY_STORAGE_KEPT, "kept"),
  G_DEFINE_ENUM_VALUE (KC_KEY_STORAGE_UNAVAILABLE, "unavailable"))
/* clang-format on */

enum { PROP_0, PROP_KEY_STORAGE, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
stop_storing (KcKeyStore *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
set_key_storage (KcKeyStore *self, KcKeyStorage storage)
{
  g_assert (KC_IS_KEY_STORE (self));

  if (storage != KC_KEY_STORAGE_BUSY)
    stop_storing (self);

  if (self->storage == storage)
    return;

  self->storage = storage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_STORAGE]);
}

static void
key_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyStore *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *key;

  key = kc_keyring_load_finish (KC_KEYRING (object), result, &error);
  if (g_task_return_error_if_cancelled (task))
    {
      kc_secret_free (key);
      return;
    }

  /* A keyring that cannot be asked counts as empty. */
  if (error != NULL)
    g_debug ("No key from the keyring: %s", error->message);

  self->found = key != NULL;
  /* The key stays in the keyring even if Keebai rejects it. */
  if (key != NULL)
    set_key_storage (self, KC_KEY_STORAGE_KEPT);
  g_task_return_pointer (task, key, (GDestroyNotify) kc_secret_free);
}

static void
key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcKeyStore) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kc_keyring_store_finish (KC_KEYRING (object), result, &error))
    {
      set_key_storage (self, KC_KEY_STORAGE_KEPT);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_debug ("The key is not kept: %s", error->message);
      set_key_storage (self, KC_KEY_STORAGE_UNAVAILABLE);
    }
  kc_app_hold_end ();
}

static void
store (KcKeyStore *self, const char *key)
{
  g_assert (KC_IS_KEY_STORE (self));

  if (self->keyring == NULL)
    {
      set_key_storage (self, KC_KEY_STORAGE_UNAVAILABLE);
      return;
    }

  /* A key that is still being stored must not arrive after this one. */
  stop_storing (self);
  self->cancellable = g_cancellable_new ();
  set_key_storage (self, KC_KEY_STORAGE_BUSY);
  kc_app_hold_begin ();
  kc_keyring_store_async (self->keyring, KC_KEYRING_ACCESS_KEY, self->base_url, NULL, key,
                          self->cancellable, key_stored_cb, g_object_ref (self));
}

static void
key_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Nobody waits for it. */
  if (!kc_keyring_clear_finish (KC_KEYRING (object), result, &error))
    g_debug ("The key is not removed from the keyring: %s", error->message);
  kc_app_hold_end ();
}

static void
kc_key_store_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_KEY_STORAGE:
      g_value_set_enum (value, (int) KC_KEY_STORE (object)->storage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_key_store_finalize (GObject *object)
{
  KcKeyStore *self = KC_KEY_STORE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->keyring);
  g_free (self->base_url);

  G_OBJECT_CLASS (kc_key_store_parent_class)->finalize (object);
}

static void
kc_key_store_class_init (KcKeyStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_key_store_get_property;
  object_class->finalize = kc_key_store_finalize;

  properties[PROP_KEY_STORAGE]
      = g_param_spec_enum ("key-storage", NULL, NULL, KC_TYPE_KEY_STORAGE, KC_KEY_STORAGE_NOT_ASKED,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_key_store_init (KcKeyStore *self)
{
}

KcKeyStore *
kc_key_store_new (KcKeyring *keyring, const char *base_url)
{
  KcKeyStore *self;

  g_return_val_if_fail (keyring == NULL || KC_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (KC_TYPE_KEY_STORE, NULL);
  g_set_object (&self->keyring, keyring);
  self->base_url = g_strdup (base_url);

  return self;
}

KcKeyStorage
kc_key_store_get_key_storage (KcKeyStore *self)
{
  g_return_val_if_fail (KC_IS_KEY_STORE (self), KC_KEY_STORAGE_NOT_ASKED);

  return self->storage;
}

void
kc_key_store_find_async (KcKeyStore *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_KEY_STORE (self));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_key_store_find_async);
  if (self->keyring == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    kc_keyring_load_async (self->keyring, KC_KEYRING_ACCESS_KEY, self->base_url, NULL, cancellable,
                           key_loaded_cb, g_steal_pointer (&task));
}

char *
kc_key_store_find_finish (KcKeyStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kc_key_store_follow (
    KcKeyStore *self, const char *key, KcKeyOrigin origin, KcKeyKeeping keeping, gboolean useful)
{
  g_return_if_fail (KC_IS_KEY_STORE (self));
  g_return_if_fail (key != NULL);

  if (origin == KC_KEY_ORIGIN_KEYRING)
    set_key_storage (self, KC_KEY_STORAGE_KEPT);
  else if (keeping == KC_KEY_KEEPING_STORE && useful)
    store (self, key);
  else if (origin == KC_KEY_ORIGIN_TYPED && keeping == KC_KEY_KEEPING_REMOVE
           && (self->found || self->storage == KC_KEY_STORAGE_KEPT
               || self->storage == KC_KEY_STORAGE_BUSY))
    /* The earlier key must not come back at the next start either. */
    kc_key_store_forget (self);
  else
    set_key_storage (self, KC_KEY_STORAGE_NOT_ASKED);
}

void
kc_key_store_forget (KcKeyStore *self)
{
  g_return_if_fail (KC_IS_KEY_STORE (self));

  self->found = FALSE;
  set_key_storage (self, KC_KEY_STORAGE_NOT_ASKED);

  /* Without a cancellable: it must be carried out even if the window closes meanwhile. The keyring
   * has its own deadline. */
  if (self->keyring == NULL)
    return;

  kc_app_hold_begin ();
  kc_keyring_clear_async (self->keyring, KC_KEYRING_ACCESS_KEY, self->base_url, NULL, NULL,
                          key_cleared_cb, NULL);
}
