/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-assistant-private.h"

G_DEFINE_FINAL_TYPE (KcAssistant, kc_assistant, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CLIENT,
  PROP_KEY_CHECK,
  PROP_LOOKING,
  PROP_KEY_ERROR,
  PROP_KEEPING,
  PROP_ATTEMPT,
  PROP_PENDING,
  PROP_AWAITING_KEY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_looking (KcAssistant *self)
{
  gboolean looking = kc_access_is_looking (self->access)
                     || kc_notebook_is_looking (kc_keepsake_get_notebook (self->keepsake));

  g_assert (KC_IS_ASSISTANT (self));

  if (self->looking == looking)
    return;

  self->looking = looking;
  /* Nothing else but another key helps there. */
  if (!looking && kc_assistant_get_pending (self) != NULL
      && g_error_matches (kc_access_get_key_error (self->access), KC_ERROR, KC_ERROR_UNAUTHORIZED))
    kc_assistant_set_awaiting_key (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

/* The properties of the access are ours too, under the same names. */
static void
on_access_notified_cb (KcAssistant *self, GParamSpec *pspec)
{
  g_assert (KC_IS_ASSISTANT (self));

  if (g_str_equal (pspec->name, "client"))
    kc_assistant_follow_client (self);

  if (g_str_equal (pspec->name, "looking"))
    update_looking (self);
  else
    g_object_notify (G_OBJECT (self), pspec->name);
}

static void
set_keepsake (KcAssistant *self, KcJournal *journal)
{
  g_autoptr (KcNotebook) notebook = kc_notebook_new (journal, self->clock);

  g_assert (KC_IS_ASSISTANT (self));

  g_clear_object (&self->keepsake);
  /* Without notes nobody would find the link. */
  self->keepsake
      = kc_keepsake_new (notebook, journal != NULL ? self->keyring : NULL, self->base_url);
  g_signal_connect_object (self->keepsake, "notify::pending",
                           G_CALLBACK (kc_assistant_follow_pending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notebook, "notify::looking", G_CALLBACK (update_looking), self,
                           G_CONNECT_SWAPPED);
}

static void
key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (kc_access_check_key_finish (KC_ACCESS (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
kc_assistant_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcAssistant *self = KC_ASSISTANT (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, kc_access_get_client (self->access));
      break;
    case PROP_KEY_CHECK:
      g_value_set_pointer (value, (gpointer) kc_access_get_key_check (self->access));
      break;
    case PROP_LOOKING:
      g_value_set_boolean (value, self->looking);
      break;
    case PROP_KEY_ERROR:
      g_value_set_boxed (value, kc_access_get_key_error (self->access));
      break;
    case PROP_KEEPING:
      g_value_set_uint (value, kc_access_get_keeping (self->access));
      break;
    case PROP_ATTEMPT:
      g_value_set_object (value, self->attempt);
      break;
    case PROP_PENDING:
      g_value_set_boxed (value, kc_assistant_get_pending (self));
      break;
    case PROP_AWAITING_KEY:
      g_value_set_boolean (value, self->awaiting_key);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_assistant_dispose (GObject *object)
{
  kc_assistant_close (KC_ASSISTANT (object));

  G_OBJECT_CLASS (kc_assistant_parent_class)->dispose (object);
}

static void
kc_assistant_finalize (GObject *object)
{
  KcAssistant *self = KC_ASSISTANT (object);

  g_free (self->base_url);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->clock);
  g_clear_object (&self->keyring);
  g_clear_object (&self->access);
  g_clear_object (&self->renewal);
  g_clear_object (&self->keepsake);
  g_clear_object (&self->latecomers);
  g_clear_object (&self->attempt);
  kc_connect_request_free (self->request);

  G_OBJECT_CLASS (kc_assistant_parent_class)->finalize (object);
}

static void
kc_assistant_class_init (KcAssistantClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_assistant_get_property;
  object_class->dispose = kc_assistant_dispose;
  object_class->finalize = kc_assistant_finalize;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, KC_TYPE_CLIENT, flags);
  properties[PROP_KEY_CHECK] = g_param_spec_pointer ("key-check", NULL, NULL, flags);
  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, TRUE, flags);
  properties[PROP_KEY_ERROR] = g_param_spec_boxed ("key-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_KEEPING]
      = g_param_spec_uint ("keeping", NULL, NULL, KC_KEEPING_NOT_ASKED, KC_KEEPING_UNAVAILABLE,
                           KC_KEEPING_NOT_ASKED, flags);
  properties[PROP_ATTEMPT] = g_param_spec_object ("attempt", NULL, NULL, KC_TYPE_ATTEMPT, flags);
  properties[PROP_PENDING] = g_param_spec_boxed ("pending", NULL, NULL, KC_TYPE_PENDING, flags);
  properties[PROP_AWAITING_KEY] = g_param_spec_boolean ("awaiting-key", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("late-channel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, KC_TYPE_CHANNEL);
}

static void
kc_assistant_init (KcAssistant *self)
{
  self->request = kc_connect_request_new (KC_MODE_EMBEDDED_SIGNUP);
  self->renewal = kc_renewal_new ();
  self->latecomers = kc_latecomers_new (self);
}

KcAssistant *
kc_assistant_new (const char *base_url,
                  const char *environment_key,
                  KcSandbox *sandbox,
                  KcKeyring *keyring,
                  KcClock *clock)
{
  KcAssistant *self;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_ASSISTANT, NULL);
  self->base_url = g_strdup (base_url);
  g_set_object (&self->sandbox, sandbox);
  g_set_object (&self->clock, clock);
  g_set_object (&self->keyring, keyring);
  self->looking = TRUE;
  self->access
      = kc_access_new (base_url, environment_key,
                       sandbox != NULL ? kc_sandbox_get_key (sandbox, KC_SANDBOX_KEY_FULL) : NULL,
                       keyring, clock);
  g_signal_connect_object (self->access, "notify", G_CALLBACK (on_access_notified_cb), self,
                           G_CONNECT_SWAPPED);
  set_keepsake (self, NULL);

  return self;
}

void
kc_assistant_set_journal (KcAssistant *self, KcJournal *journal)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));
  g_return_if_fail (KC_IS_JOURNAL (journal));
  g_return_if_fail (self->attempt == NULL);

  set_keepsake (self, journal);
}

const char *
kc_assistant_get_base_url (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->base_url;
}

KcSandbox *
kc_assistant_get_sandbox (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->sandbox;
}

gboolean
kc_assistant_is_practice (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  return self->sandbox != NULL;
}

KcClock *
kc_assistant_get_clock (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->clock;
}

KcClient *
kc_assistant_get_client (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return kc_access_get_client (self->access);
}

KcBudget *
kc_assistant_get_budget (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return kc_access_get_budget (self->access);
}

const KcKeyCheck *
kc_assistant_get_key_check (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return kc_access_get_key_check (self->access);
}

KcKeyOrigin
kc_assistant_get_key_origin (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), KC_KEY_ORIGIN_NONE);

  return kc_access_get_key_origin (self->access);
}

KcKeeping
kc_assistant_get_keeping (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), KC_KEEPING_NOT_ASKED);

  return kc_access_get_keeping (self->access);
}

