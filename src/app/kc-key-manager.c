/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-manager.h"

#include "kc-access-key.h"

static const char *const TO_CONNECT[] = {KC_SCOPE_CONNECT, NULL};

/* A key and what belongs to it. Reference-counted: a check and a user may share it. */
typedef struct {
  char *key;
  KcKeyOrigin origin;
  KcKeyKeeping keeping;
  KcClient *client;
  KcRateLimiter *rate_limiter;
  KcKeyCheck *check; /* what it may do; NULL until Keebai has answered */
  char **refused;    /* the permissions that a 403 was about; NULL: there was none */
} Credential;

struct _KcKeyManager {
  GObject parent_instance;

  char *base_url;
  char *other_host; /* the host, if it is not Keebai's; NULL: Keebai's own, or practice */
  char *given_key;  /* given by practice or the environment at the start; else NULL */
  KcKeyOrigin given_origin;
  KcClock *clock;

  Credential *used;          /* the key in use; NULL: none */
  GHashTable *rate_limiters; /* the KcRateLimiter of every key so far, by checksum */
  GError *key_error;

  KcKeyStore *key_store;
  gboolean looking;
  GCancellable *look_cancellable; /* set while kc_key_manager_look_for_key () runs */
};

G_DEFINE_FINAL_TYPE (KcKeyManager, kc_key_manager, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CLIENT,
  PROP_KEY_CHECK,
  PROP_LOOKING,
  PROP_KEY_ERROR,
  PROP_KEY_STORAGE,
  PROP_KEY_ORIGIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { KEY_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_key_error (KcKeyManager *self, const GError *error)
{
  g_assert (KC_IS_KEY_MANAGER (self));

  if (self->key_error == NULL && error == NULL)
    return;

  g_clear_error (&self->key_error);
  self->key_error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_ERROR]);
}

static void
set_looking (KcKeyManager *self, gboolean looking)
{
  g_assert (KC_IS_KEY_MANAGER (self));

  if (self->looking == looking)
    return;

  self->looking = looking;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

static void
stop_looking (KcKeyManager *self)
{
  g_assert (KC_IS_KEY_MANAGER (self));

  g_cancellable_cancel (self->look_cancellable);
  g_clear_object (&self->look_cancellable);
  set_looking (self, FALSE);
}

static void
clear_credential (gpointer data)
{
  Credential *credential = data;

  kc_secret_free (credential->key);
  g_clear_object (&credential->client);
  g_clear_object (&credential->rate_limiter);
  g_clear_pointer (&credential->check, kc_key_check_free);
  g_clear_pointer (&credential->refused, g_strfreev);
}

static void
unref_credential (gpointer credential)
{
  g_rc_box_release_full (credential, clear_credential);
}

/* Keebai counts per key, so a key that is used again keeps its limiter. Returns a reference. */
static KcRateLimiter *
find_rate_limiter (KcKeyManager *self, const char *key)
{
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  KcRateLimiter *rate_limiter = g_hash_table_lookup (self->rate_limiters, checksum);

  if (rate_limiter != NULL)
    return g_object_ref (rate_limiter);

  rate_limiter = kc_rate_limiter_new (self->clock);
  g_hash_table_insert (self->rate_limiters, g_steal_pointer (&checksum),
                       g_object_ref (rate_limiter));

  return rate_limiter;
}

/* Sets the key in use; NULL: none. Takes it. */
static void
use_credential (KcKeyManager *self, Credential *credential)
{
  g_assert (KC_IS_KEY_MANAGER (self));

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_pointer (&self->used, unref_credential);
  self->used = credential;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_CHECK]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_ORIGIN]);
  if (credential != NULL)
    kc_key_store_follow (self->key_store, credential->key, credential->origin, credential->keeping,
                         credential->check->can_connect != KC_ANSWER_NO);
  g_signal_emit (self, signals[KEY_CHANGED], 0);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcKeyManager *self = g_task_get_source_object (task);
  Credential *credential = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  credential->check = kc_key_check_check_key_finish (result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (credential->check != NULL)
    {
      use_credential (self, g_rc_box_acquire (credential));
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      set_key_error (self, error);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/* Checks `key`, as it was typed or found. */
static void
check_key (KcKeyManager *self,
           const char *key,
           KcKeyOrigin origin,
           KcKeyKeeping keeping,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Credential *credential = g_rc_box_new0 (Credential);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, kc_key_manager_check_key_async);
  g_task_set_task_data (task, credential, unref_credential);
  set_key_error (self, NULL);

  credential->key = kc_access_key_normalize (key, NULL, NULL);
  /* It cannot be a key: the client's error says so. */
  if (credential->key == NULL)
    credential->key = g_strdup (key);
  credential->origin = origin;
  credential->keeping = keeping;
  credential->rate_limiter = find_rate_limiter (self, credential->key);
  credential->client = kc_client_new (self->base_url, credential->key, &error);
  if (credential->client != NULL)
    {
      kc_key_check_check_key_async (credential->client, credential->rate_limiter, cancellable,
                                    key_checked_cb, g_steal_pointer (&task));
      return;
    }

  set_key_error (self, error);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_key_storage_notified_cb (KcKeyManager *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_STORAGE]);
}

