/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What happens when: the one setter of the state, and everything that calls it. */

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

static void
await_linking (KcAttempt *self)
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
    await_linking (self);
  else if (self->state == KC_ATTEMPT_CONFIRMING)
    begin_confirming (self);
  else if (kc_attempt_state_is_terminal (self->state))
    {
      kc_clear_timer (&self->deadline_timer);
      kc_line_hang_up (self->line);
    }
}

/* The only place where the state changes. Whoever is notified may do anything to the attempt, up to
 * dropping it: a caller touches nothing of it afterwards. */
static void
set_state (KcAttempt *self, KcAttemptState state)
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

static void
fail (KcAttempt *self, const GError *error)
{
  if (self->error != error)
    {
      g_clear_error (&self->error);
      self->error = g_error_copy (error);
    }
  set_state (self, KC_ATTEMPT_FAILED);
}

static void
fail_by_stream (KcAttempt *self)
{
  g_autoptr (GError) error
      = kc_error_new_full (KC_ERROR_REFUSED, 0, -1, NULL, self->server_reason, NULL,
                           "the event stream said that linking has failed");

  fail (self, error);
}

static void
confirm (KcAttempt *self, KcAttemptState fallback)
{
  self->fallback = fallback;
  if (self->state != KC_ATTEMPT_CONFIRMING)
    {
      set_state (self, KC_ATTEMPT_CONFIRMING);
      return;
    }

  /* Anew, for what is asked depends on what is known by now. */
  stop_waiting (self);
  begin_confirming (self);
}

static gint64
get_time_left (KcAttempt *self)
{
  return self->deadline - kc_clock_get_now (self->clock);
}

static void
linking_timer_cb (gpointer user_data)
{
  /* Nothing followed the scan. If the server has no word either, the next code may be scanned. */
  confirm (KC_ATTEMPT (user_data), KC_ATTEMPT_SCANNING);
}

static void
deadline_timer_cb (gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  kc_clear_timer (&self->deadline_timer);
  /* CONFIRMING has an end of its own, and looks at the time then. */
  if (self->state != KC_ATTEMPT_CONFIRMING)
    confirm (self, KC_ATTEMPT_EXPIRED);
}

