/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-session-monitor.h"

struct _KcSessionMonitor {
  GObject parent_instance;

  KcClock *clock;
  KcPoller *poller;
  KcQrFeed *feed; /* NULL in embedded mode */
  gint64 poll_interval_ms;
  KcAttemptState state;
  gboolean key_fits;
  gboolean polls_answered; /* at least one */
  gboolean seems_over;     /* embedded: the last poll was answered with 404 or 410 */
  gboolean polls_useless;  /* Keebai does not know QR sessions by polls */
  gboolean paused;
  guint n_refusals; /* of the stream, since the last code */

  GSource *deadline_timer; /* NULL once the time is over */
  GSource *linking_timer;  /* LINKING: until the silence has lasted too long */
  gint64 linking_since;    /* or since there is a key again to link with */
};

G_DEFINE_BOXED_TYPE (KcNews, kc_news, kc_news_copy, kc_news_free)
G_DEFINE_FINAL_TYPE (KcSessionMonitor, kc_session_monitor, G_TYPE_OBJECT)

enum {
  NEWS,
  CONNECTIVITY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

KcNews *
kc_news_copy (const KcNews *self)
{
  KcNews *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (KcNews, 1);
  *copy = *self;
  if (copy->channel != NULL)
    g_object_ref (copy->channel);
  copy->phone_number = g_strdup (self->phone_number);
  copy->push_name = g_strdup (self->push_name);
  copy->reason = g_strdup (self->reason);
  copy->error = self->error != NULL ? g_error_copy (self->error) : NULL;

  return copy;
}

void
kc_news_free (KcNews *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->channel);
  g_free (self->phone_number);
  g_free (self->push_name);
  g_free (self->reason);
  g_clear_error (&self->error);
  g_free (self);
}

static void
tell (KcSessionMonitor *self, const KcNews *news)
{
  g_signal_emit (self, signals[NEWS], 0, news);
}

static void
tell_connectivity (KcSessionMonitor *self, const GError *error)
{
  g_signal_emit (self, signals[CONNECTIVITY], 0, error);
}

static void
note_key (KcSessionMonitor *self, const GError *error)
{
  if (error == NULL || g_error_matches (error, KC_ERROR, KC_ERROR_GONE))
    self->key_fits = TRUE;
}

static void
linking_timer_cb (gpointer user_data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (user_data));

  kc_clear_timer (&self->linking_timer);
  tell (self, &(KcNews){.kind = KC_NEWS_SILENT});
}

static void
begin_linking (KcSessionMonitor *self)
{
  self->linking_since = kc_clock_get_now (self->clock);
  kc_session_monitor_await_linking (self);
}

static void
deadline_timer_cb (gpointer user_data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (user_data));

  kc_clear_timer (&self->deadline_timer);
  tell (self, &(KcNews){.kind = KC_NEWS_TIME_OVER});
}

/* Polls at the interval that state and stream need. */
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

/* TRUE if the error is news, which were emitted. */
static gboolean
tell_error (KcSessionMonitor *self, const GError *error)
{
  /* Keebai answers 404 for another company's session. */
  if (kc_error_locks_out (error)
      || (!self->key_fits && g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)))
    {
      tell (self, &(KcNews){.kind = KC_NEWS_LOCKED_OUT, .error = (GError *) error});
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

  /* One server of several may lag behind while the person is busy in the browser. */
  if (self->feed == NULL && !self->seems_over
      && g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND))
    {
      self->seems_over = TRUE;
      tell_connectivity (self, error);
      return;
    }

  if (self->feed == NULL && kc_error_is_over (error))
    self->seems_over = TRUE;

  /* In QR mode the stream tells the connectivity. */
  if (!tell_error (self, error) && self->feed == NULL)
    tell_connectivity (self, error);
}

static void
on_poller_answered_cb (KcPoller *poller, const KcPoll *poll, const GError *error, gpointer data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (data));

  note_key (self, error);
  if (error == NULL)
    self->seems_over = FALSE;
  /* KcOutcomeCheck asks then, with this poller. */
  if (self->state == KC_ATTEMPT_CONFIRMING)
    return;

  if (error != NULL)
    {
      take_poll_error (self, error);
      return;
    }

  self->polls_answered = TRUE;
  switch (poll->status)
    {
    case KC_SESSION_PENDING:
      if (self->feed == NULL)
        tell_connectivity (self, NULL);
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
  if (self->key_fits && kc_error_is_over (error)
      && ++self->n_refusals >= KC_SESSION_MONITOR_MAX_REFUSALS)
    {
      tell (self, &(KcNews){.kind = KC_NEWS_NO_STREAM, .error = (GError *) error});
      return;
    }
  if (error != NULL && tell_error (self, error))
    return;

  if (self->state != KC_ATTEMPT_CONFIRMING)
    pace_polls (self);
  tell_connectivity (self, error);
}

