/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-link-store.h"

#include "kc-app-hold.h"

struct _KcLinkStore {
  GObject parent_instance;

  KcKeyring *keyring;
  char *base_url;
  char *session_id; /* whose link it is */
  char *link;
  GCancellable *cancellable; /* while it is looked for */

  /* The keyring is told one thing after the other, and of several that wait only the last. */
  gboolean busy;
  gboolean dirty;
};

G_DEFINE_FINAL_TYPE (KcLinkStore, kc_link_store, G_TYPE_OBJECT)

enum { PROP_0, PROP_LINK, PROP_LOOKING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
set_link (KcLinkStore *self, const char *link)
{
  char *copy;

  g_assert (KC_IS_LINK_STORE (self));

  if (g_strcmp0 (self->link, link) == 0)
    return;

  copy = g_strdup (link);
  kc_keyring_free_key (self->link);
  self->link = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINK]);
}

static void
stop_looking (KcLinkStore *self)
{
  g_assert (KC_IS_LINK_STORE (self));

  if (self->cancellable == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

static void
link_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcLinkStore) self = user_data;
  g_autoptr (GError) error = NULL;
  char *link;

  link = kc_keyring_load_link_finish (KC_KEYRING (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    g_debug ("No link from the keyring: %s", error->message);
  if (link != NULL)
    set_link (self, link);
  kc_keyring_free_key (link);
  stop_looking (self);
}

static void tell_keyring (KcLinkStore *self);

static void
keyring_told_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcLinkStore) self = user_data;
  KcKeyring *keyring = KC_KEYRING (object);
  g_autoptr (GError) error = NULL;

  if (g_async_result_is_tagged (result, kc_keyring_store_link_async))
    kc_keyring_store_link_finish (keyring, result, &error);
  else
    kc_keyring_clear_link_finish (keyring, result, &error);

  /* A link that is not kept lasts for this run: whoever goes on later is told. */
  if (error != NULL)
    g_debug ("The keyring does not do with the link as it is told: %s", error->message);

  self->busy = FALSE;
  if (self->dirty)
    tell_keyring (self);
  kc_app_hold_end ();
}

/* Without a cancellable: it is wanted also if the window closes meanwhile. The keyring has a
 * deadline of its own. */
static void
tell_keyring (KcLinkStore *self)
{
  g_assert (KC_IS_LINK_STORE (self));

  if (self->keyring == NULL)
    return;

  self->dirty = self->busy;
  if (self->busy)
    return;

  self->busy = TRUE;
  kc_app_hold_begin ();
  if (self->link != NULL)
    kc_keyring_store_link_async (self->keyring, self->base_url, self->session_id, self->link, NULL,
                                 keyring_told_cb, g_object_ref (self));
  else
    kc_keyring_clear_link_async (self->keyring, self->base_url, NULL, keyring_told_cb,
                                 g_object_ref (self));
}

static void
kc_link_store_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcLinkStore *self = KC_LINK_STORE (object);

  switch (prop_id)
    {
    case PROP_LINK:
      g_value_set_string (value, self->link);
      break;
    case PROP_LOOKING:
      g_value_set_boolean (value, self->cancellable != NULL);
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
  kc_keyring_free_key (self->link);

  G_OBJECT_CLASS (kc_link_store_parent_class)->finalize (object);
}

static void
kc_link_store_class_init (KcLinkStoreClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_link_store_get_property;
  object_class->finalize = kc_link_store_finalize;

  properties[PROP_LINK] = g_param_spec_string ("link", NULL, NULL, NULL, flags);
  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, FALSE, flags);
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

  return self->link;
}

gboolean
kc_link_store_is_looking (KcLinkStore *self)
{
  g_return_val_if_fail (KC_IS_LINK_STORE (self), FALSE);

  return self->cancellable != NULL;
}

void
kc_link_store_look (KcLinkStore *self, const char *session_id)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));
  g_return_if_fail (session_id != NULL);

  if (self->keyring == NULL || self->link != NULL || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
  kc_keyring_load_link_async (self->keyring, self->base_url, session_id, self->cancellable,
                              link_loaded_cb, g_object_ref (self));
}

void
kc_link_store_keep (KcLinkStore *self, const char *session_id, const char *link)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));
  g_return_if_fail (session_id != NULL);
  g_return_if_fail (link != NULL);

  stop_looking (self);
  g_free (self->session_id);
  self->session_id = g_strdup (session_id);
  set_link (self, link);
  tell_keyring (self);
}

void
kc_link_store_forget (KcLinkStore *self)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));

  stop_looking (self);
  set_link (self, NULL);
  tell_keyring (self);
}

void
kc_link_store_close (KcLinkStore *self)
{
  g_return_if_fail (KC_IS_LINK_STORE (self));

  stop_looking (self);
}
