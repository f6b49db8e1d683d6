/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-stream-connection.h"

#include "kc-backoff.h"

struct _KcStreamConnection {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcSession *session;
  KcBackoff *backoff;

  KcSseStream *stream;       /* one logical stream; NULL before the first connection */
  GCancellable *cancellable; /* of the connection that is open or being opened, else NULL */
  GSource *timer;            /* until the next connection */
  gint64 last_opened;
  gint64 live_since; /* of the connection that is open */
  gint64 not_before; /* the server accepts nothing before */
  gboolean live;
};

G_DEFINE_FINAL_TYPE (KcStreamConnection, kc_stream_connection, G_TYPE_OBJECT)

enum {
  CONNECTIVITY,
  ACTIVITY,
  EVENT,
  DRAINED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void open_stream (KcStreamConnection *self);
static void timer_cb (gpointer user_data);

static void
plan (KcStreamConnection *self, gint64 due)
{
  gint64 now = kc_clock_get_now (self->clock);

  due = MAX (due, self->not_before);

  kc_clear_timer (&self->timer);
  self->timer = kc_clock_add_timer (self->clock, due - now, timer_cb, self);
}

static void
timer_cb (gpointer user_data)
{
  KcStreamConnection *self = KC_STREAM_CONNECTION (user_data);
  gint64 delay_ms = kc_rate_limiter_get_delay (self->rate_limiter);

  kc_clear_timer (&self->timer);
  if (delay_ms == 0)
    {
      open_stream (self);
      return;
    }

  plan (self, kc_clock_get_now (self->clock) + delay_ms);
  if (delay_ms > KC_RATE_LIMITER_LONG_WAIT_MS)
    {
      g_autoptr (GError) error = kc_rate_limiter_create_error (self->rate_limiter);

      g_signal_emit (self, signals[CONNECTIVITY], 0, error);
    }
}

/* Cancels the connection. Its callback may still come, so the stream object is not used again. */
static void
drop_stream (KcStreamConnection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_data (self->stream, self);
  g_clear_object (&self->stream);
  self->live = FALSE;
}

/* A connection that lasted is reopened at once; one that ends again and again is not. */
static void
end_live (KcStreamConnection *self)
{
  if (self->live
      && kc_clock_get_now (self->clock) - self->live_since >= KC_STREAM_CONNECTION_PROVEN_MS)
    kc_backoff_reset (self->backoff);
  self->live = FALSE;
}

/* The connection is over. `retry_ms` is how long the server asked to wait, or -1. */
static void
lose_stream (KcStreamConnection *self, const GError *error, gint64 retry_ms)
{
  gint64 now = kc_clock_get_now (self->clock);
  gint64 asked_ms = MAX (MIN (retry_ms, KC_STREAM_CONNECTION_MAX_RETRY_MS),
                         kc_error_get_retry_after_ms (error));

  end_live (self);
  kc_rate_limiter_note (self->rate_limiter, error);
  if (!kc_error_locks_out (error) && !kc_error_is_over (error))
    {
      self->not_before = asked_ms >= 0 ? now + asked_ms : 0;
      plan (self, now + kc_backoff_next (self->backoff, asked_ms));
    }
  g_signal_emit (self, signals[CONNECTIVITY], 0, error);
}

static void
on_stream_opened_cb (KcSseStream *stream, gpointer user_data)
{
  KcStreamConnection *self = KC_STREAM_CONNECTION (user_data);

  self->live = TRUE;
  self->live_since = kc_clock_get_now (self->clock);
  g_signal_emit (self, signals[CONNECTIVITY], 0, NULL);
}

static void
on_stream_activity_cb (KcSseStream *stream, gpointer user_data)
{
  g_signal_emit (user_data, signals[ACTIVITY], 0);
}

static void
on_stream_event_cb (KcSseStream *stream, const KcSseEvent *event, gpointer user_data)
{
  g_signal_emit (user_data, signals[EVENT], 0, event);
}

static void
on_stream_drained_cb (KcSseStream *stream, gpointer user_data)
{
  g_signal_emit (user_data, signals[DRAINED], 0);
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcStreamConnection) self = NULL;

