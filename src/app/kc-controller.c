/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-controller-private.h"

G_DEFINE_FINAL_TYPE (KcController, kc_controller, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CLIENT,
  PROP_KEY_CHECK,
  PROP_LOOKING,
  PROP_KEY_ERROR,
  PROP_KEY_STORAGE,
  PROP_ATTEMPT,
  PROP_PENDING,
  PROP_AWAITING_KEY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_looking (KcController *self)
{
  gboolean looking
      = kc_key_manager_is_looking (self->access)
        || kc_journal_writer_is_looking (kc_session_store_get_journal_writer (self->session_store));

  g_assert (KC_IS_CONTROLLER (self));

  if (self->looking == looking)
    return;

  self->looking = looking;
  /* Nothing else but another key helps there. */
  if (!looking && kc_controller_get_pending (self) != NULL
      && g_error_matches (kc_key_manager_get_key_error (self->access), KC_ERROR,
                          KC_ERROR_UNAUTHORIZED))
    kc_controller_set_awaiting_key (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

/* The properties of the access are ours too, under the same names. */
static void
on_access_notified_cb (KcController *self, GParamSpec *pspec)
{
  g_assert (KC_IS_CONTROLLER (self));

  if (g_str_equal (pspec->name, "client"))
    kc_controller_follow_client (self);

  if (g_str_equal (pspec->name, "looking"))
    update_looking (self);
  else
    g_object_notify (G_OBJECT (self), pspec->name);
}

static void
set_session_store (KcController *self, KcJournal *journal)
{
  g_autoptr (KcJournalWriter) journal_writer = kc_journal_writer_new (journal, self->clock);

  g_assert (KC_IS_CONTROLLER (self));

  g_clear_object (&self->session_store);
  /* Without notes nobody would find the link. */
  self->session_store
      = kc_session_store_new (journal_writer, journal != NULL ? self->keyring : NULL,
                              self->base_url);
  g_signal_connect_object (self->session_store, "notify::pending",
                           G_CALLBACK (kc_controller_follow_pending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (journal_writer, "notify::looking", G_CALLBACK (update_looking), self,
                           G_CONNECT_SWAPPED);
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (kc_key_manager_check_key_finish (KC_KEY_MANAGER (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
kc_controller_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcController *self = KC_CONTROLLER (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, kc_key_manager_get_client (self->access));
      break;
    case PROP_KEY_CHECK:
      g_value_set_pointer (value, (gpointer) kc_key_manager_get_key_check (self->access));
      break;
    case PROP_LOOKING:
      g_value_set_boolean (value, self->looking);
      break;
    case PROP_KEY_ERROR:
      g_value_set_boxed (value, kc_key_manager_get_key_error (self->access));
      break;
    case PROP_KEY_STORAGE:
      g_value_set_uint (value, kc_key_manager_get_key_storage (self->access));
      break;
    case PROP_ATTEMPT:
      g_value_set_object (value, self->attempt);
      break;
    case PROP_PENDING:
      g_value_set_boxed (value, kc_controller_get_pending (self));
      break;
    case PROP_AWAITING_KEY:
      g_value_set_boolean (value, self->awaiting_key);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_controller_dispose (GObject *object)
{
  kc_controller_close (KC_CONTROLLER (object));

  G_OBJECT_CLASS (kc_controller_parent_class)->dispose (object);
}

static void
kc_controller_finalize (GObject *object)
{
  KcController *self = KC_CONTROLLER (object);

  g_free (self->base_url);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->clock);
  g_clear_object (&self->keyring);
  g_clear_object (&self->access);
  g_clear_object (&self->renewal);
  g_clear_object (&self->session_store);
  g_clear_object (&self->late_sessions);
  g_clear_object (&self->attempt);
  kc_connect_request_free (self->request);

  G_OBJECT_CLASS (kc_controller_parent_class)->finalize (object);
}

static void
kc_controller_class_init (KcControllerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_controller_get_property;
  object_class->dispose = kc_controller_dispose;
  object_class->finalize = kc_controller_finalize;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, KC_TYPE_CLIENT, flags);
  properties[PROP_KEY_CHECK] = g_param_spec_pointer ("key-check", NULL, NULL, flags);
  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, TRUE, flags);
  properties[PROP_KEY_ERROR] = g_param_spec_boxed ("key-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_KEY_STORAGE]
      = g_param_spec_uint ("key-storage", NULL, NULL, KC_KEY_STORAGE_NOT_ASKED,
                           KC_KEY_STORAGE_UNAVAILABLE, KC_KEY_STORAGE_NOT_ASKED, flags);
  properties[PROP_ATTEMPT] = g_param_spec_object ("attempt", NULL, NULL, KC_TYPE_ATTEMPT, flags);
  properties[PROP_PENDING]
      = g_param_spec_boxed ("pending", NULL, NULL, KC_TYPE_PENDING_SESSION, flags);
  properties[PROP_AWAITING_KEY] = g_param_spec_boolean ("awaiting-key", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("late-channel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, KC_TYPE_CHANNEL);
}

static void
kc_controller_init (KcController *self)
{
  self->request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);
  self->renewal = kc_auto_renewal_new ();
  self->late_sessions = kc_late_sessions_new (self);
}

KcController *
kc_controller_new (const char *base_url,
                   const char *environment_key,
                   KcSandbox *sandbox,
                   KcKeyring *keyring,
                   KcClock *clock)
{
  KcController *self;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_CONTROLLER, NULL);
  self->base_url = g_strdup (base_url);
  g_set_object (&self->sandbox, sandbox);
  g_set_object (&self->clock, clock);
  g_set_object (&self->keyring, keyring);
  self->looking = TRUE;
  self->access
      = kc_key_manager_new (base_url, environment_key,
                            sandbox != NULL ? kc_sandbox_get_key (sandbox, KC_SANDBOX_KEY_FULL)
                                            : NULL,
                            keyring, clock);
  g_signal_connect_object (self->access, "notify", G_CALLBACK (on_access_notified_cb), self,
                           G_CONNECT_SWAPPED);
  set_session_store (self, NULL);

  return self;
}

void
kc_controller_set_journal (KcController *self, KcJournal *journal)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));
  g_return_if_fail (KC_IS_JOURNAL (journal));
  g_return_if_fail (self->attempt == NULL);

  set_session_store (self, journal);
}

const char *
kc_controller_get_base_url (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->base_url;
}

KcSandbox *
kc_controller_get_sandbox (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->sandbox;
}

gboolean
kc_controller_is_practice (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->sandbox != NULL;
}

KcClock *
kc_controller_get_clock (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->clock;
}

KcClient *
kc_controller_get_client (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return kc_key_manager_get_client (self->access);
}

KcRateLimiter *
kc_controller_get_rate_limiter (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return kc_key_manager_get_rate_limiter (self->access);
}

const KcKeyCheck *
kc_controller_get_key_check (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return kc_key_manager_get_key_check (self->access);
}

KcKeyOrigin
kc_controller_get_key_origin (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), KC_KEY_ORIGIN_NONE);

  return kc_key_manager_get_key_origin (self->access);
}

KcKeyStorage
kc_controller_get_key_storage (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), KC_KEY_STORAGE_NOT_ASKED);

  return kc_key_manager_get_key_storage (self->access);
}

