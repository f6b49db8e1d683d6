/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What happens when: the one setter of the state, what each state waits for, and the buttons. */

#include "kc-attempt-private.h"

#include "kc-session-start.h"
#include "kc-verdict.h"

/* A phone that has scanned needs some seconds, with an extra passkey step up to a minute. */
#define LINKING_LIMIT_MS 60000
/* However often the stream says that it is linking: one that is opened again may only repeat it. */
#define LINKING_LONGEST_MS 120000

static void begin_confirming (KcAttempt *self);
static void linking_timer_cb (gpointer user_data);

/* What the state left was waiting for. */
static void
stop_waiting (KcAttempt *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  kc_clear_timer (&self->linking_timer);
  if (self->confirm != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->confirm, self);
      kc_outcome_check_stop (self->confirm);
      g_clear_object (&self->confirm);
    }
}

void
kc_attempt_await_linking (KcAttempt *self)
{
  gint64 longest_ms = self->linking_since + LINKING_LONGEST_MS - kc_clock_get_now (self->clock);

  kc_clear_timer (&self->linking_timer);
  self->linking_timer = kc_clock_add_timer (self->clock, MIN (LINKING_LIMIT_MS, longest_ms),
                                            linking_timer_cb, self);
}

void
kc_attempt_begin_linking (KcAttempt *self)
{
  self->linking_since = kc_clock_get_now (self->clock);
  kc_attempt_await_linking (self);
}

/* Begins what the new state waits for. */
static void
follow_state (KcAttempt *self)
{
  if (self->watch != NULL)
    kc_session_monitor_follow (self->watch, self->state);

  if (self->state == KC_ATTEMPT_STARTING)
    self->cancellable = g_cancellable_new ();
  else if (self->state == KC_ATTEMPT_LINKING)
    kc_attempt_begin_linking (self);
  else if (self->state == KC_ATTEMPT_CONFIRMING)
    begin_confirming (self);
  else if (kc_attempt_state_is_terminal (self->state))
    {
      kc_clear_timer (&self->deadline_timer);
      kc_connectivity_monitor_hang_up (self->line);
    }
}

void
kc_attempt_set_state (KcAttempt *self, KcAttemptState state)
{
  g_autoptr (KcAttempt) guard = g_object_ref (self);
  gboolean code_live = kc_attempt_get_code_live (self);

  if (!kc_attempt_state_may_become (self->state, state))
    {
      g_critical ("an attempt cannot go from %s to %s", kc_attempt_state_to_string (self->state),
                  kc_attempt_state_to_string (state));
      return;
    }

  g_debug ("attempt: %s, then %s", kc_attempt_state_to_string (self->state),
           kc_attempt_state_to_string (state));

  /* Nobody is told before everything has followed. */
  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  self->state_since = kc_clock_get_now (self->clock);
  kc_attempt_want_key (self, FALSE);
  stop_waiting (self);
  follow_state (self);
  g_object_notify (G_OBJECT (self), "state");
  if (kc_attempt_get_code_live (self) != code_live)
    g_object_notify (G_OBJECT (self), "code-live");
  g_object_thaw_notify (G_OBJECT (self));

  if (kc_attempt_state_is_terminal (state))
    g_signal_emit_by_name (self, "finished");
}

void
kc_attempt_fail (KcAttempt *self, const GError *error)
{
  if (self->error != error)
    {
      g_clear_error (&self->error);
      self->error = g_error_copy (error);
    }
  kc_attempt_set_state (self, KC_ATTEMPT_FAILED);
}

void
kc_attempt_confirm (KcAttempt *self, KcAttemptState fallback)
{
  self->fallback = fallback;
  if (self->state != KC_ATTEMPT_CONFIRMING)
    {
      kc_attempt_set_state (self, KC_ATTEMPT_CONFIRMING);
      return;
    }

  /* What is asked depends on what is known by now. */
  kc_attempt_confirm_anew (self);
}

void
kc_attempt_confirm_anew (KcAttempt *self)
{
  if (self->state != KC_ATTEMPT_CONFIRMING)
    return;

  stop_waiting (self);
  begin_confirming (self);
}

gint64
kc_attempt_get_time_left (KcAttempt *self)
{
  return self->deadline - kc_clock_get_now (self->clock);
}

static void
linking_timer_cb (gpointer user_data)
{
  /* Nothing followed the scan. If the server has no word either, the next code may be scanned. */
  kc_attempt_confirm (KC_ATTEMPT (user_data), KC_ATTEMPT_SCANNING);
}

static void
deadline_timer_cb (gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  kc_clear_timer (&self->deadline_timer);
  /* A phone that has scanned in time may take its own time: that has an end, too. */
  if (self->state == KC_ATTEMPT_LINKING && !self->key_wanted)
    return;
  /* CONFIRMING has an end as well; only, nothing can be scanned any more. */
  if (self->state == KC_ATTEMPT_CONFIRMING && self->fallback != KC_ATTEMPT_SCANNING)
    return;

  kc_attempt_confirm (self, KC_ATTEMPT_EXPIRED);
}

void
kc_attempt_await_deadline (KcAttempt *self)
{
  self->deadline_timer
      = kc_clock_add_timer (self->clock, kc_attempt_get_time_left (self), deadline_timer_cb, self);
}