/* Whatever made us doubt: if Keebai itself says that the session goes on, it does. */
static gboolean
may_scan_again (KcAttempt *self, const KcFindings *findings)
{
  if (self->session->mode != KC_MODE_QR || get_time_left (self) <= 0)
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
    set_state (self, KC_ATTEMPT_CONNECTED);
  else if (findings->word == KC_SESSION_CANCELLED)
    set_state (self, KC_ATTEMPT_CANCELLED);
  else if (findings->error != NULL)
    fail (self, findings->error);
  else if (self->error != NULL)
    fail (self, self->error);
  else if (self->fallback == KC_ATTEMPT_FAILED && get_time_left (self) > NEAR_END_MS)
    fail_by_stream (self);
  else if (may_scan_again (self, findings))
    set_state (self, KC_ATTEMPT_SCANNING);
  else
    set_state (self, KC_ATTEMPT_EXPIRED);
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

/* --- news of the session --------------------------------------------------------------------- */

static void
take_code_news (KcAttempt *self)
{
  if (self->state == KC_ATTEMPT_LINKING
      || (self->state == KC_ATTEMPT_CONFIRMING && self->fallback == KC_ATTEMPT_SCANNING
          && get_time_left (self) > 0))
    set_state (self, KC_ATTEMPT_SCANNING);
}

static void
take_connected_news (KcAttempt *self, const KcNews *news)
{
  g_free (self->phone_number);
  self->phone_number = g_strdup (news->phone_number);
  g_free (self->push_name);
  self->push_name = g_strdup (news->push_name);

  /* It is connected; only which channel it is may be left to find out. */
  if (news->channel == NULL && self->before != NULL)
    {
      confirm (self, KC_ATTEMPT_CONNECTED);
      return;
    }

  g_set_object (&self->channel, news->channel);
  set_state (self, KC_ATTEMPT_CONNECTED);
}

static void
take_failed_news (KcAttempt *self, const KcNews *news)
{
  g_free (self->server_reason);
  self->server_reason = g_strdup (news->reason);
  if (self->state != KC_ATTEMPT_CONFIRMING)
    confirm (self, KC_ATTEMPT_FAILED);
  else if (self->fallback != KC_ATTEMPT_CONNECTED)
    self->fallback = KC_ATTEMPT_FAILED;
}

/* "Failed" is said only after a look at the channels. */
static void
take_locked_out_news (KcAttempt *self, const KcNews *news)
{
  if (self->state == KC_ATTEMPT_CONFIRMING)
    return;

  if (self->before == NULL)
    {
      fail (self, news->error);
      return;
    }

  self->error = g_error_copy (news->error);
  confirm (self, KC_ATTEMPT_FAILED);
}

static void
on_watch_news_cb (KcWatch *watch, const KcNews *news, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  switch (news->kind)
    {
    case KC_NEWS_CODE:
      take_code_news (self);
      break;
    case KC_NEWS_LINKING:
      if (self->state == KC_ATTEMPT_SCANNING)
        set_state (self, KC_ATTEMPT_LINKING);
      else if (self->state == KC_ATTEMPT_LINKING)
        await_linking (self);
      break;
    case KC_NEWS_CONNECTED:
      take_connected_news (self, news);
      break;
    case KC_NEWS_EXPIRED:
      if (self->state == KC_ATTEMPT_WAITING)
        set_state (self, KC_ATTEMPT_EXPIRED);
      else
        confirm (self, KC_ATTEMPT_EXPIRED);
      break;
    case KC_NEWS_CANCELLED:
      set_state (self, KC_ATTEMPT_CANCELLED);
      break;
    case KC_NEWS_FAILED:
      take_failed_news (self, news);
      break;
    case KC_NEWS_OVER:
      if (self->state != KC_ATTEMPT_CONFIRMING)
        confirm (self, KC_ATTEMPT_EXPIRED);
      else if (self->fallback == KC_ATTEMPT_SCANNING)
        self->fallback = KC_ATTEMPT_EXPIRED;
      break;
    case KC_NEWS_LOCKED_OUT:
      take_locked_out_news (self, news);
      break;
    }
}

static void
on_feed_code_changed_cb (KcQrFeed *feed, GParamSpec *pspec, gpointer user_data)
{
  g_object_notify (G_OBJECT (user_data), "code");
}

static void
on_feed_code_live_changed_cb (KcQrFeed *feed, GParamSpec *pspec, gpointer user_data)
{
  if (KC_ATTEMPT (user_data)->state == KC_ATTEMPT_SCANNING)
    g_object_notify (G_OBJECT (user_data), "code-live");
}

/* --- the opening ----------------------------------------------------------------------------- */

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (KcSession) session = kc_opening_run_finish (result, &before, &error);
  gboolean is_qr;
  KcAttempt *self;

  /* Only the state left cancels it, so what is not cancelled belongs to STARTING. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_ATTEMPT (user_data);
  if (session == NULL)
    {
      fail (self, error);
      return;
    }

  self->session = g_steal_pointer (&session);
  self->before = g_steal_pointer (&before);
  self->deadline = kc_clock_get_now (self->clock) + self->session->expires_in * (gint64) 1000;
  self->deadline_timer = kc_clock_add_timer (self->clock, self->session->expires_in * (gint64) 1000,
                                             deadline_timer_cb, self);

  is_qr = self->session->mode == KC_MODE_QR;
  self->watch = kc_watch_new (self->client, self->clock, self->budget, self->session);
  g_signal_connect (self->watch, "news", G_CALLBACK (on_watch_news_cb), self);
  g_signal_connect (self->watch, "line", G_CALLBACK (on_line_noted_cb), self);
  if (is_qr)
    {
      KcQrFeed *feed = kc_watch_get_feed (self->watch);

      g_signal_connect (feed, "notify::code", G_CALLBACK (on_feed_code_changed_cb), self);
      g_signal_connect (feed, "notify::code-live", G_CALLBACK (on_feed_code_live_changed_cb), self);
    }

  set_state (self, is_qr ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING);
}

/* --- buttons --------------------------------------------------------------------------------- */

void
kc_attempt_start (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  if (self->state != KC_ATTEMPT_IDLE)
    return;

  set_state (self, KC_ATTEMPT_STARTING);
  if (self->state == KC_ATTEMPT_STARTING)
    kc_opening_run_async (self->client, self->clock, self->budget, self->request, self->cancellable,
                          open_cb, self);
}

void
kc_attempt_cancel (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  /* The table has one door out of IDLE. Nothing is sent behind it. */
  if (self->state == KC_ATTEMPT_IDLE)
    set_state (self, KC_ATTEMPT_STARTING);

  if (!kc_attempt_state_is_terminal (self->state))
    set_state (self, KC_ATTEMPT_CANCELLED);
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
  if (self->watch != NULL)
    {
      KcQrFeed *feed = kc_watch_get_feed (self->watch);

      if (feed != NULL)
        g_signal_handlers_disconnect_by_data (feed, self);
      g_signal_handlers_disconnect_by_data (self->watch, self);
      kc_watch_follow (self->watch, KC_ATTEMPT_CANCELLED);
      g_clear_object (&self->watch);
    }
}