KcAttempt *
kc_controller_get_attempt (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->attempt;
}

KcSessionStore *
kc_controller_get_session_store (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->session_store;
}

void
kc_controller_look_for_key (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  kc_journal_writer_look (kc_session_store_get_journal_writer (self->session_store));
  kc_key_manager_look_for_key (self->access);
}

gboolean
kc_controller_is_looking (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), FALSE);

  return self->looking;
}

const GError *
kc_controller_get_key_error (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return kc_key_manager_get_key_error (self->access);
}

void
kc_controller_check_key_async (KcController *self,
                               const char *key,
                               gboolean keep,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_CONTROLLER (self));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_controller_check_key_async);
  kc_key_manager_check_key_async (self->access, key, keep, cancellable, key_checked_cb,
                                  g_steal_pointer (&task));
}

gboolean
kc_controller_check_key_finish (KcController *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_controller_forget_key (KcController *self)
{
  g_return_if_fail (KC_IS_CONTROLLER (self));

  kc_controller_cancel (self);
  kc_key_manager_forget_key (self->access);
}

const KcConnectRequest *
kc_controller_get_request (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->request;
}

void
kc_controller_set_request (KcController *self, const KcConnectRequest *request)
{
  KcConnectRequest *copy;

  g_return_if_fail (KC_IS_CONTROLLER (self));
  g_return_if_fail (request != NULL);

  copy = kc_connect_request_copy (request);
  kc_connect_request_free (self->request);
  self->request = copy;
}

KcAutoRenewal *
kc_controller_get_renewal (KcController *self)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (self), NULL);

  return self->renewal;
}
