/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The session, from the moment it is open: watched over, and what its news mean. */

#include "kc-attempt-private.h"

static void
take_code_news (KcAttempt *self)
{
  if (self->state == KC_ATTEMPT_LINKING
      || (self->state == KC_ATTEMPT_CONFIRMING && self->fallback == KC_ATTEMPT_SCANNING
          && kc_attempt_get_time_left (self) > 0))
    kc_attempt_set_state (self, KC_ATTEMPT_SCANNING);
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
  if (self->state != KC_ATTEMPT_CONFIRMING)
    kc_attempt_confirm (self, KC_ATTEMPT_FAILED);
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
      kc_attempt_fail (self, news->error);
      return;
    }

  self->error = g_error_copy (news->error);
  kc_attempt_confirm (self, KC_ATTEMPT_FAILED);
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
        kc_attempt_set_state (self, KC_ATTEMPT_LINKING);
      else if (self->state == KC_ATTEMPT_LINKING)
        kc_attempt_await_linking (self);
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
on_watch_line_noted_cb (KcWatch *watch, const GError *error, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  kc_line_note (self->line, error);
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

void
kc_attempt_take_session (KcAttempt *self)
{
  gboolean is_qr = self->session->mode == KC_MODE_QR;
  gint64 left_ms = kc_attempt_get_time_left (self);

  self->watch = kc_watch_new (self->client, self->clock, self->budget, self->session);
  g_signal_connect (self->watch, "news", G_CALLBACK (on_watch_news_cb), self);
  g_signal_connect (self->watch, "line", G_CALLBACK (on_watch_line_noted_cb), self);
  if (is_qr)
    {
      KcQrFeed *feed = kc_watch_get_feed (self->watch);

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

  feed = kc_watch_get_feed (self->watch);
  if (feed != NULL)
    g_signal_handlers_disconnect_by_data (feed, self);
  g_signal_handlers_disconnect_by_data (self->watch, self);
  kc_watch_follow (self->watch, KC_ATTEMPT_CANCELLED);
  g_clear_object (&self->watch);
}