static void
found_key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  KcKeyManager *self = KC_KEY_MANAGER (object);
  g_autoptr (GError) error = NULL;

  /* ::key-error already has the failure. */
  if (!kc_key_manager_check_key_finish (self, result, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  stop_looking (self);
}

static void
check_found_key (KcKeyManager *self, const char *key, KcKeyOrigin origin)
{
  check_key (self, key, origin, FALSE, self->look_cancellable, found_key_checked_cb, NULL);
}

static void
key_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcKeyManager) self = user_data;
  g_autoptr (GError) error = NULL;
  char *key;

  key = kc_key_store_find_finish (KC_KEY_STORE (object), result, &error);
  if (error != NULL)
    return;

  if (key != NULL)
    check_found_key (self, key, KC_KEY_ORIGIN_KEYRING);
  else
    stop_looking (self);
  kc_secret_free (key);
}

/* A 403 from Keebai counts more than what the check had found out. */
static void
on_attempt_notified_cb (KcAttempt *attempt, GParamSpec *pspec, KcKeyManager *self)
{
  const GError *error = kc_attempt_get_error (attempt);
  const char *const *missing = kc_error_get_missing_scopes (error);

  g_assert (KC_IS_KEY_MANAGER (self));

  if (self->used == NULL || !g_error_matches (error, KC_ERROR, KC_ERROR_FORBIDDEN)
      || (kc_attempt_get_state (attempt) != KC_ATTEMPT_FAILED
          && !kc_attempt_get_key_wanted (attempt)))
    return;

  g_clear_pointer (&self->used->refused, g_strfreev);
  self->used->refused
      = g_strdupv ((char **) (missing != NULL && missing[0] != NULL ? missing : TO_CONNECT));
  self->used->check->can_connect = KC_ANSWER_NO;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_CHECK]);
}

/* Takes `attempt`, and returns it. */
static KcAttempt *
follow (KcKeyManager *self, KcAttempt *attempt)
{
  g_signal_connect_object (attempt, "notify::state", G_CALLBACK (on_attempt_notified_cb), self, 0);
  g_signal_connect_object (attempt, "notify::key-wanted", G_CALLBACK (on_attempt_notified_cb), self,
                           0);

  return attempt;
}

