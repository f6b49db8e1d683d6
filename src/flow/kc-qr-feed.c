/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-feed.h"

#include "kc-backoff.h"
#include "kc-freshness.h"
#include "kc-last-word.h"

/* However often kc_qr_feed_reopen_now () is called. */
#define SPACING_MS 2000

struct _KcQrFeed {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcBudget *budget;
  KcSession *session;
  KcBackoff *backoff;

  gboolean running;
  KcSseStream *stream;       /* one logical stream; NULL before the first opening */
  GCancellable *cancellable; /* of the connection, from its opening to its end; else NULL */
  GSource *reopen_timer;
  gint64 last_opened;
  gint64 not_before; /* the server asked not to come before */
  gboolean live;

  GBytes *code;
  KcFreshness *freshness;
  gboolean expecting; /* a code: not once the phone has scanned */
};

G_DEFINE_FINAL_TYPE (KcQrFeed, kc_qr_feed, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CODE,
  PROP_CODE_LIVE,
  N_PROPS,
};

enum {
  EVENT,
  LINE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void open_stream (KcQrFeed *self);

static void
set_code (KcQrFeed *self, GBytes *code)
{
  if (self->code == code)
    return;

  g_clear_pointer (&self->code, g_bytes_unref);
  self->code = code != NULL ? g_bytes_ref (code) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
set_live (KcQrFeed *self, gboolean live)
{
  if (!live)
    kc_freshness_rest (self->freshness);

  self->live = live;
}

/* Cancels the connection. Its callback may still be on the way, so the object that it belongs to is
 * not used again. */
static void
drop_stream (KcQrFeed *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_data (self->stream, self);
  g_clear_object (&self->stream);
}

static void
reopen_timer_cb (gpointer user_data)
{
  KcQrFeed *self = KC_QR_FEED (user_data);

  kc_clear_timer (&self->reopen_timer);
  open_stream (self);
}

static void
plan_reopening (KcQrFeed *self, gint64 due)
{
  gint64 now = kc_clock_get_now (self->clock);

  due = MAX (due, self->not_before);
  due = MAX (due, now + kc_budget_get_delay (self->budget));

  kc_clear_timer (&self->reopen_timer);
  self->reopen_timer = kc_clock_add_timer (self->clock, due - now, reopen_timer_cb, self);
}

/* The connection is over, in whatever way. `retry_ms`: what the server asked to wait, or -1. */
static void
lose_stream (KcQrFeed *self, const GError *error, gint64 retry_ms)
{
  g_autoptr (KcQrFeed) guard = g_object_ref (self);
  gint64 now = kc_clock_get_now (self->clock);
  gint64 asked_ms = MAX (retry_ms, kc_error_get_retry_after_ms (error));

  if (!kc_error_locks_out (error) && !kc_error_is_over (error))
    {
      self->not_before = asked_ms >= 0 ? now + asked_ms : 0;
      plan_reopening (self, now + kc_backoff_next (self->backoff, asked_ms));
    }

  set_live (self, FALSE);
  if (self->running)
    g_signal_emit (self, signals[LINE], 0, error);
}

static void
on_freshness_fresh_changed_cb (KcFreshness *freshness, GParamSpec *pspec, gpointer user_data)
{
  g_object_notify_by_pspec (G_OBJECT (user_data), properties[PROP_CODE_LIVE]);
}

static void
on_freshness_silent_cb (KcFreshness *freshness, gpointer user_data)
{
  KcQrFeed *self = KC_QR_FEED (user_data);
  g_autoptr (GError) error
      = g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, "the event stream fell silent");

  drop_stream (self);
  lose_stream (self, error, -1);
}

static void
on_stream_opened_cb (KcSseStream *stream, gpointer user_data)
{
  KcQrFeed *self = KC_QR_FEED (user_data);

  if (self->expecting)
    kc_freshness_expect (self->freshness);
  set_live (self, TRUE);
  g_signal_emit (self, signals[LINE], 0, NULL);
}

static void
on_stream_activity_cb (KcSseStream *stream, gpointer user_data)
{
  KcQrFeed *self = KC_QR_FEED (user_data);

  kc_freshness_note_activity (self->freshness);
}

static void
follow_event (KcQrFeed *self, const KcQrEvent *event)
{
  switch (event->kind)
    {
    case KC_QR_EVENT_CODE:
      self->expecting = TRUE;
      kc_backoff_reset (self->backoff);
      set_code (self, event->code);
      kc_freshness_renew (self->freshness);
      break;
    case KC_QR_EVENT_CONNECTING:
      self->expecting = FALSE;
      kc_freshness_rest (self->freshness);
      break;
    case KC_QR_EVENT_DISCONNECTED:
      kc_freshness_spoil (self->freshness);
      break;
    case KC_QR_EVENT_CONNECTED:
    case KC_QR_EVENT_FAILED:
      /* The last word of this stream: what follows is only its end. */
      drop_stream (self);
      set_live (self, FALSE);
      set_code (self, NULL);
      break;
    case KC_QR_EVENT_OTHER:
      break;
    }
}

static void
on_stream_event_cb (KcSseStream *stream, const KcSseEvent *sse_event, gpointer user_data)
{
  g_autoptr (KcQrFeed) self = g_object_ref (KC_QR_FEED (user_data));
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrEvent) event
      = kc_qr_event_new (sse_event->type, sse_event->data, sse_event->data_length, &error);