  kc_sse_stream_run_finish (KC_SSE_STREAM (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (KC_STREAM_CONNECTION (user_data));
  g_clear_object (&self->cancellable);
  if (error == NULL)
    error = g_error_new_literal (KC_ERROR, KC_ERROR_OFFLINE, "the event stream was closed");

  lose_stream (self, error, kc_sse_stream_get_retry_ms (self->stream));
}

static void
open_stream (KcStreamConnection *self)
{
  g_assert (self->cancellable == NULL);

  if (self->stream == NULL)
    {
      self->stream = kc_client_create_qr_stream (self->client, self->session);
      g_signal_connect (self->stream, "opened", G_CALLBACK (on_stream_opened_cb), self);
      g_signal_connect (self->stream, "activity", G_CALLBACK (on_stream_activity_cb), self);
      g_signal_connect (self->stream, "event", G_CALLBACK (on_stream_event_cb), self);
      g_signal_connect (self->stream, "drained", G_CALLBACK (on_stream_drained_cb), self);
    }

  self->cancellable = g_cancellable_new ();
  self->last_opened = kc_clock_get_now (self->clock);
  kc_rate_limiter_count (self->rate_limiter);
  kc_sse_stream_run_async (self->stream, self->cancellable, run_cb, self);
}

static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  g_autoptr (KcStreamConnection) self = g_object_ref (KC_STREAM_CONNECTION (user_data));

  kc_stream_connection_mark_lost (self, "the computer has slept");
  kc_stream_connection_reopen_now (self);
}

static void
kc_stream_connection_dispose (GObject *object)
{
  KcStreamConnection *self = KC_STREAM_CONNECTION (object);

  kc_stream_connection_stop (self);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->backoff, kc_backoff_free);

  G_OBJECT_CLASS (kc_stream_connection_parent_class)->dispose (object);
}

static void
kc_stream_connection_class_init (KcStreamConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_stream_connection_dispose;

  signals[CONNECTIVITY]
      = g_signal_new ("connectivity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[ACTIVITY] = g_signal_new ("activity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EVENT]
      = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, KC_TYPE_SSE_EVENT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[DRAINED] = g_signal_new ("drained", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kc_stream_connection_init (KcStreamConnection *self)
{
  self->backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);
}

KcStreamConnection *
kc_stream_connection_new (KcClient *client,
                          KcClock *clock,
                          KcRateLimiter *rate_limiter,
                          const KcSession *session)
{
  KcStreamConnection *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (KC_IS_RATE_LIMITER (rate_limiter), NULL);
  g_return_val_if_fail (session != NULL && session->mode == KC_MODE_QR, NULL);

  self = g_object_new (KC_TYPE_STREAM_CONNECTION, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->rate_limiter = g_object_ref (rate_limiter);
  self->session = kc_session_copy (session);
  g_signal_connect (clock, "woke", G_CALLBACK (on_clock_woke_cb), self);

  return self;
}

void
kc_stream_connection_set_client (KcStreamConnection *self,
                                 KcClient *client,
                                 KcRateLimiter *rate_limiter)
{
  g_return_if_fail (KC_IS_STREAM_CONNECTION (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_RATE_LIMITER (rate_limiter));
  g_return_if_fail (self->cancellable == NULL && self->timer == NULL);

  drop_stream (self);
  g_set_object (&self->client, client);
  g_set_object (&self->rate_limiter, rate_limiter);
  /* That applied to the other key. */
  self->not_before = 0;
  kc_backoff_reset (self->backoff);
}

void
kc_stream_connection_start (KcStreamConnection *self)
{
  g_return_if_fail (KC_IS_STREAM_CONNECTION (self));

  if (self->cancellable != NULL || self->timer != NULL)
    return;

  if (self->stream == NULL)
    plan (self, 0);
  else
    plan (self, kc_clock_get_now (self->clock) + kc_backoff_next (self->backoff, -1));
}

void
kc_stream_connection_reopen_now (KcStreamConnection *self)
{
  g_return_if_fail (KC_IS_STREAM_CONNECTION (self));

  if (self->timer != NULL)
    plan (self, self->last_opened
                    + kc_rate_limiter_adjust_interval (self->rate_limiter,
                                                       KC_STREAM_CONNECTION_SPACING_MS));
}

void
kc_stream_connection_mark_lost (KcStreamConnection *self, const char *why)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KC_IS_STREAM_CONNECTION (self));

  if (self->cancellable == NULL)
    return;

  error = g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, why);
  end_live (self);
  drop_stream (self);
  lose_stream (self, error, -1);
}

void
kc_stream_connection_note_success (KcStreamConnection *self)
{
  g_return_if_fail (KC_IS_STREAM_CONNECTION (self));

  kc_backoff_reset (self->backoff);
}

void
kc_stream_connection_stop (KcStreamConnection *self)
{
  g_return_if_fail (KC_IS_STREAM_CONNECTION (self));

  kc_clear_timer (&self->timer);
  drop_stream (self);
}

gboolean
kc_stream_connection_get_live (KcStreamConnection *self)
{
  g_return_val_if_fail (KC_IS_STREAM_CONNECTION (self), FALSE);

  return self->live;
}
