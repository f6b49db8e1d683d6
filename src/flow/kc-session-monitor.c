/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-session-monitor.h"

struct _KcSessionMonitor {
  GObject parent_instance;

  KcPoller *poller;
  KcQrFeed *feed; /* NULL in embedded mode */
  gint64 poll_interval_ms;
  KcAttemptState state;
  gboolean key_fits;
  gboolean polls_answered; /* at least one */
  gboolean not_found;      /* by the last poll */
  gboolean polls_useless;  /* Keebai does not know QR sessions by polls */
};

G_DEFINE_FINAL_TYPE (KcSessionMonitor, kc_session_monitor, G_TYPE_OBJECT)

enum {
  NEWS,
  LINE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell (KcSessionMonitor *self, const KcNews *news)
{
  g_signal_emit (self, signals[NEWS], 0, news);
}

static void
tell_line (KcSessionMonitor *self, const GError *error)
{
  g_signal_emit (self, signals[LINE], 0, error);
}

static void
note_key (KcSessionMonitor *self, const GError *error)
{
  if (error == NULL || g_error_matches (error, KC_ERROR, KC_ERROR_GONE))
    self->key_fits = TRUE;
}

/* Keeps the polls going at the pace that state and stream call for. */
static void
pace_polls (KcSessionMonitor *self)
{
  gint64 interval_ms = self->poll_interval_ms;

  if (self->state == KC_ATTEMPT_SCANNING && kc_qr_feed_get_live (self->feed))
    interval_ms = MAX (interval_ms, KC_SESSION_MONITOR_SLOW_MS);

  if (self->polls_useless)
    kc_poller_stop (self->poller);
  else if (kc_poller_is_running (self->poller))
    kc_poller_set_interval (self->poller, interval_ms);
  else
    kc_poller_start (self->poller, interval_ms, interval_ms);
}

/* TRUE if it was one that decides something; then the news have been told. */
static gboolean
tell_error (KcSessionMonitor *self, const GError *error)
{
  /* Of what is another company's, Keebai says that it is not there. */
  if (kc_error_locks_out (error)
      || (!self->key_fits && g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)))
    {
      tell (self, &(KcNews){.kind = KC_NEWS_LOCKED_OUT, .error = error});
      return TRUE;
    }

  if (kc_error_is_over (error))
    {
      tell (self, &(KcNews){.kind = KC_NEWS_OVER});
      return TRUE;
    }

  return FALSE;
}

static void
take_poll_error (KcSessionMonitor *self, const GError *error)
{
  if (self->feed != NULL && !self->polls_answered
      && g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND))
    {
      self->polls_useless = TRUE;
      pace_polls (self);
      return;
    }

  /* One server of several may lag behind, and the person be busy in the browser. */
  if (self->feed == NULL && !self->not_found
      && g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND))
    {
      self->not_found = TRUE;
      tell_line (self, error);
      return;
    }

  /* In QR mode the stream tells how the line is. */
  if (!tell_error (self, error) && self->feed == NULL)
    tell_line (self, error);
}

static void
on_poller_answered_cb (KcPoller *poller, const KcPoll *poll, const GError *error, gpointer data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (data));

  note_key (self, error);
  /* Somebody else asks then, with this poller. */
  if (self->state == KC_ATTEMPT_CONFIRMING)
    return;

  if (error != NULL)
    {
      take_poll_error (self, error);
      return;
    }

  self->polls_answered = TRUE;
  self->not_found = FALSE;
  switch (poll->status)
    {
    case KC_SESSION_PENDING:
      if (self->feed == NULL)
        tell_line (self, NULL);
      break;
    case KC_SESSION_COMPLETED:
      tell (self, &(KcNews){.kind = KC_NEWS_CONNECTED, .channel = poll->channel});
      break;
    case KC_SESSION_EXPIRED:
      tell (self, &(KcNews){.kind = KC_NEWS_EXPIRED});
      break;
    case KC_SESSION_CANCELLED:
      tell (self, &(KcNews){.kind = KC_NEWS_CANCELLED});
      break;
    }
}

static void
on_feed_connectivity_cb (KcQrFeed *feed, const GError *error, gpointer data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (data));

  note_key (self, error);
  if (error != NULL && tell_error (self, error))
    return;

  if (self->state != KC_ATTEMPT_CONFIRMING)
    pace_polls (self);
  tell_line (self, error);
}

static void
on_feed_event_cb (KcQrFeed *feed, const KcQrEvent *event, gpointer data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (data));

  switch (event->kind)
    {
    case KC_QR_EVENT_CODE:
      tell (self, &(KcNews){.kind = KC_NEWS_CODE});
      break;
    case KC_QR_EVENT_CONNECTING:
      tell (self, &(KcNews){.kind = KC_NEWS_LINKING});
      break;
    case KC_QR_EVENT_CONNECTED:
      tell (self, &(KcNews){.kind = KC_NEWS_CONNECTED,
                            .channel = event->channel,
                            .phone_number = event->phone_number,
                            .push_name = event->push_name});
      break;
    case KC_QR_EVENT_FAILED:
      tell (self, &(KcNews){.kind = KC_NEWS_FAILED, .reason = event->reason});
      break;
    case KC_QR_EVENT_DISCONNECTED:
      /* The usual hiccup right after a scan, or the end of a batch of codes: the feed has covered
       * the code, and what it was will be seen by what follows. */
    case KC_QR_EVENT_OTHER:
      break;
    }
}

