/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-link-store.h"

#include "kc-app-hold.h"

struct _KcLinkStore {
  GObject parent_instance;

  KcKeyring *keyring;
  char *base_url;
  char *session_id; /* the session whose URI it is */
  char *uri;
  KcLinkStatus status;
  GCancellable *cancellable; /* while LOOKING */

  /* The keyring does one thing at a time; of several waiting requests, only the last one counts. */
  gboolean busy;
  char *to_keep;  /* the session whose URI is to be stored next, or NULL */
  char *to_clear; /* the session whose URI is to be removed next, or NULL */
};

G_DEFINE_FINAL_TYPE (KcLinkStore, kc_link_store, G_TYPE_OBJECT)

/* clang-format off */
G_DEFINE_ENUM_TYPE (KcLinkStatus, kc_link_status,
  G_DEFINE_ENUM_VALUE (KC_LINK_STATUS_NONE, "none"),
  G_DEFINE_ENUM_VALUE (KC_LINK_STATUS_LOOKING, "looking"),
  G_DEFINE_ENUM_VALUE (KC_LINK_STATUS_KNOWN, "known"),
  G_DEFINE_ENUM_VALUE (KC_LINK_STATUS_MISSING, "missing"),
  G_DEFINE_ENUM_VALUE (KC_LINK_STATUS_LOCKED, "locked"),
  G_DEFINE_ENUM_VALUE (KC_LINK_STATUS_UNAVAILABLE, "unavailable"))
/* clang-format on */

enum { PROP_0, PROP_VERIFICATION_URI, PROP_STATUS, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
set_status (KcLinkStore *self, KcLinkStatus status)
{
  g_assert (KC_IS_LINK_STORE (self));

  if (self->status == status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
set_uri (KcLinkStore *self, const char *uri)
{
  char *copy;

  g_assert (KC_IS_LINK_STORE (self));

  if (g_strcmp0 (self->uri, uri) == 0)
    return;

  copy = g_strdup (uri);
  kc_secret_free (self->uri);
  self->uri = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERIFICATION_URI]);
}

static void
stop_looking (KcLinkStore *self)
{
  g_assert (KC_IS_LINK_STORE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Says why there is no URI. `error` may be NULL. */
static KcLinkStatus
explain (const GError *error)
{
  if (error == NULL)
    return KC_LINK_STATUS_MISSING;

  return g_error_matches (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED)
             ? KC_LINK_STATUS_LOCKED
             : KC_LINK_STATUS_UNAVAILABLE;
}

static void
uri_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcLinkStore) self = user_data;
  g_autoptr (GError) error = NULL;
  char *uri;

  uri = kc_keyring_load_finish (KC_KEYRING (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_debug ("No verification URI from the keyring: %s", error->message);
  stop_looking (self);
  if (uri != NULL)
    set_uri (self, uri);
  set_status (self, uri != NULL ? KC_LINK_STATUS_KNOWN : explain (error));
  kc_secret_free (uri);
}

static void update_keyring (KcLinkStore *self);

static void
keyring_updated_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcLinkStore) self = user_data;
  KcKeyring *keyring = KC_KEYRING (object);
  g_autoptr (GError) error = NULL;

  /* Whoever resumes the session later learns that the link is lost. */
  if (g_async_result_is_tagged (result, kc_keyring_store_async))
    kc_keyring_store_finish (keyring, result, &error);
  else
    kc_keyring_clear_finish (keyring, result, &error);
  if (error != NULL)
    g_debug ("The keyring did not update the verification URI: %s", error->message);

  self->busy = FALSE;
  update_keyring (self);
  kc_app_hold_end ();
}

/* Without a cancellable: it must be carried out even if the window closes meanwhile. The keyring
 * has its own deadline. */
static void
update_keyring (KcLinkStore *self)
{
  g_autofree char *to_keep = NULL;
  g_autofree char *to_clear = NULL;

  g_assert (KC_IS_LINK_STORE (self));

  if (self->busy || (self->to_keep == NULL && self->to_clear == NULL))
    return;

  self->busy = TRUE;
  to_keep = g_steal_pointer (&self->to_keep);
  to_clear = g_steal_pointer (&self->to_clear);
  kc_app_hold_begin ();
  /* Storing replaces what would have to be removed. */
  if (to_keep != NULL)
    kc_keyring_store_async (self->keyring, KC_KEYRING_VERIFICATION_URI, self->base_url, to_keep,
                            self->uri, NULL, keyring_updated_cb, g_object_ref (self));
  else
    kc_keyring_clear_async (self->keyring, KC_KEYRING_VERIFICATION_URI, self->base_url, to_clear,
                            NULL, keyring_updated_cb, g_object_ref (self));
}

static void
kc_link_store_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcLinkStore *self = KC_LINK_STORE (object);