  if (event == NULL)
    {
      /* A new code that cannot be read: the one on screen is no longer the newest. */
      g_debug ("unreadable event: %s", error->message);
      kc_freshness_spoil (self->freshness);
      return;
    }

  /* Whoever is notified may stop the feed: not before it has followed as a whole. */
  g_object_freeze_notify (G_OBJECT (self));
  follow_event (self, event);
  g_object_thaw_notify (G_OBJECT (self));

  if (self->running)
    g_signal_emit (self, signals[EVENT], 0, event);
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  KcQrFeed *self;

  kc_sse_stream_run_finish (KC_SSE_STREAM (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = KC_QR_FEED (user_data);
  g_clear_object (&self->cancellable);
  if (error == NULL)
    error = g_error_new_literal (KC_ERROR, KC_ERROR_OFFLINE, "the event stream was closed");

  lose_stream (self, error, kc_sse_stream_get_retry_ms (self->stream));
}

static void
open_stream (KcQrFeed *self)
{
  g_assert (self->cancellable == NULL);

  if (self->stream == NULL)
    {
      self->stream = kc_client_create_qr_stream (self->client, self->session);
      g_signal_connect (self->stream, "opened", G_CALLBACK (on_stream_opened_cb), self);
      g_signal_connect (self->stream, "activity", G_CALLBACK (on_stream_activity_cb), self);
      g_signal_connect (self->stream, "event", G_CALLBACK (on_stream_event_cb), self);
    }

  self->cancellable = g_cancellable_new ();
  self->last_opened = kc_clock_get_now (self->clock);
  kc_budget_spend (self->budget);
  kc_sse_stream_run_async (self->stream, self->cancellable, run_cb, self);
}

static void
kc_qr_feed_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  KcQrFeed *self = KC_QR_FEED (object);

  switch (property_id)
    {
    case PROP_CODE:
      g_value_set_boxed (value, self->code);
      break;
    case PROP_CODE_LIVE:
      g_value_set_boolean (value, kc_qr_feed_get_code_live (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kc_qr_feed_dispose (GObject *object)
{
  KcQrFeed *self = KC_QR_FEED (object);

  kc_qr_feed_stop (self);
  if (self->freshness != NULL)
    g_signal_handlers_disconnect_by_data (self->freshness, self);
  g_clear_object (&self->freshness);
  g_clear_object (&self->client);
  g_clear_object (&self->budget);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->backoff, kc_backoff_free);

  G_OBJECT_CLASS (kc_qr_feed_parent_class)->dispose (object);
}

static void
kc_qr_feed_class_init (KcQrFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kc_qr_feed_get_property;
  object_class->dispose = kc_qr_feed_dispose;

  properties[PROP_CODE] = g_param_spec_boxed ("code", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_CODE_LIVE] = g_param_spec_boolean ("code-live", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[LINE] = g_signal_new ("line", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
kc_qr_feed_init (KcQrFeed *self)
{
  self->backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);
}

KcQrFeed *
kc_qr_feed_new (KcClient *client, KcClock *clock, KcBudget *budget, const KcSession *session)
{
  KcQrFeed *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (KC_IS_BUDGET (budget), NULL);
  g_return_val_if_fail (session != NULL && session->mode == KC_MODE_QR, NULL);

  self = g_object_new (KC_TYPE_QR_FEED, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->budget = g_object_ref (budget);
  self->session = kc_session_copy (session);
  self->freshness = kc_freshness_new (clock);
  g_signal_connect (self->freshness, "notify::fresh", G_CALLBACK (on_freshness_fresh_changed_cb),
                    self);
  g_signal_connect (self->freshness, "silent", G_CALLBACK (on_freshness_silent_cb), self);

  return self;
}

void
kc_qr_feed_set_client (KcQrFeed *self, KcClient *client, KcBudget *budget)
{
  g_return_if_fail (KC_IS_QR_FEED (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_BUDGET (budget));
  g_return_if_fail (!self->running);

  g_set_object (&self->client, client);
  g_set_object (&self->budget, budget);
  /* What was asked of the other key. */
  self->not_before = 0;
  kc_backoff_reset (self->backoff);
}

void
kc_qr_feed_start (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  self->running = TRUE;
  self->expecting = TRUE;
  if (self->live)
    kc_freshness_expect (self->freshness);
  if (self->cancellable != NULL || self->reopen_timer != NULL)
    return;

  if (self->stream == NULL)
    open_stream (self);
  else
    plan_reopening (self, kc_clock_get_now (self->clock) + kc_backoff_next (self->backoff, -1));
}

void
kc_qr_feed_reopen_now (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  if (self->reopen_timer != NULL)
    plan_reopening (self, self->last_opened + SPACING_MS);
}

void
kc_qr_feed_stop (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  if (!self->running)
    return;

  self->running = FALSE;
  kc_clear_timer (&self->reopen_timer);
  drop_stream (self);
  g_object_freeze_notify (G_OBJECT (self));
  set_live (self, FALSE);
  set_code (self, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

GBytes *
kc_qr_feed_get_code (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), NULL);

  return self->code;
}

gboolean
kc_qr_feed_get_code_live (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), FALSE);

  return kc_freshness_get_fresh (self->freshness);
}

gboolean
kc_qr_feed_get_live (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), FALSE);

  return self->live;
}
