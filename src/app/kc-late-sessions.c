/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-late-sessions.h"

#include "kc-late-completion.h"

/* A session that is still polled. */
typedef struct {
  KcLateSessions *owner;
  KcLateSession *late;
  KcLateCompletion *late_completion;
} Awaited;

struct _KcLateSessions {
  GObject parent_instance;

  KcClock *clock;
  KcClient *client; /* NULL: there is no key */
  KcRateLimiter *rate_limiter;
  char *pending; /* the id of the session that is noted as pending */

  KcAttempt *attempt;
  GSignalGroup *attempt_signals;
  gboolean added; /* the attempt, after its end */

  GPtrArray *awaited;  /* Awaited, the oldest first */
  GPtrArray *finished; /* KcLateSession: finished, but not yet shown or announced */
  guint finished_source;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (KcLateSessions, kc_late_sessions, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (KcLateSession, kc_late_session, kc_late_session_ref, kc_late_session_unref)

enum {
  SHOW_RESULT,
  FINISHED_IN_BACKGROUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_late_session (gpointer data)
{
  KcLateSession *late = data;

  g_clear_object (&late->channel);
  g_clear_pointer (&late->before, g_ptr_array_unref);
  kc_connect_request_free (late->request);
  kc_session_free (late->session);
}

KcLateSession *
kc_late_session_ref (KcLateSession *self)
{
  return g_rc_box_acquire (self);
}

void
kc_late_session_unref (KcLateSession *self)
{
  g_rc_box_release_full (self, clear_late_session);
}

static void
free_awaited (gpointer data)
{
  Awaited *awaited = data;

  g_signal_handlers_disconnect_by_data (awaited->late_completion, awaited);
  kc_late_completion_stop (awaited->late_completion);
  g_object_unref (awaited->late_completion);
  kc_late_session_unref (awaited->late);
  g_free (awaited);
}

static gboolean
is_running (KcLateSessions *self)
{
  return self->attempt != NULL && kc_attempt_get_state (self->attempt) != KC_ATTEMPT_IDLE
         && !kc_attempt_state_is_terminal (kc_attempt_get_state (self->attempt));
}

static void
forget_session (KcLateSessions *self, const KcSession *session)
{
  for (guint i = self->awaited->len; i > 0; i--)
    {
      Awaited *awaited = g_ptr_array_index (self->awaited, i - 1);

      if (g_str_equal (awaited->late->session->session_id, session->session_id))
        g_ptr_array_remove_index (self->awaited, i - 1);
    }

  for (guint i = self->finished->len; i > 0; i--)
    {
      KcLateSession *late = g_ptr_array_index (self->finished, i - 1);

      if (g_str_equal (late->session->session_id, session->session_id))
        g_ptr_array_remove_index (self->finished, i - 1);
    }
}

/* --- a late session is finished -------------------------------------------------------------- */

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

/* An attempt that ends without a clear answer lists the channels, and may have found this one's. */
static gboolean
is_shown (KcLateSessions *self, const KcLateSession *late)
{
  KcChannel *shown = kc_attempt_get_channel (self->attempt);

  return shown != NULL && late->channel != NULL
         && is_same (kc_channel_get_id (shown), kc_channel_get_id (late->channel));
}

static Decision
decide (KcLateSessions *self, const KcLateSession *late)
{
  /* Another session is pending, and there can be only one note. */
  if (self->pending != NULL && !g_str_equal (self->pending, late->session->session_id))
    return TELL;
  if (self->attempt == NULL)
    return SHOW;

  if (kc_attempt_get_state (self->attempt) == KC_ATTEMPT_CONNECTED)
    return is_shown (self, late) ? NOTHING : TELL;

  if (!is_running (self))
    return SHOW;

  if (!is_for_the_same (late->request, kc_attempt_get_request (self->attempt)))
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

static void
take_finished (KcLateSessions *self, KcLateSession *late, Decision decision)
{
  switch (decision)
    {
    case SHOW:
      g_signal_emit (self, signals[SHOW_RESULT], 0, late);
      break;
    case TELL:
      g_signal_emit (self, signals[FINISHED_IN_BACKGROUND], 0, late);
      break;
    case WAIT:
    case NOTHING:
    default:
      break;
    }
}

static gboolean
finished_source_cb (gpointer user_data)
{
  g_autoptr (KcLateSessions) self = g_object_ref (KC_LATE_SESSIONS (user_data));
  guint n_waiting = 0;

  self->finished_source = 0;
  while (n_waiting < self->finished->len)
    {
      Decision decision = decide (self, g_ptr_array_index (self->finished, n_waiting));

      if (decision == WAIT)
        {
          n_waiting++;
        }
      else
        {
          g_autoptr (KcLateSession) late = g_ptr_array_steal_index (self->finished, n_waiting);

          take_finished (self, late, decision);
        }
    }

  return G_SOURCE_REMOVE;
}

/* Never at once: those who are just being notified of an attempt still look at that one. */
static void
plan_finished (KcLateSessions *self)
{
  if (self->finished->len > 0 && self->finished_source == 0)
    self->finished_source = g_idle_add_full (G_PRIORITY_DEFAULT, finished_source_cb, self, NULL);
}

static void
on_late_completion_connected_cb (KcLateCompletion *late_completion,
                                 KcChannel *channel,
                                 gpointer user_data)
{
  Awaited *awaited = user_data;
  KcLateSessions *self = awaited->owner;

  g_set_object (&awaited->late->channel, channel);
  g_ptr_array_add (self->finished, kc_late_session_ref (awaited->late));
  g_ptr_array_remove (self->awaited, awaited);
  plan_finished (self);
}

static void
on_late_completion_over_cb (KcLateCompletion *late_completion, gpointer user_data)
{
  Awaited *awaited = user_data;

  g_ptr_array_remove (awaited->owner->awaited, awaited);
}

/* --- the attempt ----------------------------------------------------------------------------- */

static void
on_state_notified_cb (KcLateSessions *self)
{
  const KcSession *session = kc_attempt_get_session (self->attempt);

  if (!kc_attempt_state_is_terminal (kc_attempt_get_state (self->attempt)))
    {
      /* The attempt that resumes a session polls it itself. */
      if (session != NULL)
        forget_session (self, session);
    }
  else if (!self->added)
    {
      self->added = TRUE;
      kc_late_sessions_add_attempt (self, self->attempt);
    }
  else if (session != NULL)
    {
      /* The person has said which channel it connected. */
      forget_session (self, session);
    }
  /* Sessions that had to wait may have their turn now. */
  plan_finished (self);
}

static void
kc_late_sessions_dispose (GObject *object)
{
  KcLateSessions *self = KC_LATE_SESSIONS (object);

  kc_late_sessions_stop (self);
  g_clear_object (&self->attempt_signals);
  g_clear_object (&self->attempt);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_late_sessions_parent_class)->dispose (object);
}

static void
kc_late_sessions_finalize (GObject *object)
{
  KcLateSessions *self = KC_LATE_SESSIONS (object);

  g_ptr_array_unref (self->awaited);
  g_ptr_array_unref (self->finished);
  g_free (self->pending);

  G_OBJECT_CLASS (kc_late_sessions_parent_class)->finalize (object);
}

static void
kc_late_sessions_class_init (KcLateSessionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_late_sessions_dispose;
  object_class->finalize = kc_late_sessions_finalize;

  signals[SHOW_RESULT] = g_signal_new ("show-result", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_LATE_SESSION);
  signals[FINISHED_IN_BACKGROUND]
      = g_signal_new ("finished-in-background", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                      NULL, NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_LATE_SESSION);
}

static void
kc_late_sessions_init (KcLateSessions *self)
{
  self->awaited = g_ptr_array_new_with_free_func (free_awaited);
  self->finished = g_ptr_array_new_with_free_func ((GDestroyNotify) kc_late_session_unref);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_state_notified_cb), self);
}

KcLateSessions *
kc_late_sessions_new (KcClock *clock)
{
  KcLateSessions *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_LATE_SESSIONS, NULL);
  self->clock = g_object_ref (clock);

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
                          kc_attempt_get_earlier_channels (attempt),
                          kc_attempt_get_seconds_left (attempt) * (gint64) 1000);
}

