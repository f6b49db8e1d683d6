/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The session, from the moment it is open: watched over, and what its news mean. */

#include "kc-attempt-private.h"

/* Keebai's clock may end a session earlier than ours, and a stream may then say that it failed. */
#define NEAR_END_MS 15000

void
kc_attempt_want_key (KcAttempt *self, gboolean key_wanted)
{
  if (self->key_wanted == key_wanted)
    return;

  self->key_wanted = key_wanted;
  g_object_notify (G_OBJECT (self), "key-wanted");
}

/* --- its news -------------------------------------------------------------------------------- */

static void
take_code_news (KcAttempt *self)
{
  if (self->state == KC_ATTEMPT_LINKING && kc_attempt_get_time_left (self) <= 0)
    kc_attempt_confirm (self, KC_ATTEMPT_EXPIRED);
  else if (self->state == KC_ATTEMPT_LINKING
           || (self->state == KC_ATTEMPT_CONFIRMING && self->fallback == KC_ATTEMPT_SCANNING
               && kc_attempt_get_time_left (self) > 0))
    kc_attempt_set_state (self, KC_ATTEMPT_SCANNING);
}

static void
take_linking_news (KcAttempt *self)
{
  if (self->state == KC_ATTEMPT_SCANNING)
    kc_attempt_set_state (self, KC_ATTEMPT_LINKING);
  else if (self->state == KC_ATTEMPT_LINKING && kc_attempt_get_time_left (self) > 0)
    kc_attempt_await_linking (self);
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
      kc_attempt_confirm (self, KC_ATTEMPT_CONNECTED);
      return;
    }

  g_set_object (&self->channel, news->channel);
  kc_attempt_set_state (self, KC_ATTEMPT_CONNECTED);
}

static void
take_failed_news (KcAttempt *self, const KcNews *news)
{
  g_free (self->server_reason);
  self->server_reason = g_strdup (news->reason);
  self->failed_at_end = kc_attempt_get_time_left (self) <= NEAR_END_MS;
  if (self->state != KC_ATTEMPT_CONFIRMING)
    kc_attempt_confirm (self, KC_ATTEMPT_FAILED);
  else if (self->fallback != KC_ATTEMPT_CONNECTED)
    self->fallback = KC_ATTEMPT_FAILED;
}

/* The session is kept: another key may go on with it. Until then nothing is asked, for it would be
 * refused, and no code is shown, for it would grow old. */
static void
take_locked_out_news (KcAttempt *self, const KcNews *news)
{
  g_autoptr (KcAttempt) guard = NULL;

  if (self->state == KC_ATTEMPT_CONFIRMING)
    return;

  guard = g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->error);
  self->error = g_error_copy (news->error);
  kc_attempt_want_key (self, TRUE);
  kc_session_monitor_pause (self->watch);
  /* Whichever is later is the end of the wait. */
  if (kc_attempt_get_time_left (self) > 0)
    kc_clear_timer (&self->linking_timer);
  kc_connectivity_monitor_note (self->line, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_watch_news_cb (KcSessionMonitor *watch, const KcNews *news, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  switch (news->kind)
    {
    case KC_NEWS_CODE:
      take_code_news (self);
      break;
    case KC_NEWS_LINKING:
      take_linking_news (self);
      break;
    case KC_NEWS_CONNECTED:
      take_connected_news (self, news);
      break;
    case KC_NEWS_EXPIRED:
      if (self->state == KC_ATTEMPT_WAITING)
        kc_attempt_set_state (self, KC_ATTEMPT_EXPIRED);
      else
        kc_attempt_confirm (self, KC_ATTEMPT_EXPIRED);
      break;
    case KC_NEWS_CANCELLED:
      kc_attempt_set_state (self, KC_ATTEMPT_CANCELLED);
      break;
    case KC_NEWS_FAILED:
      take_failed_news (self, news);
      break;
    case KC_NEWS_OVER:
      if (self->state != KC_ATTEMPT_CONFIRMING)
        kc_attempt_confirm (self, KC_ATTEMPT_EXPIRED);
      else if (self->fallback == KC_ATTEMPT_SCANNING)
        self->fallback = KC_ATTEMPT_EXPIRED;
      break;
    case KC_NEWS_LOCKED_OUT:
      take_locked_out_news (self, news);
      break;
    }
}

static void
on_monitor_connectivity_noted_cb (KcSessionMonitor *watch, const GError *error, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  kc_connectivity_monitor_note (self->line, error);
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

/* --- from the opening to the end ------------------------------------------------------------- */

void
kc_attempt_take_session (KcAttempt *self)
{
  gboolean is_qr = self->session->mode == KC_MODE_QR;
  gint64 left_ms = kc_attempt_get_time_left (self);

  self->watch
      = kc_session_monitor_new (self->client, self->clock, self->rate_limiter, self->session);
  if (self->other_key)
    kc_session_monitor_doubt_key (self->watch);
  g_signal_connect (self->watch, "news", G_CALLBACK (on_watch_news_cb), self);
  g_signal_connect (self->watch, "connectivity", G_CALLBACK (on_monitor_connectivity_noted_cb),
                    self);
  if (is_qr)
    {
      KcQrFeed *feed = kc_session_monitor_get_feed (self->watch);

      g_signal_connect (feed, "notify::code", G_CALLBACK (on_feed_code_changed_cb), self);
      g_signal_connect (feed, "notify::code-live", G_CALLBACK (on_feed_code_live_changed_cb), self);
    }

  if (left_ms <= 0)
    {
      kc_attempt_confirm (self, KC_ATTEMPT_EXPIRED);
      return;
    }

  kc_attempt_await_deadline (self);
  kc_attempt_set_state (self, is_qr ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING);
}

void
kc_attempt_drop_watch (KcAttempt *self)
{
  KcQrFeed *feed;

  if (self->watch == NULL)
    return;

  feed = kc_session_monitor_get_feed (self->watch);
  if (feed != NULL)
    g_signal_handlers_disconnect_by_data (feed, self);
  g_signal_handlers_disconnect_by_data (self->watch, self);
  kc_session_monitor_follow (self->watch, KC_ATTEMPT_CANCELLED);
  g_clear_object (&self->watch);
}

void
kc_attempt_set_client (KcAttempt *self, KcClient *client, KcRateLimiter *rate_limiter)
{
  g_autoptr (KcAttempt) guard = NULL;

  g_return_if_fail (KC_IS_ATTEMPT (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (rate_limiter == NULL || KC_IS_RATE_LIMITER (rate_limiter));

  guard = g_object_ref (self);
  g_set_object (&self->client, client);
  g_clear_object (&self->rate_limiter);
  self->rate_limiter
      = rate_limiter != NULL ? g_object_ref (rate_limiter) : kc_rate_limiter_new (self->clock);

  if (self->watch == NULL)
    {
      self->other_key = self->session != NULL || self->state == KC_ATTEMPT_STARTING;
      return;
    }
  if (kc_attempt_state_is_terminal (self->state))
    return;

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_error (&self->error);
  if (self->key_wanted && self->state == KC_ATTEMPT_LINKING)
    kc_attempt_begin_linking (self);
  kc_attempt_want_key (self, FALSE);
  kc_session_monitor_set_client (self->watch, self->client, self->rate_limiter);
  kc_attempt_confirm_anew (self);
  g_object_thaw_notify (G_OBJECT (self));
}