static void
on_confirm_concluded_cb (KcOutcomeCheck *source, const KcFindings *findings, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);
  const KcDoubt doubt = {
      .mode = self->session->mode,
      .fallback = self->fallback,
      .failed_at_end = self->failed_at_end,
      .time_left = kc_attempt_get_time_left (self) > 0,
      .turned_away = self->error,
  };
  KcVerdict verdict = kc_verdict_reach (&doubt, findings);
  const GError *trouble = kc_connectivity_monitor_get_error (self->line);

  g_set_object (&self->channel, findings->channel);
  self->may_ask_again = verdict.may_ask_again;
  self->may_succeed_late = verdict.may_succeed_late;

  if (verdict.state != KC_ATTEMPT_FAILED)
    {
      g_clear_error (&self->error);
      kc_attempt_set_state (self, verdict.state);
    }
  /* What was told all along: where Keebai let nobody ask, confirming itself has heard nothing. */
  else if (verdict.error != NULL && verdict.error == findings->trouble && trouble != NULL)
    kc_attempt_fail (self, trouble);
  else if (verdict.error != NULL)
    kc_attempt_fail (self, verdict.error);
  else
    {
      g_autoptr (GError) error
          = kc_error_new_full (KC_ERROR_REFUSED, 0, -1, NULL, self->server_reason, NULL,
                               "the event stream said that linking has failed");

      kc_attempt_fail (self, error);
    }
}

static void
on_check_connectivity_noted_cb (KcOutcomeCheck *source, const GError *error, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  kc_connectivity_monitor_note (self->line, error);
}

static void
begin_confirming (KcAttempt *self)
{
  gboolean is_over = kc_attempt_get_time_left (self) <= 0;
  KcOutcomeCheckFlags flags = 0;

  if (self->fallback != KC_ATTEMPT_CONNECTED)
    flags |= KC_OUTCOME_CHECK_SESSION;
  if (kc_session_monitor_get_key_fits (self->watch))
    flags |= KC_OUTCOME_CHECK_COMPARE;
  /* Where "the time is up" would be said, it has to be known. */
  if (self->fallback == KC_ATTEMPT_EXPIRED || (self->fallback == KC_ATTEMPT_SCANNING && is_over)
      || (self->fallback == KC_ATTEMPT_FAILED && self->failed_at_end))
    flags |= KC_OUTCOME_CHECK_PATIENT;

  self->confirm = kc_outcome_check_new (self->client, self->clock, self->rate_limiter,
                                        kc_session_monitor_get_poller (self->watch),
                                        self->session->mode, self->before);
  g_signal_connect (self->confirm, "concluded", G_CALLBACK (on_confirm_concluded_cb), self);
  g_signal_connect (self->confirm, "connectivity", G_CALLBACK (on_check_connectivity_noted_cb),
                    self);
  kc_outcome_check_start (self->confirm, flags);
}

/* --- the opening ----------------------------------------------------------------------------- */

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (KcSession) session = kc_session_start_run_finish (result, &before, &error);
  KcAttempt *self;

  /* Only the state left cancels it, so what is not cancelled belongs to STARTING. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_ATTEMPT (user_data);
  if (session == NULL)
    {
      kc_attempt_fail (self, error);
      return;
    }

  self->session = g_steal_pointer (&session);
  self->before = g_steal_pointer (&before);
  self->deadline = kc_clock_get_now (self->clock) + self->session->expires_in * (gint64) 1000;
  kc_attempt_take_session (self);
}

/* --- buttons --------------------------------------------------------------------------------- */

void
kc_attempt_start (KcAttempt *self)
{
  g_autoptr (KcAttempt) guard = NULL;

  g_return_if_fail (KC_IS_ATTEMPT (self));

  if (self->state != KC_ATTEMPT_IDLE)
    return;

  guard = g_object_ref (self);
  kc_attempt_set_state (self, KC_ATTEMPT_STARTING);
  if (self->state != KC_ATTEMPT_STARTING)
    return;

  if (self->session == NULL)
    {
      kc_session_start_run_async (self->client, self->clock, self->rate_limiter, self->line,
                                  self->request, self->cancellable, open_cb, self);
      return;
    }

  /* Much may have happened while nobody looked. */
  kc_attempt_take_session (self);
  kc_attempt_poll_now (self);
}

void
kc_attempt_cancel (KcAttempt *self)
{
  g_autoptr (KcAttempt) guard = NULL;

  g_return_if_fail (KC_IS_ATTEMPT (self));

  guard = g_object_ref (self);

  /* The table has one door out of IDLE. Nothing is sent behind it. */
  if (self->state == KC_ATTEMPT_IDLE)
    kc_attempt_set_state (self, KC_ATTEMPT_STARTING);

  if (kc_attempt_state_is_terminal (self->state))
    return;

  self->may_succeed_late = self->session != NULL;
  kc_attempt_set_state (self, KC_ATTEMPT_CANCELLED);
}

void
kc_attempt_poll_now (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  if (self->confirm != NULL)
    kc_outcome_check_poll_now (self->confirm);
  if (self->watch != NULL)
    kc_session_monitor_hurry (self->watch);
}

void
kc_attempt_end (KcAttempt *self)
{
  stop_waiting (self);
  kc_clear_timer (&self->deadline_timer);
  kc_attempt_drop_watch (self);
}