static void
kc_key_manager_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcKeyManager *self = KC_KEY_MANAGER (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, kc_key_manager_get_client (self));
      break;
    case PROP_KEY_CHECK:
      g_value_set_boxed (value, kc_key_manager_get_key_check (self));
      break;
    case PROP_LOOKING:
      g_value_set_boolean (value, self->looking);
      break;
    case PROP_KEY_ERROR:
      g_value_set_boxed (value, self->key_error);
      break;
    case PROP_KEY_STORAGE:
      g_value_set_enum (value, (int) kc_key_store_get_key_storage (self->key_store));
      break;
    case PROP_KEY_ORIGIN:
      g_value_set_enum (value, (int) kc_key_manager_get_key_origin (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_key_manager_dispose (GObject *object)
{
  kc_key_manager_close (KC_KEY_MANAGER (object));

  G_OBJECT_CLASS (kc_key_manager_parent_class)->dispose (object);
}

static void
kc_key_manager_finalize (GObject *object)
{
  KcKeyManager *self = KC_KEY_MANAGER (object);

  g_clear_pointer (&self->used, unref_credential);
  g_clear_pointer (&self->rate_limiters, g_hash_table_unref);
  kc_secret_free (self->given_key);
  g_free (self->base_url);
  g_free (self->other_host);
  g_clear_object (&self->key_store);
  g_clear_object (&self->clock);
  g_clear_error (&self->key_error);

  G_OBJECT_CLASS (kc_key_manager_parent_class)->finalize (object);
}

static void
kc_key_manager_class_init (KcKeyManagerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_key_manager_get_property;
  object_class->dispose = kc_key_manager_dispose;
  object_class->finalize = kc_key_manager_finalize;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, KC_TYPE_CLIENT, flags);
  properties[PROP_KEY_CHECK]
      = g_param_spec_boxed ("key-check", NULL, NULL, KC_TYPE_KEY_CHECK, flags);
  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, TRUE, flags);
  properties[PROP_KEY_ERROR] = g_param_spec_boxed ("key-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_KEY_STORAGE] = g_param_spec_enum ("key-storage", NULL, NULL, KC_TYPE_KEY_STORAGE,
                                                    KC_KEY_STORAGE_NOT_ASKED, flags);
  properties[PROP_KEY_ORIGIN]
      = g_param_spec_enum ("key-origin", NULL, NULL, KC_TYPE_KEY_ORIGIN, KC_KEY_ORIGIN_NONE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[KEY_CHANGED] = g_signal_new ("key-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_key_manager_init (KcKeyManager *self)
{
  self->looking = TRUE;
  self->rate_limiters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

KcKeyManager *
kc_key_manager_new (const char *base_url,
                    const char *environment_key,
                    const char *practice_key,
                    KcKeyring *keyring,
                    KcClock *clock)
{
  KcKeyManager *self;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_KEY_MANAGER, NULL);
  self->base_url = g_strdup (base_url);
  if (practice_key == NULL && !g_str_equal (base_url, KC_CLIENT_DEFAULT_BASE_URL))
    self->other_host = kc_uri_copy_host (base_url);
  self->given_key = g_strdup (practice_key != NULL ? practice_key : environment_key);
  self->given_origin = practice_key != NULL ? KC_KEY_ORIGIN_PRACTICE : KC_KEY_ORIGIN_ENVIRONMENT;
  g_set_object (&self->clock, clock);
  self->key_store = kc_key_store_new (keyring, base_url);
  g_signal_connect_object (self->key_store, "notify::key-storage",
                           G_CALLBACK (on_key_storage_notified_cb), self, G_CONNECT_SWAPPED);

  return self;
}

const char *
kc_key_manager_get_other_host (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  return self->other_host;
}

KcClient *
kc_key_manager_get_client (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  return self->used != NULL ? self->used->client : NULL;
}

KcRateLimiter *
kc_key_manager_get_rate_limiter (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  return self->used != NULL ? self->used->rate_limiter : NULL;
}

const char *
kc_key_manager_get_key (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  return self->used != NULL ? self->used->key : NULL;
}

const KcKeyCheck *
kc_key_manager_get_key_check (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  return self->used != NULL ? self->used->check : NULL;
}

KcKeyOrigin
kc_key_manager_get_key_origin (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), KC_KEY_ORIGIN_NONE);

  return self->used != NULL ? self->used->origin : KC_KEY_ORIGIN_NONE;
}

KcKeyStorage
kc_key_manager_get_key_storage (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), KC_KEY_STORAGE_NOT_ASKED);

  return kc_key_store_get_key_storage (self->key_store);
}

