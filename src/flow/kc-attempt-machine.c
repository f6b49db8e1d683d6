/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-machine.h"

#include "kc-session-start.h"

struct _KcAttemptMachine {
  GObject parent_instance;

  KcAttemptFacts facts;
  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcConnectivityMonitor *connectivity_monitor;

  GCancellable *cancellable; /* of the session start */
  gboolean other_key;        /* than the one that opens the session, before there is a monitor */
  KcSessionMonitor *session_monitor;
  gint64 deadline;               /* of the clock, in milliseconds */
  KcOutcomeCheck *outcome_check; /* CONFIRMING */
};

G_DEFINE_FINAL_TYPE (KcAttemptMachine, kc_attempt_machine, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_CONNECTIVITY,
  PROP_CODE,
  PROP_CODE_PICTURE,
  PROP_CODE_LIVE,
  PROP_KEY_WANTED,
  PROP_NEW_CHANNELS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum {
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void begin_confirming (KcAttemptMachine *self);

static void
notify (KcAttemptMachine *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* --- the state ------------------------------------------------------------------------------- */

static void
want_key (KcAttemptMachine *self, gboolean key_wanted)
{
  if (self->facts.key_wanted == key_wanted)
    return;

  self->facts.key_wanted = key_wanted;
  notify (self, PROP_KEY_WANTED);
}

static void
stop_waiting (KcAttemptMachine *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->outcome_check != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->outcome_check, self);
      kc_outcome_check_stop (self->outcome_check);
      g_clear_object (&self->outcome_check);
    }
}

static void
follow_state (KcAttemptMachine *self)
{
  if (self->session_monitor != NULL)
    kc_session_monitor_follow (self->session_monitor, self->facts.state);

  if (self->facts.state == KC_ATTEMPT_STARTING)
    self->cancellable = g_cancellable_new ();
  else if (self->facts.state == KC_ATTEMPT_CONFIRMING)
    begin_confirming (self);
  else if (kc_attempt_state_is_terminal (self->facts.state))
    {
      self->facts.time_was_up
          = self->facts.session != NULL
            && kc_attempt_machine_get_time_left (self) <= KC_ATTEMPT_FACTS_NEAR_END_MS;
      kc_connectivity_monitor_stop (self->connectivity_monitor);
    }
}

/* The only place where the state changes. A caller that holds no reference touches nothing of the
 * machine afterwards. */
static void
set_state (KcAttemptMachine *self, KcAttemptState state)
{
  g_autoptr (KcAttemptMachine) guard = g_object_ref (self);
  gboolean code_live = kc_attempt_machine_get_code_live (self);
  gboolean was_terminal = kc_attempt_state_is_terminal (self->facts.state);

  if (!kc_attempt_state_may_become (self->facts.state, state))
    {
      g_critical ("an attempt cannot go from %s to %s",
                  kc_attempt_state_to_string (self->facts.state),
                  kc_attempt_state_to_string (state));
      return;
    }

  g_debug ("attempt: %s, then %s", kc_attempt_state_to_string (self->facts.state),
           kc_attempt_state_to_string (state));

  /* Nothing is notified before everything has followed. */
  g_object_freeze_notify (G_OBJECT (self));
  self->facts.state = state;
  want_key (self, FALSE);
  stop_waiting (self);
  follow_state (self);
  notify (self, PROP_STATE);
  if (kc_attempt_machine_get_code_live (self) != code_live)
    notify (self, PROP_CODE_LIVE);
  g_object_thaw_notify (G_OBJECT (self));

  if (kc_attempt_state_is_terminal (state) && !was_terminal)
    g_signal_emit (self, signals[FINISHED], 0);
}

static void
fail (KcAttemptMachine *self, const GError *error)
{
  kc_attempt_facts_set_error (&self->facts, error);
  set_state (self, KC_ATTEMPT_FAILED);
}

/* --- confirming ------------------------------------------------------------------------------ */

static void
on_check_concluded_cb (KcOutcomeCheck *check, const KcFindings *findings, gpointer user_data)
{
  KcAttemptMachine *self = KC_ATTEMPT_MACHINE (user_data);

  set_state (self, kc_attempt_facts_conclude (&self->facts, findings,
                                              kc_attempt_machine_get_time_left (self),
                                              kc_connectivity_monitor_get_error (
                                                  self->connectivity_monitor)));
}

static void
on_connectivity_noted_cb (GObject *source, const GError *error, gpointer user_data)
{
  kc_connectivity_monitor_note (KC_ATTEMPT_MACHINE (user_data)->connectivity_monitor, error);
}

static void
begin_confirming (KcAttemptMachine *self)
{
  KcOutcomeCheckFlags flags
      = kc_attempt_facts_get_check_flags (&self->facts, kc_attempt_machine_get_time_left (self));

  if (kc_session_monitor_get_key_fits (self->session_monitor))
    flags |= KC_OUTCOME_CHECK_COMPARE;
  if (kc_session_monitor_get_seems_over (self->session_monitor))
    flags |= KC_OUTCOME_CHECK_SEEMS_OVER;

  self->outcome_check = kc_outcome_check_new (self->client, self->clock, self->rate_limiter,
                                              kc_session_monitor_get_poller (self->session_monitor),
                                              self->facts.session, self->facts.before);
  g_signal_connect (self->outcome_check, "concluded", G_CALLBACK (on_check_concluded_cb), self);
  g_signal_connect (self->outcome_check, "connectivity", G_CALLBACK (on_connectivity_noted_cb),
                    self);
  kc_outcome_check_start (self->outcome_check, flags);
}

/* Asks how the session ended. Restarts if it does so already, because what has to be asked depends
 * on what is known. */
static void
confirm (KcAttemptMachine *self, KcAttemptState fallback)
{
  self->facts.fallback = fallback;
  if (self->facts.state != KC_ATTEMPT_CONFIRMING)
    {
      set_state (self, KC_ATTEMPT_CONFIRMING);
      return;
    }

  stop_waiting (self);
  begin_confirming (self);
}

/* --- news ------------------------------------------------------------------------------------ */

/* The session is kept for another key. Until then nothing is polled, because it would be refused,
 * and no code is shown, because it would become stale. */
static void
wait_for_key (KcAttemptMachine *self, const GError *error)
{
  g_autoptr (KcAttemptMachine) guard = g_object_ref (self);

  g_object_freeze_notify (G_OBJECT (self));
  kc_attempt_facts_set_error (&self->facts, error);
  want_key (self, TRUE);
  kc_session_monitor_pause (self->session_monitor);
  kc_connectivity_monitor_note (self->connectivity_monitor, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_session_news_cb (KcSessionMonitor *session_monitor, const KcNews *news, gpointer user_data)
{
  KcAttemptMachine *self = KC_ATTEMPT_MACHINE (user_data);
  const KcStep step
      = kc_attempt_facts_take_news (&self->facts, news, kc_attempt_machine_get_time_left (self));

  switch (step.kind)
    {
    case KC_STEP_NONE:
      break;
    case KC_STEP_ENTER:
      set_state (self, step.state);
      break;
    case KC_STEP_CONFIRM:
      confirm (self, step.state);
      break;
    case KC_STEP_FALL_BACK:
      self->facts.fallback = step.state;
      break;
    case KC_STEP_AWAIT_LINKING:
      kc_session_monitor_await_linking (session_monitor);
      break;
    case KC_STEP_WANT_KEY:
      wait_for_key (self, news->error);
      break;
    }
}

/* The properties of both have the same names. */
static void
on_feed_notified_cb (KcAttemptMachine *self, GParamSpec *pspec)
{
  if (self->facts.state == KC_ATTEMPT_SCANNING || !g_str_equal (pspec->name, "code-live"))
    g_object_notify (G_OBJECT (self), pspec->name);
}

/* --- the session start ----------------------------------------------------------------------- */

/* STARTING: the session is there, and so is its deadline. */
static void
take_session (KcAttemptMachine *self)
{
  KcQrFeed *feed;
  gint64 left_ms = kc_attempt_machine_get_time_left (self);

  self->session_monitor = kc_session_monitor_new (self->client, self->clock, self->rate_limiter,
                                                  self->facts.session, left_ms);
  if (self->other_key)
    kc_session_monitor_doubt_key (self->session_monitor);
  g_signal_connect (self->session_monitor, "news", G_CALLBACK (on_session_news_cb), self);
  g_signal_connect (self->session_monitor, "connectivity", G_CALLBACK (on_connectivity_noted_cb),
                    self);
  feed = kc_attempt_machine_get_feed (self);
  if (feed != NULL)
    g_signal_connect_swapped (feed, "notify", G_CALLBACK (on_feed_notified_cb), self);

  if (left_ms <= 0)
    confirm (self, KC_ATTEMPT_EXPIRED);
  else
    set_state (self, feed != NULL ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING);
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (KcSession) session = kc_session_start_run_finish (result, &before, &error);
  KcAttemptMachine *self;

  /* It is cancelled when STARTING is left, so here the state is STARTING. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_ATTEMPT_MACHINE (user_data);
  if (session == NULL)
    {
      fail (self, error);
      return;
    }

  kc_attempt_machine_set_session (self, session, before, session->expires_in * (gint64) 1000);
  take_session (self);
}

static void
on_connectivity_changed_cb (KcAttemptMachine *self)
{
  notify (self, PROP_CONNECTIVITY);
}

static void
on_network_back_cb (KcAttemptMachine *self, gboolean was_away)
{
  KcQrFeed *feed = kc_attempt_machine_get_feed (self);

  if (was_away && feed != NULL)
    kc_qr_feed_renew (feed);
  kc_attempt_machine_poll_now (self);
}

static void
drop_connectivity_monitor (KcAttemptMachine *self)
{
  if (self->connectivity_monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->connectivity_monitor, self);
  g_clear_object (&self->connectivity_monitor);
}

/* --- the object ------------------------------------------------------------------------------ */

static void
kc_attempt_machine_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  KcAttemptMachine *self = KC_ATTEMPT_MACHINE (object);
  KcQrFeed *feed = kc_attempt_machine_get_feed (self);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->facts.state);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value,
                        kc_connectivity_monitor_get_connectivity (self->connectivity_monitor));
      break;
    case PROP_CODE:
    case PROP_CODE_PICTURE:
      if (feed != NULL)
        g_object_get_property (G_OBJECT (feed), pspec->name, value);
      break;
    case PROP_CODE_LIVE:
      g_value_set_boolean (value, kc_attempt_machine_get_code_live (self));
      break;
    case PROP_KEY_WANTED:
      g_value_set_boolean (value, self->facts.key_wanted);
      break;
    case PROP_NEW_CHANNELS:
      g_value_set_enum (value, self->facts.new_channels_are);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kc_attempt_machine_dispose (GObject *object)
{
  KcAttemptMachine *self = KC_ATTEMPT_MACHINE (object);

  kc_attempt_machine_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);
  kc_attempt_facts_clear (&self->facts);

  G_OBJECT_CLASS (kc_attempt_machine_parent_class)->dispose (object);
}

static void
kc_attempt_machine_class_init (KcAttemptMachineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kc_attempt_machine_get_property;
  object_class->dispose = kc_attempt_machine_dispose;

  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, KC_TYPE_ATTEMPT_STATE, KC_ATTEMPT_IDLE, flags);
  properties[PROP_CONNECTIVITY]
      = g_param_spec_enum ("connectivity", NULL, NULL, KC_TYPE_CONNECTIVITY, KC_CONNECTIVITY_LIVE,
                           flags);
  properties[PROP_CODE] = g_param_spec_boxed ("code", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_CODE_PICTURE]
      = g_param_spec_boxed ("code-picture", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_CODE_LIVE] = g_param_spec_boolean ("code-live", NULL, NULL, FALSE, flags);
  properties[PROP_KEY_WANTED] = g_param_spec_boolean ("key-wanted", NULL, NULL, FALSE, flags);
  properties[PROP_NEW_CHANNELS]
      = g_param_spec_enum ("new-channels", NULL, NULL, KC_TYPE_NEW_CHANNELS, KC_NEW_CHANNELS_NONE,
                           flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_attempt_machine_init (KcAttemptMachine *self)
{
}

KcAttemptMachine *
kc_attempt_machine_new (KcClient *client,
                        KcClock *clock,
                        KcRateLimiter *rate_limiter,
                        const KcConnectRequest *request)
{
  KcAttemptMachine *self = g_object_new (KC_TYPE_ATTEMPT_MACHINE, NULL);

  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->rate_limiter = g_object_ref (rate_limiter);
  self->facts.request = kc_connect_request_copy (request);

  return self;
}

void
kc_attempt_machine_set_session (KcAttemptMachine *self,
                                const KcSession *session,
                                GPtrArray *before,
                                gint64 ms_left)
{
  self->facts.session = kc_session_copy (session);
  self->facts.before = before != NULL ? g_ptr_array_ref (before) : NULL;
  self->deadline
      = kc_clock_get_now (self->clock) + CLAMP (ms_left, 0, session->expires_in * (gint64) 1000);
}

void
kc_attempt_machine_set_network_monitor (KcAttemptMachine *self, GNetworkMonitor *monitor)
{
  drop_connectivity_monitor (self);
  self->connectivity_monitor = kc_connectivity_monitor_new (monitor);
  g_signal_connect_swapped (self->connectivity_monitor, "changed",
                            G_CALLBACK (on_connectivity_changed_cb), self);
  g_signal_connect_swapped (self->connectivity_monitor, "network-back",
                            G_CALLBACK (on_network_back_cb), self);
}

void
kc_attempt_machine_start (KcAttemptMachine *self, gint64 pause_ms)
{
  g_autoptr (KcAttemptMachine) guard = g_object_ref (self);

  if (self->facts.state != KC_ATTEMPT_IDLE)
    return;

  set_state (self, KC_ATTEMPT_STARTING);
  if (self->facts.state != KC_ATTEMPT_STARTING)
    return;

  if (self->facts.session == NULL)
    {
      kc_session_start_run_async (self->client, self->clock, self->rate_limiter,
                                  self->connectivity_monitor, self->facts.request, pause_ms,
                                  self->cancellable, open_cb, self);
      return;
    }

  /* Much may have happened in the meantime. */
  take_session (self);
  kc_attempt_machine_poll_now (self);
}

void
kc_attempt_machine_cancel (KcAttemptMachine *self)
{
  g_autoptr (KcAttemptMachine) guard = g_object_ref (self);

  /* The table has one way out of IDLE. Nothing is sent on it. */
  if (self->facts.state == KC_ATTEMPT_IDLE)
    set_state (self, KC_ATTEMPT_STARTING);

  if (kc_attempt_state_is_terminal (self->facts.state))
    return;

  self->facts.may_succeed_late = self->facts.session != NULL;
  set_state (self, KC_ATTEMPT_CANCELLED);
}

void
kc_attempt_machine_poll_now (KcAttemptMachine *self)
{
  if (self->outcome_check != NULL)
    kc_outcome_check_poll_now (self->outcome_check);
  if (self->session_monitor != NULL)
    kc_session_monitor_poll_now (self->session_monitor);
}

void
kc_attempt_machine_set_client (KcAttemptMachine *self,
                               KcClient *client,
                               KcRateLimiter *rate_limiter)
{
  g_autoptr (KcAttemptMachine) guard = g_object_ref (self);

  g_set_object (&self->client, client);
  g_set_object (&self->rate_limiter, rate_limiter);

  if (self->session_monitor == NULL)
    {
      self->other_key = self->facts.session != NULL || self->facts.state == KC_ATTEMPT_STARTING;
      return;
    }
  if (kc_attempt_state_is_terminal (self->facts.state))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->facts.error);
  want_key (self, FALSE);
  kc_session_monitor_set_client (self->session_monitor, self->client, self->rate_limiter);
  if (self->facts.state == KC_ATTEMPT_CONFIRMING)
    confirm (self, self->facts.fallback);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
kc_attempt_machine_accept_channel (KcAttemptMachine *self, KcChannel *channel)
{
  g_autoptr (KcAttemptMachine) guard = g_object_ref (self);

  if (!kc_attempt_facts_accept_channel (&self->facts, channel))
    return FALSE;

  notify (self, PROP_NEW_CHANNELS);
  set_state (self, KC_ATTEMPT_CONNECTED);

  return TRUE;
}

void
kc_attempt_machine_decline_channels (KcAttemptMachine *self)
{
  if (self->facts.new_channels_are == KC_NEW_CHANNELS_NONE)
    return;

  kc_attempt_facts_drop_new_channels (&self->facts);
  notify (self, PROP_NEW_CHANNELS);
}

void
kc_attempt_machine_stop (KcAttemptMachine *self)
{
  KcQrFeed *feed = kc_attempt_machine_get_feed (self);

  stop_waiting (self);
  if (feed != NULL)
    g_signal_handlers_disconnect_by_data (feed, self);
  if (self->session_monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session_monitor, self);
      kc_session_monitor_follow (self->session_monitor, KC_ATTEMPT_CANCELLED);
    }
  g_clear_object (&self->session_monitor);
  drop_connectivity_monitor (self);
}

const KcAttemptFacts *
kc_attempt_machine_get_facts (KcAttemptMachine *self)
{
  return &self->facts;
}

KcConnectivityMonitor *
kc_attempt_machine_get_connectivity_monitor (KcAttemptMachine *self)
{
  return self->connectivity_monitor;
}

KcQrFeed *
kc_attempt_machine_get_feed (KcAttemptMachine *self)
{
  return self->session_monitor != NULL ? kc_session_monitor_get_feed (self->session_monitor) : NULL;
}

gboolean
kc_attempt_machine_get_code_live (KcAttemptMachine *self)
{
  /* Whatever the feed says: in other states the session may be over. */
  return self->facts.state == KC_ATTEMPT_SCANNING
         && kc_qr_feed_get_code_live (kc_attempt_machine_get_feed (self));
}

gint64
kc_attempt_machine_get_time_left (KcAttemptMachine *self)
{
  return self->deadline - kc_clock_get_now (self->clock);
}
