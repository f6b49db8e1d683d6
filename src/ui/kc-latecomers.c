/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-latecomers.h"

#include "kc-aftermath.h"
#include "kc-assistant.h"

typedef struct {
  KcLatecomers *owner;
  KcConnectRequest *request;
  KcSession *session;
  GPtrArray *before;
  gboolean other_key; /* than the one that opened it */
  KcAftermath *aftermath;
  KcChannel *channel; /* once it has come, if Keebai named it */
} Latecomer;

struct _KcLatecomers {
  GObject parent_instance;

  KcAssistant *assistant; /* our owner */
  KcAttempt *attempt;
  GSignalGroup *attempt_signals;
  gboolean added; /* the attempt, after its end */

  GPtrArray *awaited; /* Latecomer, the oldest first */
  GPtrArray *arrived; /* Latecomer: while the attempt that runs has to be waited for */
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (KcLatecomers, kc_latecomers, G_TYPE_OBJECT)

static void
free_latecomer (gpointer data)
{
  Latecomer *latecomer = data;

  if (latecomer->aftermath != NULL)
    {
      g_signal_handlers_disconnect_by_data (latecomer->aftermath, latecomer);
      kc_aftermath_stop (latecomer->aftermath);
    }
  g_clear_object (&latecomer->aftermath);
  g_clear_object (&latecomer->channel);
  g_clear_pointer (&latecomer->before, g_ptr_array_unref);
  kc_connect_request_free (latecomer->request);
  kc_session_free (latecomer->session);
  g_free (latecomer);
}

static void
forget_session (KcLatecomers *self, const KcSession *session)
{
  for (guint i = self->awaited->len; i > 0; i--)
    {
      Latecomer *latecomer = g_ptr_array_index (self->awaited, i - 1);

      if (g_str_equal (latecomer->session->session_id, session->session_id))
        g_ptr_array_remove_index (self->awaited, i - 1);
    }
}

static void
tell_alone (KcLatecomers *self)
{
  gboolean alone = !kc_assistant_is_running (self->assistant);

  for (guint i = 0; i < self->awaited->len; i++)
    kc_aftermath_set_alone (((Latecomer *) g_ptr_array_index (self->awaited, i))->aftermath, alone);
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
is_shown (KcLatecomers *self, Latecomer *latecomer)
{
  KcChannel *shown = kc_attempt_get_channel (self->attempt);

  return shown != NULL && latecomer->channel != NULL
         && is_same (kc_channel_get_id (shown), kc_channel_get_id (latecomer->channel));
}

static Decision
decide (KcLatecomers *self, Latecomer *latecomer)
{
  const KcPending *pending = kc_assistant_get_pending (self->assistant);

  /* There is another one to go on with, and the notes hold one only. */
  if (pending != NULL
      && !g_str_equal (pending->session->session_id, latecomer->session->session_id))
    return TELL;
  if (self->attempt == NULL)
    return SHOW;

  if (kc_attempt_get_state (self->attempt) == KC_ATTEMPT_CONNECTED)
    return is_shown (self, latecomer) ? NOTHING : TELL;

  if (!kc_assistant_is_running (self->assistant))
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
welcome (KcLatecomers *self, Latecomer *latecomer)
{
  switch (decide (self, latecomer))
    {
    case WAIT:
      g_ptr_array_add (self->arrived, latecomer);
      return;
    case SHOW:
      kc_assistant_show_session (self->assistant, latecomer->request, latecomer->session,
                                 latecomer->before, latecomer->other_key);
      break;
    case TELL:
      g_signal_emit_by_name (self->assistant, "late-channel", latecomer->channel);
      break;
    case NOTHING:
      break;
    }

  free_latecomer (latecomer);
}

static void
on_aftermath_connected_cb (KcAftermath *aftermath, KcChannel *channel, gpointer user_data)
{
  Latecomer *latecomer = user_data;
  KcLatecomers *self = latecomer->owner;
  guint index;

  g_set_object (&latecomer->channel, channel);
  if (g_ptr_array_find (self->awaited, latecomer, &index))
    welcome (self, g_ptr_array_steal_index (self->awaited, index));
}

static void
on_aftermath_over_cb (KcAftermath *aftermath, gpointer user_data)
{
  Latecomer *latecomer = user_data;

  g_ptr_array_remove (latecomer->owner->awaited, latecomer);
}

/* --- the attempt ----------------------------------------------------------------------------- */

/* Those that had to wait may have their turn. */
static void
welcome_arrived (KcLatecomers *self)
{
  while (self->arrived->len > 0 && decide (self, g_ptr_array_index (self->arrived, 0)) != WAIT)
    welcome (self, g_ptr_array_steal_index (self->arrived, 0));
}

static void
on_state_notified_cb (KcLatecomers *self)
{
  g_autoptr (KcLatecomers) guard = g_object_ref (self);
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
      kc_latecomers_add_attempt (self, self->attempt);
    }
  tell_alone (self);
  welcome_arrived (self);
}

static void
kc_latecomers_dispose (GObject *object)
{
  KcLatecomers *self = KC_LATECOMERS (object);

  kc_latecomers_stop (self);
  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);

  G_OBJECT_CLASS (kc_latecomers_parent_class)->dispose (object);
}

static void
kc_latecomers_finalize (GObject *object)
{
  KcLatecomers *self = KC_LATECOMERS (object);

  g_ptr_array_unref (self->awaited);
  g_ptr_array_unref (self->arrived);

  G_OBJECT_CLASS (kc_latecomers_parent_class)->finalize (object);
}

static void
kc_latecomers_class_init (KcLatecomersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_latecomers_dispose;
  object_class->finalize = kc_latecomers_finalize;
}

static void
kc_latecomers_init (KcLatecomers *self)
{
  self->awaited = g_ptr_array_new_with_free_func (free_latecomer);
  self->arrived = g_ptr_array_new_with_free_func (free_latecomer);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_notified_cb), self);
}

