/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-late-sessions.h"

#include "kc-late-completion.h"
#include "kc-controller.h"

typedef struct {
  KcLateSessions *owner;
  KcConnectRequest *request;
  KcSession *session;
  GPtrArray *before;
  gboolean other_key; /* than the one that opened it */
  KcLateCompletion *late_completion;
  KcChannel *channel; /* once it has come, if Keebai named it */
} Latecomer;

struct _KcLateSessions {
  GObject parent_instance;

  KcController *controller; /* our owner */
  KcAttempt *attempt;
  GSignalGroup *attempt_signals;
  gboolean added; /* the attempt, after its end */

  GPtrArray *awaited; /* Latecomer, the oldest first */
  GPtrArray *arrived; /* Latecomer: while the attempt that runs has to be waited for */
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (KcLateSessions, kc_late_sessions, G_TYPE_OBJECT)

static void
free_latecomer (gpointer data)
{
  Latecomer *latecomer = data;

  if (latecomer->late_completion != NULL)
    {
      g_signal_handlers_disconnect_by_data (latecomer->late_completion, latecomer);
      kc_late_completion_stop (latecomer->late_completion);
    }
  g_clear_object (&latecomer->late_completion);
  g_clear_object (&latecomer->channel);
  g_clear_pointer (&latecomer->before, g_ptr_array_unref);
  kc_connect_request_free (latecomer->request);
  kc_session_free (latecomer->session);
  g_free (latecomer);
}

static void
forget_session (KcLateSessions *self, const KcSession *session)
{
  for (guint i = self->awaited->len; i > 0; i--)
    {
      Latecomer *latecomer = g_ptr_array_index (self->awaited, i - 1);

      if (g_str_equal (latecomer->session->session_id, session->session_id))
        g_ptr_array_remove_index (self->awaited, i - 1);
    }
}

static void
tell_alone (KcLateSessions *self)
{
  gboolean alone = !kc_controller_is_running (self->controller);

  for (guint i = 0; i < self->awaited->len; i++)
    kc_late_completion_set_alone (
        ((Latecomer *) g_ptr_array_index (self->awaited, i))->late_completion, alone);
}

/* --- one has come ---------------------------------------------------------------------------- */

static gboolean
is_same (const char *a, const char *b)
{
  return g_strcmp0 (a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static gboolean
is_for_the_same (const KcConnectRequest *a, const KcConnectRequest *b)
{
  return a->mode == b->mode && a->coexistence == b->coexistence && is_same (a->name, b->name)
         && is_same (a->pipeline_id, b->pipeline_id);
}

typedef enum {
  SHOW,
  TELL,
  WAIT,
  NOTHING,
} Decision;

/* An attempt that ends without a clear word looks at the channels, and may have found this one. */
static gboolean
is_shown (KcLateSessions *self, Latecomer *latecomer)
{
  KcChannel *shown = kc_attempt_get_channel (self->attempt);

  return shown != NULL && latecomer->channel != NULL
         && is_same (kc_channel_get_id (shown), kc_channel_get_id (latecomer->channel));
}

static Decision
decide (KcLateSessions *self, Latecomer *latecomer)
{
  const KcPendingSession *pending = kc_controller_get_pending (self->controller);

  /* There is another one to go on with, and the notes hold one only. */
  if (pending != NULL
      && !g_str_equal (pending->session->session_id, latecomer->session->session_id))
    return TELL;
  if (self->attempt == NULL)
    return SHOW;

  if (kc_attempt_get_state (self->attempt) == KC_ATTEMPT_CONNECTED)
    return is_shown (self, latecomer) ? NOTHING : TELL;

  if (!kc_controller_is_running (self->controller))
    return SHOW;

  if (!is_for_the_same (latecomer->request, kc_attempt_get_request (self->attempt)))
    return TELL;

  switch (kc_attempt_get_state (self->attempt))
    {
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
      return WAIT;
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_CONNECTED:
    case KC_ATTEMPT_EXPIRED:
    case KC_ATTEMPT_CANCELLED:
    case KC_ATTEMPT_FAILED:
    default:
      return SHOW;
    }
}

/* Takes `latecomer`. */
static void
welcome (KcLateSessions *self, Latecomer *latecomer)
{
  switch (decide (self, latecomer))
    {
    case WAIT:
      g_ptr_array_add (self->arrived, latecomer);
      return;
    case SHOW:
      kc_controller_show_session (self->controller, latecomer->request, latecomer->session,
                                  latecomer->before, latecomer->other_key);
      break;
    case TELL:
      g_signal_emit_by_name (self->controller, "late-channel", latecomer->channel);
      break;
    case NOTHING:
      break;
    }

  free_latecomer (latecomer);
}

static void
on_late_completion_connected_cb (KcLateCompletion *late_completion,
                                 KcChannel *channel,
                                 gpointer user_data)
{
  Latecomer *latecomer = user_data;
  KcLateSessions *self = latecomer->owner;
  guint index;

  g_set_object (&latecomer->channel, channel);
  if (g_ptr_array_find (self->awaited, latecomer, &index))
    welcome (self, g_ptr_array_steal_index (self->awaited, index));
}

static void
on_late_completion_over_cb (KcLateCompletion *late_completion, gpointer user_data)
{
  Latecomer *latecomer = user_data;

  g_ptr_array_remove (latecomer->owner->awaited, latecomer);
}

/* --- the attempt ----------------------------------------------------------------------------- */

/* Those that had to wait may have their turn. */
static void
welcome_arrived (KcLateSessions *self)
{
  while (self->arrived->len > 0 && decide (self, g_ptr_array_index (self->arrived, 0)) != WAIT)
    welcome (self, g_ptr_array_steal_index (self->arrived, 0));
}

static void
on_state_notified_cb (KcLateSessions *self)
{
  g_autoptr (KcLateSessions) guard = g_object_ref (self);
  const KcSession *session = kc_attempt_get_session (self->attempt);

  if (!kc_attempt_state_is_terminal (kc_attempt_get_state (self->attempt)))
    {
      /* One that is gone on with is looked after by the attempt. */
      if (session != NULL)
        forget_session (self, session);
    }
  else if (!self->added)
    {
      self->added = TRUE;
      kc_late_sessions_add_attempt (self, self->attempt);
    }
  tell_alone (self);
  welcome_arrived (self);
}

static void
kc_late_sessions_dispose (GObject *object)
{
  KcLateSessions *self = KC_LATE_SESSIONS (object);

  kc_late_sessions_stop (self);
  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);

  G_OBJECT_CLASS (kc_late_sessions_parent_class)->dispose (object);
}

static void
kc_late_sessions_finalize (GObject *object)
{
  KcLateSessions *self = KC_LATE_SESSIONS (object);

  g_ptr_array_unref (self->awaited);
  g_ptr_array_unref (self->arrived);

  G_OBJECT_CLASS (kc_late_sessions_parent_class)->finalize (object);
}

static void
kc_late_sessions_class_init (KcLateSessionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_late_sessions_dispose;
  object_class->finalize = kc_late_sessions_finalize;
}

static void
kc_late_sessions_init (KcLateSessions *self)
{
  self->awaited = g_ptr_array_new_with_free_func (free_latecomer);
  self->arrived = g_ptr_array_new_with_free_func (free_latecomer);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_notified_cb), self);
}