KcAttempt *
kc_key_manager_create_attempt (KcKeyManager *self, const KcConnectRequest *request)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);
  g_return_val_if_fail (self->used != NULL, NULL);

  return follow (self, kc_attempt_new (self->used->client, self->clock, self->used->rate_limiter,
                                       request));
}

KcAttempt *
kc_key_manager_create_resumed_attempt (KcKeyManager *self,
                                       const KcConnectRequest *request,
                                       const KcSession *session,
                                       GPtrArray *before,
                                       gboolean other_key,
                                       gint64 ms_left)
{
  KcAttempt *attempt;

  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);
  g_return_val_if_fail (self->used != NULL, NULL);

  attempt = kc_attempt_new_resumed (self->used->client, self->clock, self->used->rate_limiter,
                                    request, session, before, ms_left);
  /* The key may belong to another company, which has other channels. */
  if (other_key)
    kc_attempt_set_client (attempt, self->used->client, self->used->rate_limiter);

  return follow (self, attempt);
}

void
kc_key_manager_look_for_key (KcKeyManager *self)
{
  g_return_if_fail (KC_IS_KEY_MANAGER (self));

  if (self->look_cancellable != NULL)
    return;

  self->look_cancellable = g_cancellable_new ();
  set_key_error (self, NULL);
  set_looking (self, TRUE);

  if (self->given_key != NULL)
    check_found_key (self, self->given_key, self->given_origin);
  else
    kc_key_store_find_async (self->key_store, self->look_cancellable, key_found_cb,
                             g_object_ref (self));
}

gboolean
kc_key_manager_is_looking (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), FALSE);

  return self->looking;
}

const char *const *
kc_key_manager_get_missing_permissions (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  if (self->used == NULL || self->used->check->can_connect != KC_ANSWER_NO)
    return NULL;

  return self->used->refused != NULL ? (const char *const *) self->used->refused : TO_CONNECT;
}

gboolean
kc_key_manager_is_refused (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), FALSE);

  return self->used != NULL && self->used->refused != NULL;
}

const GError *
kc_key_manager_get_key_error (KcKeyManager *self)
{
  g_return_val_if_fail (KC_IS_KEY_MANAGER (self), NULL);

  return self->key_error;
}

void
kc_key_manager_check_key_async (KcKeyManager *self,
                                const char *key,
                                KcKeyKeeping keeping,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KC_IS_KEY_MANAGER (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  /* Somebody who types a key does not want the one that may still be found. */
  stop_looking (self);
  check_key (self, key, KC_KEY_ORIGIN_TYPED, keeping, cancellable, callback, user_data);
}

void
kc_key_manager_check_again_async (KcKeyManager *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (KC_IS_KEY_MANAGER (self));
  g_return_if_fail (self->used != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  check_key (self, self->used->key, self->used->origin, self->used->keeping, cancellable, callback,
             user_data);
}

gboolean
kc_key_manager_check_key_finish (KcKeyManager *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_key_manager_forget_key (KcKeyManager *self)
{
  g_return_if_fail (KC_IS_KEY_MANAGER (self));

  stop_looking (self);

  g_object_freeze_notify (G_OBJECT (self));
  kc_key_store_forget (self->key_store);
  set_key_error (self, NULL);
  if (self->used != NULL)
    use_credential (self, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

void
kc_key_manager_close (KcKeyManager *self)
{
  g_return_if_fail (KC_IS_KEY_MANAGER (self));

  stop_looking (self);
}
