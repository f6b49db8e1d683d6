/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What happens when: the one setter of the state, what each state waits for, and the buttons. */

#include "kc-attempt-private.h"

#include "kc-opening.h"

/* A phone that has scanned needs some seconds, with an extra passkey step up to a minute. */
#define LINKING_LIMIT_MS 60000
/* Keebai's clock may end a session earlier than ours, and a stream may then say that it failed. */
#define NEAR_END_MS 15000

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
      kc_confirm_stop (self->confirm);
      g_clear_object (&self->confirm);
    }
}

void
kc_attempt_await_linking (KcAttempt *self)
{
  kc_clear_timer (&self->linking_timer);
  self->linking_timer = kc_clock_add_timer (self->clock, LINKING_LIMIT_MS, linking_timer_cb, self);
}

/* Begins what the new state waits for. */
static void
follow_state (KcAttempt *self)
{
  if (self->watch != NULL)
    kc_watch_follow (self->watch, self->state);

  if (self->state == KC_ATTEMPT_STARTING)
    self->cancellable = g_cancellable_new ();
  else if (self->state == KC_ATTEMPT_LINKING)
    kc_attempt_await_linking (self);
  else if (self->state == KC_ATTEMPT_CONFIRMING)
    begin_confirming (self);
  else if (kc_attempt_state_is_terminal (self->state))
    {
      kc_clear_timer (&self->deadline_timer);
      kc_line_hang_up (self->line);
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

static void
fail_by_stream (KcAttempt *self)
{
  g_autoptr (GError) error
      = kc_error_new_full (KC_ERROR_REFUSED, 0, -1, NULL, self->server_reason, NULL,
                           "the event stream said that linking has failed");

  kc_attempt_fail (self, error);
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

  /* Anew, for what is asked depends on what is known by now. */
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
  /* CONFIRMING has an end of its own, and looks at the time then. */
  if (self->state != KC_ATTEMPT_CONFIRMING)
    kc_attempt_confirm (self, KC_ATTEMPT_EXPIRED);
}

void
kc_attempt_await_deadline (KcAttempt *self)
{
  self->deadline_timer
      = kc_clock_add_timer (self->clock, kc_attempt_get_time_left (self), deadline_timer_cb, self);
}

/* Whatever made us doubt: if Keebai itself says that the session goes on, it does. */
static gboolean
may_scan_again (KcAttempt *self, const KcFindings *findings)
{
  if (self->session->mode != KC_MODE_QR || kc_attempt_get_time_left (self) <= 0)
    return FALSE;

  if (self->fallback == KC_ATTEMPT_SCANNING)
    return findings->word != KC_SESSION_EXPIRED;

  return self->fallback == KC_ATTEMPT_EXPIRED && findings->pending;
}

static void
on_confirm_concluded_cb (KcConfirm *source, const KcFindings *findings, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  g_set_object (&self->channel, findings->channel);

  if (findings->channel != NULL || findings->word == KC_SESSION_COMPLETED
      || self->fallback == KC_ATTEMPT_CONNECTED)
    kc_attempt_set_state (self, KC_ATTEMPT_CONNECTED);
  else if (findings->word == KC_SESSION_CANCELLED)
    kc_attempt_set_state (self, KC_ATTEMPT_CANCELLED);
  else if (findings->error != NULL)
    kc_attempt_fail (self, findings->error);
  else if (self->error != NULL)
    kc_attempt_fail (self, self->error);
  else if (self->fallback == KC_ATTEMPT_FAILED && kc_attempt_get_time_left (self) > NEAR_END_MS)
    fail_by_stream (self);
  else if (may_scan_again (self, findings))
    kc_attempt_set_state (self, KC_ATTEMPT_SCANNING);
  else
    kc_attempt_set_state (self, KC_ATTEMPT_EXPIRED);
}

static void
on_line_noted_cb (GObject *source, const GError *error, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  kc_line_note (self->line, error);
}

static void
begin_confirming (KcAttempt *self)
{
  self->confirm
      = kc_confirm_new (self->client, self->clock, self->budget, self->session, self->before);
  g_signal_connect (self->confirm, "concluded", G_CALLBACK (on_confirm_concluded_cb), self);
  g_signal_connect (self->confirm, "line", G_CALLBACK (on_line_noted_cb), self);
  kc_confirm_start (self->confirm, self->fallback != KC_ATTEMPT_CONNECTED && self->error == NULL);
}

/* --- the opening ----------------------------------------------------------------------------- */

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (KcSession) session = kc_opening_run_finish (result, &before, &error);
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
      kc_opening_run_async (self->client, self->clock, self->budget, self->request,
                            self->cancellable, open_cb, self);
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

  if (!kc_attempt_state_is_terminal (self->state))
    kc_attempt_set_state (self, KC_ATTEMPT_CANCELLED);
}

void
kc_attempt_poll_now (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  if (self->confirm != NULL)
    kc_confirm_poll_now (self->confirm);
  if (self->watch != NULL)
    kc_watch_hurry (self->watch);
}

void
kc_attempt_end (KcAttempt *self)
{
  stop_waiting (self);
  kc_clear_timer (&self->deadline_timer);
  kc_attempt_drop_watch (self);
}