KcLateSessions *
kc_late_sessions_new (KcController *controller)
{
  KcLateSessions *self;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);

  self = g_object_new (KC_TYPE_LATE_SESSIONS, NULL);
  self->controller = controller;

  return self;
}

void
kc_late_sessions_follow (KcLateSessions *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_LATE_SESSIONS (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  g_set_object (&self->attempt, attempt);
  g_signal_group_set_target (self->attempt_signals, attempt);
  self->added = FALSE;
}

void
kc_late_sessions_add_attempt (KcLateSessions *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_LATE_SESSIONS (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  if (kc_attempt_may_succeed_late (attempt))
    kc_late_sessions_add (self, kc_attempt_get_request (attempt), kc_attempt_get_session (attempt),
                          kc_attempt_get_before (attempt),
                          kc_attempt_get_seconds_left (attempt) * (gint64) 1000);
}

void
kc_late_sessions_add (KcLateSessions *self,
                      const KcConnectRequest *request,
                      const KcSession *session,
                      GPtrArray *before,
                      gint64 ms_left)
{
  KcClient *client;
  Latecomer *latecomer;

  g_return_if_fail (KC_IS_LATE_SESSIONS (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (session != NULL);

  client = kc_controller_get_client (self->controller);
  if (self->stopped || client == NULL)
    return;

  forget_session (self, session);
  if (self->awaited->len == KC_LATE_SESSIONS_MAX)
    g_ptr_array_remove_index (self->awaited, 0);

  latecomer = g_new0 (Latecomer, 1);
  latecomer->owner = self;
  latecomer->request = kc_connect_request_copy (request);
  latecomer->session = kc_session_copy (session);
  latecomer->before = before != NULL ? g_ptr_array_ref (before) : NULL;
  latecomer->late_completion
      = kc_late_completion_new (client, kc_controller_get_clock (self->controller),
                                kc_controller_get_rate_limiter (self->controller), session, before,
                                ms_left);
  g_signal_connect (latecomer->late_completion, "connected",
                    G_CALLBACK (on_late_completion_connected_cb), latecomer);
  g_signal_connect (latecomer->late_completion, "over", G_CALLBACK (on_late_completion_over_cb),
                    latecomer);
  g_ptr_array_add (self->awaited, latecomer);
  tell_alone (self);
}

void
kc_late_sessions_follow_client (KcLateSessions *self)
{
  KcClient *client;

  g_return_if_fail (KC_IS_LATE_SESSIONS (self));

  client = kc_controller_get_client (self->controller);
  if (client == NULL)
    g_ptr_array_set_size (self->awaited, 0);

  for (guint i = 0; i < self->awaited->len; i++)
    {
      Latecomer *latecomer = g_ptr_array_index (self->awaited, i);

      latecomer->other_key = TRUE;
      kc_late_completion_set_client (latecomer->late_completion, client,
                                     kc_controller_get_rate_limiter (self->controller));
    }
}

void
kc_late_sessions_stop (KcLateSessions *self)
{
  g_return_if_fail (KC_IS_LATE_SESSIONS (self));

  self->stopped = TRUE;
  g_ptr_array_set_size (self->awaited, 0);
  g_ptr_array_set_size (self->arrived, 0);
}