KcLatecomers *
kc_latecomers_new (KcAssistant *assistant)
{
  KcLatecomers *self;

  g_return_val_if_fail (KC_IS_ASSISTANT (assistant), NULL);

  self = g_object_new (KC_TYPE_LATECOMERS, NULL);
  self->assistant = assistant;

  return self;
}

void
kc_latecomers_follow (KcLatecomers *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_LATECOMERS (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  g_set_object (&self->attempt, attempt);
  g_signal_group_set_target (self->attempt_signals, attempt);
  self->added = FALSE;
}

void
kc_latecomers_add_attempt (KcLatecomers *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_LATECOMERS (self));
  g_return_if_fail (KC_IS_ATTEMPT (attempt));

  if (kc_attempt_may_succeed_late (attempt))
    kc_latecomers_add (self, kc_attempt_get_request (attempt), kc_attempt_get_session (attempt),
                       kc_attempt_get_before (attempt),
                       kc_attempt_get_seconds_left (attempt) * (gint64) 1000);
}

void
kc_latecomers_add (KcLatecomers *self,
                   const KcConnectRequest *request,
                   const KcSession *session,
                   GPtrArray *before,
                   gint64 ms_left)
{
  KcClient *client;
  Latecomer *latecomer;

  g_return_if_fail (KC_IS_LATECOMERS (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (session != NULL);

  client = kc_assistant_get_client (self->assistant);
  if (self->stopped || client == NULL)
    return;

  forget_session (self, session);
  if (self->awaited->len == KC_LATECOMERS_MAX)
    g_ptr_array_remove_index (self->awaited, 0);

  latecomer = g_new0 (Latecomer, 1);
  latecomer->owner = self;
  latecomer->request = kc_connect_request_copy (request);
  latecomer->session = kc_session_copy (session);
  latecomer->before = before != NULL ? g_ptr_array_ref (before) : NULL;
  latecomer->aftermath
      = kc_aftermath_new (client, kc_assistant_get_clock (self->assistant),
                          kc_assistant_get_budget (self->assistant), session, before, ms_left);
  g_signal_connect (latecomer->aftermath, "connected", G_CALLBACK (on_aftermath_connected_cb),
                    latecomer);
  g_signal_connect (latecomer->aftermath, "over", G_CALLBACK (on_aftermath_over_cb), latecomer);
  g_ptr_array_add (self->awaited, latecomer);
  tell_alone (self);
}

void
kc_latecomers_follow_client (KcLatecomers *self)
{
  KcClient *client;

  g_return_if_fail (KC_IS_LATECOMERS (self));

  client = kc_assistant_get_client (self->assistant);
  if (client == NULL)
    g_ptr_array_set_size (self->awaited, 0);

  for (guint i = 0; i < self->awaited->len; i++)
    {
      Latecomer *latecomer = g_ptr_array_index (self->awaited, i);

      latecomer->other_key = TRUE;
      kc_aftermath_set_client (latecomer->aftermath, client,
                               kc_assistant_get_budget (self->assistant));
    }
}

void
kc_latecomers_stop (KcLatecomers *self)
{
  g_return_if_fail (KC_IS_LATECOMERS (self));

  self->stopped = TRUE;
  g_ptr_array_set_size (self->awaited, 0);
  g_ptr_array_set_size (self->arrived, 0);
}