KcAttempt *
kc_assistant_get_attempt (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->attempt;
}

KcKeepsake *
kc_assistant_get_keepsake (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->keepsake;
}

void
kc_assistant_look_for_key (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  kc_notebook_look (kc_keepsake_get_notebook (self->keepsake));
  kc_access_look_for_key (self->access);
}

gboolean
kc_assistant_is_looking (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), FALSE);

  return self->looking;
}

const GError *
kc_assistant_get_key_error (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return kc_access_get_key_error (self->access);
}

void
kc_assistant_check_key_async (KcAssistant *self,
                              const char *key,
                              gboolean keep,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_ASSISTANT (self));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_assistant_check_key_async);
  kc_access_check_key_async (self->access, key, keep, cancellable, key_checked_cb,
                             g_steal_pointer (&task));
}

gboolean
kc_assistant_check_key_finish (KcAssistant *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kc_assistant_forget_key (KcAssistant *self)
{
  g_return_if_fail (KC_IS_ASSISTANT (self));

  kc_assistant_cancel (self);
  kc_access_forget_key (self->access);
}

const KcConnectRequest *
kc_assistant_get_request (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->request;
}

void
kc_assistant_set_request (KcAssistant *self, const KcConnectRequest *request)
{
  KcConnectRequest *copy;

  g_return_if_fail (KC_IS_ASSISTANT (self));
  g_return_if_fail (request != NULL);

  copy = kc_connect_request_copy (request);
  kc_connect_request_free (self->request);
  self->request = copy;
}

KcRenewal *
kc_assistant_get_renewal (KcAssistant *self)
{
  g_return_val_if_fail (KC_IS_ASSISTANT (self), NULL);

  return self->renewal;
}