  switch (prop_id)
    {
    case PROP_VERIFICATION_URI:
      g_value_set_string (value, self->uri);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, (int) self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_link_store_finalize (GObject *object)
{
  KcLinkStore *self = KC_LINK_STORE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->keyring);
  g_free (self->base_url);
  g_free (self->session_id);
  g_free (self->to_keep);
  g_free (self->to_clear);
  kc_secret_free (self->uri);

  G_OBJECT_CLASS (kc_link_store_parent_class)->finalize (object);
}

static void
kc_link_store_class_init (KcLinkStoreClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_link_store_get_property;
  object_class->finalize = kc_link_store_finalize;

  properties[PROP_VERIFICATION_URI]
      = g_param_spec_string ("verification-uri", NULL, NULL, NULL, flags);
  properties[PROP_STATUS]
      = g_param_spec_enum ("status", NULL, NULL, KC_TYPE_LINK_STATUS, KC_LINK_STATUS_NONE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_link_store_init (KcLinkStore *self)
{
}

KcLinkStore *
kc_link_store_new (KcKeyring *keyring, const char *base_url)
{
  KcLinkStore *self;

  g_return_val_if_fail (keyring == NULL || KC_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (KC_TYPE_LINK_STORE, NULL);
  g_set_object (&self->keyring, keyring);
  self->base_url = g_strdup (base_url);

  return self;
}

const char *
kc_link_store_get_uri (KcLinkStore *self)
{
  g_return_val_if_fail (KC_IS_LINK_STORE (self), NULL);

  return self->uri;
}

KcLinkStatus
kc_link_store_get_status (KcLinkStore *self)
{
  g_return_val_if_fail (KC_IS_LINK_STORE (self), KC_LINK_STATUS_NONE);

  return self->status;
}

gboolean
kc_link_store_is_looking (KcLinkStore *self)
{
  return kc_link_store_get_status (self) == KC_LINK_STATUS_LOOKING;
}

void
kc_link_store_look (KcLinkStore *self, const char *session_id)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));
  g_return_if_fail (session_id != NULL);

  if (self->uri != NULL || self->cancellable != NULL)
    return;

  if (self->keyring == NULL)
    {
      set_status (self, KC_LINK_STATUS_UNAVAILABLE);
      return;
    }

  g_free (self->session_id);
  self->session_id = g_strdup (session_id);
  self->cancellable = g_cancellable_new ();
  set_status (self, KC_LINK_STATUS_LOOKING);
  kc_keyring_load_async (self->keyring, KC_KEYRING_VERIFICATION_URI, self->base_url, session_id,
                         self->cancellable, uri_loaded_cb, g_object_ref (self));
}

void
kc_link_store_set (KcLinkStore *self, const char *session_id, const char *uri)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));
  g_return_if_fail (session_id != NULL);
  g_return_if_fail (uri != NULL);

  stop_looking (self);
  if (g_strcmp0 (self->session_id, session_id) != 0)
    g_clear_pointer (&self->to_keep, g_free);
  g_free (self->session_id);
  self->session_id = g_strdup (session_id);
  set_uri (self, uri);
  set_status (self, KC_LINK_STATUS_KNOWN);
}

void
kc_link_store_keep (KcLinkStore *self, const char *session_id)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));
  g_return_if_fail (session_id != NULL);

  if (self->keyring == NULL || self->uri == NULL || g_strcmp0 (self->session_id, session_id) != 0)
    return;

  g_free (self->to_keep);
  self->to_keep = g_strdup (session_id);
  update_keyring (self);
}

void
kc_link_store_forget (KcLinkStore *self, const char *session_id)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));
  g_return_if_fail (session_id != NULL);

  stop_looking (self);
  set_uri (self, NULL);
  set_status (self, KC_LINK_STATUS_NONE);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->to_keep, g_free);
  if (self->keyring == NULL)
    return;

  g_free (self->to_clear);
  self->to_clear = g_strdup (session_id);
  update_keyring (self);
}

void
kc_link_store_close (KcLinkStore *self)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));

  stop_looking (self);
  if (self->status == KC_LINK_STATUS_LOOKING)
    set_status (self, KC_LINK_STATUS_NONE);
}