void
kc_late_sessions_add (KcLateSessions *self,
                      const KcConnectRequest *request,
                      const KcSession *session,
                      GPtrArray *before,
                      gint64 ms_left)
{
  Awaited *awaited;

  g_return_if_fail (KC_IS_LATE_SESSIONS (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (session != NULL);

  if (self->stopped || self->client == NULL)
    return;

  forget_session (self, session);
  if (self->awaited->len == KC_LATE_SESSIONS_MAX)
    g_ptr_array_remove_index (self->awaited, 0);

  awaited = g_new0 (Awaited, 1);
  awaited->owner = self;
  awaited->late = g_rc_box_new0 (KcLateSession);
  awaited->late->request = kc_connect_request_copy (request);
  awaited->late->session = kc_session_copy (session);
  awaited->late->before = before != NULL ? g_ptr_array_ref (before) : NULL;
  awaited->late_completion
      = kc_late_completion_new (self->client, self->clock, self->rate_limiter, session, ms_left);
  g_signal_connect (awaited->late_completion, "connected",
                    G_CALLBACK (on_late_completion_connected_cb), awaited);
  g_signal_connect (awaited->late_completion, "over", G_CALLBACK (on_late_completion_over_cb),
                    awaited);
  g_ptr_array_add (self->awaited, awaited);
}

void
kc_late_sessions_set_client (KcLateSessions *self, KcClient *client, KcRateLimiter *rate_limiter)
{
  g_return_if_fail (KC_IS_LATE_SESSIONS (self));

  g_set_object (&self->client, client);
  g_set_object (&self->rate_limiter, rate_limiter);
  if (client == NULL)
    {
      g_ptr_array_set_size (self->awaited, 0);
      g_ptr_array_set_size (self->finished, 0);
    }

  for (guint i = 0; i < self->awaited->len; i++)
    {
      Awaited *awaited = g_ptr_array_index (self->awaited, i);

      awaited->late->other_key = TRUE;
      kc_late_completion_set_client (awaited->late_completion, client, rate_limiter);
    }
  for (guint i = 0; i < self->finished->len; i++)
    {
      KcLateSession *late = g_ptr_array_index (self->finished, i);

      late->other_key = TRUE;
      late->key_replaced = TRUE;
    }
}

void
kc_late_sessions_set_pending (KcLateSessions *self, const char *session_id)
{
  g_return_if_fail (KC_IS_LATE_SESSIONS (self));

  g_free (self->pending);
  self->pending = g_strdup (session_id);
}

void
kc_late_sessions_stop (KcLateSessions *self)
{
  g_return_if_fail (KC_IS_LATE_SESSIONS (self));

  self->stopped = TRUE;
  g_clear_handle_id (&self->finished_source, g_source_remove);
  g_ptr_array_set_size (self->awaited, 0);
  g_ptr_array_set_size (self->finished, 0);
}