static void
on_feed_event_cb (KcQrFeed *feed, const KcQrEvent *event, gpointer data)
{
  g_autoptr (KcSessionMonitor) self = g_object_ref (KC_SESSION_MONITOR (data));

  switch (event->kind)
    {
    case KC_QR_EVENT_CODE:
      self->n_refusals = 0;
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
      /* The usual hiccup right after a scan, or the end of a batch of codes. The feed has covered
       * the code; what follows will show which it was. */
    case KC_QR_EVENT_OTHER:
      break;
    }
}

static void
kc_session_monitor_dispose (GObject *object)
{
  KcSessionMonitor *self = KC_SESSION_MONITOR (object);

  kc_clear_timer (&self->deadline_timer);
  kc_clear_timer (&self->linking_timer);
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
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_session_monitor_parent_class)->dispose (object);
}

static void
kc_session_monitor_class_init (KcSessionMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_session_monitor_dispose;

  signals[NEWS] = g_signal_new ("news", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, KC_TYPE_NEWS);
  signals[CONNECTIVITY]
      = g_signal_new ("connectivity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
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
                        const KcSession *session,
                        gint64 ms_left)
{
  KcSessionMonitor *self;

  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_SESSION_MONITOR, NULL);
  self->clock = g_object_ref (clock);
  self->poll_interval_ms = (gint64) session->poll_interval * 1000;
  self->poller = kc_poller_new (client, clock, rate_limiter, session);
  g_signal_connect (self->poller, "answered", G_CALLBACK (on_poller_answered_cb), self);

  if (session->mode == KC_MODE_QR)
    {
      self->feed = kc_qr_feed_new (client, clock, rate_limiter, session);
      g_signal_connect (self->feed, "event", G_CALLBACK (on_feed_event_cb), self);
      g_signal_connect (self->feed, "connectivity", G_CALLBACK (on_feed_connectivity_cb), self);
    }
  if (ms_left > 0)
    self->deadline_timer = kc_clock_add_timer (clock, ms_left, deadline_timer_cb, self);

  return self;
}

/* Polls and listens as the state needs. */
static void
listen_in (KcSessionMonitor *self)
{
  self->paused = FALSE;
  switch (self->state)
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
      kc_clear_timer (&self->deadline_timer);
      kc_poller_stop (self->poller);
      if (self->feed != NULL)
        kc_qr_feed_stop (self->feed);
      break;
    }
}

void
kc_session_monitor_follow (KcSessionMonitor *self, KcAttemptState state)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  self->state = state;
  kc_clear_timer (&self->linking_timer);
  if (state == KC_ATTEMPT_LINKING)
    begin_linking (self);
  listen_in (self);
}

void
kc_session_monitor_await_linking (KcSessionMonitor *self)
{
  gint64 longest_ms;

  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  longest_ms = self->linking_since + KC_SESSION_MONITOR_LINKING_LONGEST_MS
               - kc_clock_get_now (self->clock);
  kc_clear_timer (&self->linking_timer);
  self->linking_timer
      = kc_clock_add_timer (self->clock, MIN (KC_SESSION_MONITOR_LINKING_MS, longest_ms),
                            linking_timer_cb, self);
}

void
kc_session_monitor_poll_now (KcSessionMonitor *self)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  kc_poller_poll_now (self->poller);
  if (self->feed != NULL)
    kc_qr_feed_reopen_now (self->feed);
}

static void
stop (KcSessionMonitor *self)
{
  kc_poller_stop (self->poller);
  if (self->feed != NULL)
    kc_qr_feed_stop (self->feed);
}

void
kc_session_monitor_pause (KcSessionMonitor *self)
{
  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  self->paused = TRUE;
  /* The wait ends with the later of the two. */
  if (self->deadline_timer != NULL)
    kc_clear_timer (&self->linking_timer);
  stop (self);
}

void
kc_session_monitor_set_client (KcSessionMonitor *self,
                               KcClient *client,
                               KcRateLimiter *rate_limiter)
{
  gboolean was_live;

  g_return_if_fail (KC_IS_SESSION_MONITOR (self));

  was_live = self->feed != NULL && kc_qr_feed_get_live (self->feed);
  stop (self);
  kc_poller_set_client (self->poller, client, rate_limiter);
  if (self->feed != NULL)
    kc_qr_feed_set_client (self->feed, client, rate_limiter);
  self->key_fits = FALSE;
  self->seems_over = FALSE;
  self->n_refusals = 0;

  if (self->paused && self->state == KC_ATTEMPT_LINKING)
    begin_linking (self);
  /* Confirming does not need a stream, but listens to one that is there. */
  if (self->state == KC_ATTEMPT_LINKING || (self->state == KC_ATTEMPT_CONFIRMING && was_live))
    kc_qr_feed_start (self->feed);
  listen_in (self);
  kc_session_monitor_poll_now (self);
}

gboolean
kc_session_monitor_get_seems_over (KcSessionMonitor *self)
{
  g_return_val_if_fail (KC_IS_SESSION_MONITOR (self), FALSE);

  return self->seems_over;
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
