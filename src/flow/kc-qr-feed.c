/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-qr-feed.h"

#include "kc-code-lifetime.h"
#include "kc-stream-connection.h"

struct _KcQrFeed {
  GObject parent_instance;

  KcStreamConnection *connection;
  KcCodeLifetime *code_lifetime;
  GBytes *code;
  GBytes *picture;
  KcQrEvent *newest; /* a code that was not emitted yet: another one may follow at once */
  gboolean running;
  gboolean expecting; /* a code: not once the phone has scanned */
};

G_DEFINE_FINAL_TYPE (KcQrFeed, kc_qr_feed, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CODE,
  PROP_CODE_PICTURE,
  PROP_CODE_LIVE,
  N_PROPS,
};

enum {
  EVENT,
  CONNECTIVITY,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_bytes (KcQrFeed *self, GBytes **field, GBytes *bytes, guint property)
{
  if (*field == bytes)
    return;

  g_clear_pointer (field, g_bytes_unref);
  *field = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* A code is a text or a picture. Both NULL: there is none. */
static void
set_code (KcQrFeed *self, GBytes *code, GBytes *picture)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_bytes (self, &self->code, code, PROP_CODE);
  set_bytes (self, &self->picture, picture, PROP_CODE_PICTURE);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
are_same (GBytes *one, GBytes *other)
{
  return one == NULL || other == NULL ? one == other : g_bytes_equal (one, other);
}

static void
on_code_lifetime_fresh_changed_cb (KcCodeLifetime *code_lifetime,
                                   GParamSpec *pspec,
                                   gpointer user_data)
{
  g_object_notify_by_pspec (G_OBJECT (user_data), properties[PROP_CODE_LIVE]);
}

static void
on_code_lifetime_silent_cb (KcCodeLifetime *code_lifetime, gpointer user_data)
{
  kc_stream_connection_mark_lost (KC_QR_FEED (user_data)->connection,
                                  "the event stream fell silent");
}

static void
on_connection_connectivity_cb (KcStreamConnection *connection,
                               const GError *error,
                               gpointer user_data)
{
  g_autoptr (KcQrFeed) self = g_object_ref (KC_QR_FEED (user_data));

  if (error != NULL)
    kc_code_lifetime_stop (self->code_lifetime);
  else if (self->expecting)
    kc_code_lifetime_expect (self->code_lifetime);

  if (self->running)
    g_signal_emit (self, signals[CONNECTIVITY], 0, error);
}

static void
on_connection_activity_cb (KcStreamConnection *connection, gpointer user_data)
{
  KcQrFeed *self = KC_QR_FEED (user_data);

  kc_code_lifetime_note_activity (self->code_lifetime);
  g_signal_emit (self, signals[CONNECTIVITY], 0, NULL);
}

static void
follow_event (KcQrFeed *self, const KcQrEvent *event)
{
  switch (event->kind)
    {
    case KC_QR_EVENT_CODE:
      self->expecting = TRUE;
      if (are_same (self->code, event->code) && are_same (self->picture, event->picture))
        {
          kc_code_lifetime_repeat (self->code_lifetime);
          break;
        }
      kc_stream_connection_note_success (self->connection);
      set_code (self, event->code, event->picture);
      kc_code_lifetime_renew (self->code_lifetime);
      break;
    case KC_QR_EVENT_CONNECTING:
      self->expecting = FALSE;
      kc_code_lifetime_stop (self->code_lifetime);
      break;
    case KC_QR_EVENT_DISCONNECTED:
      kc_code_lifetime_expire (self->code_lifetime);
      break;
    case KC_QR_EVENT_CONNECTED:
    case KC_QR_EVENT_FAILED:
      /* The last event of this stream; only its end follows. */
      kc_stream_connection_stop (self->connection);
      kc_code_lifetime_stop (self->code_lifetime);
      set_code (self, NULL, NULL);
      break;
    case KC_QR_EVENT_OTHER:
      break;
    }
}

static void
tell_event (KcQrFeed *self, const KcQrEvent *event)
{
  /* A handler may stop the feed, so everything follows first. */
  g_object_freeze_notify (G_OBJECT (self));
  follow_event (self, event);
  g_object_thaw_notify (G_OBJECT (self));

  if (self->running)
    g_signal_emit (self, signals[EVENT], 0, event);
}

static void
tell_newest (KcQrFeed *self)
{
  g_autoptr (KcQrEvent) newest = g_steal_pointer (&self->newest);

  if (newest != NULL)
    tell_event (self, newest);
}

static void
on_connection_event_cb (KcStreamConnection *connection,
                        const KcSseEvent *sse_event,
                        gpointer user_data)
{
  g_autoptr (KcQrFeed) self = g_object_ref (KC_QR_FEED (user_data));
  g_autoptr (GError) error = NULL;
  g_autoptr (KcQrEvent) event
      = kc_qr_event_new (sse_event->type, sse_event->data, sse_event->data_length, &error);

  /* Of codes that come faster than frames only the last one counts. */
  if (event != NULL && event->kind == KC_QR_EVENT_CODE)
    {
      g_clear_pointer (&self->newest, kc_qr_event_free);
      self->newest = g_steal_pointer (&event);
      return;
    }

  tell_newest (self);
  if (!self->running)
    return;

  if (event == NULL)
    {
      /* A new code that cannot be read: the one on screen is no longer the newest. */
      g_debug ("unreadable event: %s", error->message);
      kc_code_lifetime_expire (self->code_lifetime);
      return;
    }

  tell_event (self, event);
}

static void
on_connection_drained_cb (KcStreamConnection *connection, gpointer user_data)
{
  g_autoptr (KcQrFeed) self = g_object_ref (KC_QR_FEED (user_data));

  tell_newest (self);
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
    case PROP_CODE_PICTURE:
      g_value_set_boxed (value, self->picture);
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

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_signal_handlers_disconnect_by_data (self->code_lifetime, self);
      kc_stream_connection_stop (self->connection);
    }
  g_clear_object (&self->connection);
  g_clear_object (&self->code_lifetime);
  g_clear_pointer (&self->code, g_bytes_unref);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->newest, kc_qr_event_free);

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
  properties[PROP_CODE_PICTURE]
      = g_param_spec_boxed ("code-picture", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_CODE_LIVE] = g_param_spec_boolean ("code-live", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EVENT]
      = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, KC_TYPE_QR_EVENT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[CONNECTIVITY]
      = g_signal_new ("connectivity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
kc_qr_feed_init (KcQrFeed *self)
{
}

KcQrFeed *
kc_qr_feed_new (KcClient *client,
                KcClock *clock,
                KcRateLimiter *rate_limiter,
                const KcSession *session)
{
  KcQrFeed *self;

  g_return_val_if_fail (session != NULL && session->mode == KC_MODE_QR, NULL);

  self = g_object_new (KC_TYPE_QR_FEED, NULL);
  self->connection = kc_stream_connection_new (client, clock, rate_limiter, session);
  g_signal_connect (self->connection, "connectivity", G_CALLBACK (on_connection_connectivity_cb),
                    self);
  g_signal_connect (self->connection, "activity", G_CALLBACK (on_connection_activity_cb), self);
  g_signal_connect (self->connection, "event", G_CALLBACK (on_connection_event_cb), self);
  g_signal_connect (self->connection, "drained", G_CALLBACK (on_connection_drained_cb), self);
  self->code_lifetime = kc_code_lifetime_new (clock);
  g_signal_connect (self->code_lifetime, "notify::fresh",
                    G_CALLBACK (on_code_lifetime_fresh_changed_cb), self);
  g_signal_connect (self->code_lifetime, "silent", G_CALLBACK (on_code_lifetime_silent_cb), self);

  return self;
}

void
kc_qr_feed_set_client (KcQrFeed *self, KcClient *client, KcRateLimiter *rate_limiter)
{
  g_return_if_fail (KC_IS_QR_FEED (self));
  g_return_if_fail (!self->running);

  kc_stream_connection_set_client (self->connection, client, rate_limiter);
}

void
kc_qr_feed_start (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  self->running = TRUE;
  self->expecting = TRUE;
  if (kc_stream_connection_get_live (self->connection))
    kc_code_lifetime_expect (self->code_lifetime);
  kc_stream_connection_start (self->connection);
}

void
kc_qr_feed_reopen_now (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  kc_stream_connection_reopen_now (self->connection);
}

void
kc_qr_feed_renew (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  kc_stream_connection_mark_lost (self->connection, "the network was away");
  kc_stream_connection_reopen_now (self->connection);
}

void
kc_qr_feed_stop (KcQrFeed *self)
{
  g_return_if_fail (KC_IS_QR_FEED (self));

  if (!self->running)
    return;

  self->running = FALSE;
  g_clear_pointer (&self->newest, kc_qr_event_free);
  kc_stream_connection_stop (self->connection);
  g_object_freeze_notify (G_OBJECT (self));
  kc_code_lifetime_stop (self->code_lifetime);
  set_code (self, NULL, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

GBytes *
kc_qr_feed_get_code (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), NULL);

  return self->code;
}

GBytes *
kc_qr_feed_get_code_picture (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), NULL);

  return self->picture;
}

gboolean
kc_qr_feed_get_code_live (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), FALSE);

  return kc_code_lifetime_get_fresh (self->code_lifetime);
}

gboolean
kc_qr_feed_get_live (KcQrFeed *self)
{
  g_return_val_if_fail (KC_IS_QR_FEED (self), FALSE);

  return kc_stream_connection_get_live (self->connection);
}