static void
kc_session_monitor_dispose (GObject *object)
{
  KcSessionMonitor *self = KC_SESSION_MONITOR (object);

  if (self->poller != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->poller, self);
      kc_poller_stop (self->poller);
    }
  if (self->feed != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->feed, self);
      kc_qr_feed_stop (self->feed);
    }
  g_clear_object (&self->poller);
  g_clear_object (&self->feed);

  G_OBJECT_CLASS (kc_session_monitor_parent_class)->dispose (object);
}

static void
kc_session_monitor_class_init (KcSessionMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_session_monitor_dispose;

  signals[NEWS] = g_signal_new ("news", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[LINE] = g_signal_new ("connectivity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
kc_session_monitor_init (KcSessionMonitor *self)
{
  self->key_fits = TRUE;
}

KcSessionMonitor *
kc_session_monitor_new (KcClient *client,
                        KcClock *clock,
                        KcRateLimiter *rate_limiter,
                        const KcSession *session)
{
  KcSessionMonitor *self;

  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_SESSION_MONITOR, NULL);
  self->poll_interval_ms = (gint64) session->poll_interval * 1000;
  self->poller = kc_poller_new (client, clock, rate_limiter, session);
  g_signal_connect (self->poller, "answered", G_CALLBACK (on_poller_answered_cb), self);

  if (session->mode == KC_MODE_QR)
    {
      self->feed = kc_qr_feed_new (client, clock, rate_limiter, session);
      g_signal_connect (self->feed, "event", G_CALLBACK (on_feed_event_cb), self);
      g_signal_connect (self->feed, "connectivity", G_CALLBACK (on_feed_connectivity_cb), self);
    }

  return self;
}

void
kc_session_monitor_follow (KcSessionMonitor *self, KcAttemptState state)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  self->state = state;
  switch (state)
    {
    case KC_ATTEMPT_SCANNING:
      kc_qr_feed_start (self->feed);
      pace_polls (self);
      break;
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_LINKING:
      pace_polls (self);
      break;
    case KC_ATTEMPT_CONFIRMING:
      kc_poller_stop (self->poller);
      break;
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_CONNECTED:
    case KC_ATTEMPT_EXPIRED:
    case KC_ATTEMPT_CANCELLED:
    case KC_ATTEMPT_FAILED:
      kc_poller_stop (self->poller);
      if (self->feed != NULL)
        kc_qr_feed_stop (self->feed);
      break;
    }
}

void
kc_session_monitor_hurry (KcSessionMonitor *self)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  kc_poller_poll_now (self->poller);
  if (self->feed != NULL)
    kc_qr_feed_reopen_now (self->feed);
}

void
kc_session_monitor_pause (KcSessionMonitor *self)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  kc_poller_stop (self->poller);
  if (self->feed != NULL)
    kc_qr_feed_stop (self->feed);
}

void
kc_session_monitor_set_client (KcSessionMonitor *self,
                               KcClient *client,
                               KcRateLimiter *rate_limiter)
{
  gboolean was_live;

  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  was_live = self->feed != NULL && kc_qr_feed_get_live (self->feed);
  kc_session_monitor_pause (self);
  kc_poller_set_client (self->poller, client, rate_limiter);
  if (self->feed != NULL)
    kc_qr_feed_set_client (self->feed, client, rate_limiter);
  self->key_fits = FALSE;
  self->not_found = FALSE;

  /* Confirming does not need a stream, but listens to one that is there. */
  if (self->state == KC_ATTEMPT_LINKING || (self->state == KC_ATTEMPT_CONFIRMING && was_live))
    kc_qr_feed_start (self->feed);
  kc_session_monitor_follow (self, self->state);
  kc_session_monitor_hurry (self);
}

gboolean
kc_session_monitor_get_key_fits (KcSessionMonitor *self)
{
  g_return_val_if_fail (KC_IS_SESSION_MONITOR (self), FALSE);

  return self->key_fits;
}

void
kc_session_monitor_doubt_key (KcSessionMonitor *self)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  self->key_fits = FALSE;
}

KcPoller *
kc_session_monitor_get_poller (KcSessionMonitor *self)
{
  g_return_val_if_fail (KC_IS_SESSION_MONITOR (self), NULL);

  return self->poller;
}

KcQrFeed *
kc_session_monitor_get_feed (KcSessionMonitor *self)
{
  g_return_val_if_fail (KC_IS_SESSION_MONITOR (self), NULL);

  return self->feed;
}
