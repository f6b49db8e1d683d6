/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-session-resumer.h"

#include "kc-deadline.h"

/* How long nothing is said about the session while Keebai is asked about it. */
#define TIMEOUT_MS 3000

struct _KcSessionResumer {
  GObject parent_instance;

  KcSessionStore *session_store;
  KcKeyManager *key_manager;
  KcLateSessions *late_sessions;
  gboolean awaiting_key;
  gboolean attempted;

  KcDeadline *asking;  /* while Keebai is asked whether it is still open */
  gboolean known_open; /* Keebai has said so */
};

G_DEFINE_FINAL_TYPE (KcSessionResumer, kc_session_resumer, G_TYPE_OBJECT)

enum { PROP_0, PROP_PENDING, PROP_ASKING, PROP_AWAITING_KEY, N_PROPS };

static GParamSpec *properties[N_PROPS];

enum { RESUMED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
matches_key (KcSessionResumer *self, const KcPendingSession *pending)
{
  return kc_pending_session_matches_key (pending, kc_key_manager_get_key (self->key_manager));
}

static void
stop_asking (KcSessionResumer *self)
{
  g_assert (KC_IS_SESSION_RESUMER (self));

  if (self->asking == NULL)
    return;

  g_cancellable_cancel (kc_deadline_get_cancellable (self->asking));
  g_clear_pointer (&self->asking, kc_deadline_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
}

static void
ask_took_too_long_cb (gpointer user_data)
{
  stop_asking (KC_SESSION_RESUMER (user_data));
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPoll) poll = kc_client_poll_finish (KC_CLIENT (object), result, &error);
  KcSessionResumer *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (poll != NULL && poll->status != KC_SESSION_PENDING)
    {
      /* It is over: there is nothing left to decide, and the attempt shows how it ended. */
      kc_session_resumer_resume (self);
      return;
    }

  self->known_open = poll != NULL;
  stop_asking (self);
}

/* Before the person reads that it was not finished: it may have been finished in the browser or on
 * the phone while the program was not running. */
static void
ask (KcSessionResumer *self, const KcPendingSession *pending)
{
  g_assert (KC_IS_SESSION_RESUMER (self));

  self->asking = kc_deadline_new (NULL, TIMEOUT_MS);
  kc_deadline_set_ended_func (self->asking, ask_took_too_long_cb, self);
  kc_client_poll_async (kc_key_manager_get_client (self->key_manager), pending->session,
                        kc_deadline_get_cancellable (self->asking), asked_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
}

static void
on_pending_notified_cb (KcSessionResumer *self)
{
  const KcPendingSession *pending = kc_session_resumer_get_pending (self);

  g_assert (KC_IS_SESSION_RESUMER (self));

  kc_late_sessions_set_pending (self->late_sessions,
                                pending != NULL ? pending->session->session_id : NULL);

  if (pending == NULL)
    {
      stop_asking (self);
      self->known_open = FALSE;
      kc_session_resumer_set_awaiting_key (self, FALSE);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
  kc_session_resumer_note_key (self);
}

static void
kc_session_resumer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KcSessionResumer *self = KC_SESSION_RESUMER (object);

  switch (prop_id)
    {
    case PROP_PENDING:
      g_value_set_boxed (value, kc_session_resumer_get_pending (self));
      break;
    case PROP_ASKING:
      g_value_set_boolean (value, self->asking != NULL);
      break;
    case PROP_AWAITING_KEY:
      g_value_set_boolean (value, self->awaiting_key);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kc_session_resumer_finalize (GObject *object)
{
  KcSessionResumer *self = KC_SESSION_RESUMER (object);

  if (self->asking != NULL)
    g_cancellable_cancel (kc_deadline_get_cancellable (self->asking));
  g_clear_pointer (&self->asking, kc_deadline_free);
  g_clear_object (&self->session_store);
  g_clear_object (&self->key_manager);
  g_clear_object (&self->late_sessions);

  G_OBJECT_CLASS (kc_session_resumer_parent_class)->finalize (object);
}

static void
kc_session_resumer_class_init (KcSessionResumerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_session_resumer_get_property;
  object_class->finalize = kc_session_resumer_finalize;

  properties[PROP_PENDING]
      = g_param_spec_boxed ("pending", NULL, NULL, KC_TYPE_PENDING_SESSION, flags);
  properties[PROP_ASKING] = g_param_spec_boolean ("asking", NULL, NULL, FALSE, flags);
  properties[PROP_AWAITING_KEY] = g_param_spec_boolean ("awaiting-key", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RESUMED] = g_signal_new ("resumed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_ATTEMPT);
}

static void
kc_session_resumer_init (KcSessionResumer *self)
{
}

KcSessionResumer *
kc_session_resumer_new (KcSessionStore *session_store,
                        KcKeyManager *key_manager,
                        KcLateSessions *late_sessions)
{
  KcSessionResumer *self;

  g_return_val_if_fail (KC_IS_SESSION_STORE (session_store), NULL);
  g_return_val_if_fail (KC_IS_KEY_MANAGER (key_manager), NULL);
  g_return_val_if_fail (KC_IS_LATE_SESSIONS (late_sessions), NULL);

  self = g_object_new (KC_TYPE_SESSION_RESUMER, NULL);
  self->session_store = g_object_ref (session_store);
  self->key_manager = g_object_ref (key_manager);
  self->late_sessions = g_object_ref (late_sessions);
  g_signal_connect_object (session_store, "notify::pending", G_CALLBACK (on_pending_notified_cb),
                           self, G_CONNECT_SWAPPED);

  return self;
}

const KcPendingSession *
kc_session_resumer_get_pending (KcSessionResumer *self)
{
  g_return_val_if_fail (KC_IS_SESSION_RESUMER (self), NULL);

  return kc_session_store_get_pending (self->session_store);
}

void
kc_session_resumer_resume (KcSessionResumer *self)
{
  const KcPendingSession *pending;
  const GError *error;
  KcLinkStore *link_store;
  g_autoptr (KcBootTime) now = NULL;
  g_autoptr (KcSession) session = NULL;
  g_autoptr (KcAttempt) attempt = NULL;
  gboolean same_key;

  g_return_if_fail (KC_IS_SESSION_RESUMER (self));

  pending = kc_session_resumer_get_pending (self);
  if (pending == NULL)
    return;

  stop_asking (self);
  if (kc_key_manager_get_client (self->key_manager) == NULL)
    {
      kc_session_resumer_set_awaiting_key (self, TRUE);
      /* There is a session that could not be asked about. */
      error = kc_key_manager_get_key_error (self->key_manager);
      if (error != NULL && !g_error_matches (error, KC_ERROR, KC_ERROR_UNAUTHORIZED))
        kc_key_manager_look_for_key (self->key_manager);
      return;
    }

  kc_session_resumer_set_awaiting_key (self, FALSE);
  link_store = kc_session_store_get_link_store (self->session_store);
  /* The keyring may have been unlocked meanwhile. */
  if (pending->request->mode == KC_MODE_EMBEDDED_SIGNUP)
    kc_link_store_look (link_store, pending->session->session_id);

  now = kc_boot_time_take ();
  session = kc_session_copy (pending->session);
  session->verification_uri = g_strdup (kc_link_store_get_uri (link_store));
  same_key = matches_key (self, pending);
  attempt = kc_key_manager_create_resumed_attempt (self->key_manager, pending->request, session,
                                                   same_key ? pending->before : NULL, !same_key,
                                                   kc_pending_session_get_ms_left (pending, now));
  g_signal_emit (self, signals[RESUMED], 0, attempt);
}

void
kc_session_resumer_drop (KcSessionResumer *self)
{
  const KcPendingSession *pending;
  g_autoptr (KcBootTime) now = NULL;

  g_return_if_fail (KC_IS_SESSION_RESUMER (self));

  stop_asking (self);
  kc_session_resumer_set_awaiting_key (self, FALSE);
  pending = kc_session_resumer_get_pending (self);
  /* It may still be finished. */
  if (pending != NULL && kc_key_manager_get_client (self->key_manager) != NULL)
    {
      now = kc_boot_time_take ();
      kc_late_sessions_add (self->late_sessions, pending->request, pending->session,
                            matches_key (self, pending) ? pending->before : NULL,
                            kc_pending_session_get_ms_left (pending, now));
    }
  kc_session_store_drop (self->session_store);
}

void
kc_session_resumer_set_awaiting_key (KcSessionResumer *self, gboolean awaiting_key)
{
  g_return_if_fail (KC_IS_SESSION_RESUMER (self));

  if (self->awaiting_key == awaiting_key)
    return;

  self->awaiting_key = awaiting_key;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AWAITING_KEY]);
}

gboolean
kc_session_resumer_is_asking (KcSessionResumer *self)
{
  g_return_val_if_fail (KC_IS_SESSION_RESUMER (self), FALSE);

  return self->asking != NULL;
}

gboolean
kc_session_resumer_is_known_open (KcSessionResumer *self)
{
  g_return_val_if_fail (KC_IS_SESSION_RESUMER (self), FALSE);

  return self->known_open;
}

gboolean
kc_session_resumer_is_awaiting_key (KcSessionResumer *self)
{
  g_return_val_if_fail (KC_IS_SESSION_RESUMER (self), FALSE);

  return self->awaiting_key;
}

void
kc_session_resumer_note_key (KcSessionResumer *self)
{
  const KcPendingSession *pending;
  const KcKeyCheck *check;
  g_autoptr (KcBootTime) now = NULL;

  g_return_if_fail (KC_IS_SESSION_RESUMER (self));

  pending = kc_session_resumer_get_pending (self);
  check = kc_key_manager_get_key_check (self->key_manager);
  if (pending == NULL || check == NULL || check->can_connect == KC_ANSWER_NO)
    return;

  now = kc_boot_time_take ();
  if (self->awaiting_key
      || (!self->attempted && kc_pending_session_get_ms_left (pending, now) <= 0))
    kc_session_resumer_resume (self);
  else if (!self->attempted && self->asking == NULL && !self->known_open)
    ask (self, pending);
}

void
kc_session_resumer_note_looked (KcSessionResumer *self)
{
  g_return_if_fail (KC_IS_SESSION_RESUMER (self));

  /* Only another key helps there. */
  if (kc_session_resumer_get_pending (self) != NULL
      && g_error_matches (kc_key_manager_get_key_error (self->key_manager), KC_ERROR,
                          KC_ERROR_UNAUTHORIZED))
    kc_session_resumer_set_awaiting_key (self, TRUE);
}

void
kc_session_resumer_note_attempt (KcSessionResumer *self)
{
  g_return_if_fail (KC_IS_SESSION_RESUMER (self));

  self->attempted = TRUE;
}
