/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-private.h"

G_DEFINE_FINAL_TYPE (KcAttempt, kc_attempt, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_CONNECTIVITY,
  PROP_CODE,
  PROP_CODE_LIVE,
  PROP_KEY_WANTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static KcQrFeed *
get_feed (KcAttempt *self)
{
  return self->watch != NULL ? kc_session_monitor_get_feed (self->watch) : NULL;
}

static void
on_connectivity_changed_cb (KcConnectivityMonitor *line, gpointer user_data)
{
  g_object_notify_by_pspec (G_OBJECT (user_data), properties[PROP_CONNECTIVITY]);
}

static void
on_connectivity_network_back_cb (KcConnectivityMonitor *line, gboolean was_away, gpointer user_data)
{
  KcAttempt *self = KC_ATTEMPT (user_data);

  if (was_away && get_feed (self) != NULL)
    kc_qr_feed_renew (get_feed (self));
  kc_attempt_poll_now (self);
}

static void
drop_line (KcAttempt *self)
{
  if (self->line != NULL)
    g_signal_handlers_disconnect_by_data (self->line, self);
  g_clear_object (&self->line);
}

static void
kc_attempt_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  KcAttempt *self = KC_ATTEMPT (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_int (value, kc_attempt_get_connectivity (self));
      break;
    case PROP_CODE:
      g_value_set_boxed (value, kc_attempt_get_code (self));
      break;
    case PROP_CODE_LIVE:
      g_value_set_boolean (value, kc_attempt_get_code_live (self));
      break;
    case PROP_KEY_WANTED:
      g_value_set_boolean (value, self->key_wanted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kc_attempt_dispose (GObject *object)
{
  KcAttempt *self = KC_ATTEMPT (object);

  kc_attempt_end (self);
  drop_line (self);

  G_OBJECT_CLASS (kc_attempt_parent_class)->dispose (object);
}

static void
kc_attempt_finalize (GObject *object)
{
  KcAttempt *self = KC_ATTEMPT (object);

  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->request, kc_connect_request_free);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_object (&self->channel);
  g_clear_pointer (&self->phone_number, g_free);
  g_clear_pointer (&self->push_name, g_free);
  g_clear_pointer (&self->server_reason, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kc_attempt_parent_class)->finalize (object);
}

static void
kc_attempt_class_init (KcAttemptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kc_attempt_get_property;
  object_class->dispose = kc_attempt_dispose;
  object_class->finalize = kc_attempt_finalize;

  properties[PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, 0, KC_ATTEMPT_N_STATES - 1, KC_ATTEMPT_IDLE, flags);
  properties[PROP_CONNECTIVITY]
      = g_param_spec_int ("connectivity", NULL, NULL, 0, KC_CONNECTIVITY_OFFLINE,
                          KC_CONNECTIVITY_LIVE, flags);
  properties[PROP_CODE] = g_param_spec_boxed ("code", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_CODE_LIVE] = g_param_spec_boolean ("code-live", NULL, NULL, FALSE, flags);
  properties[PROP_KEY_WANTED] = g_param_spec_boolean ("key-wanted", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
kc_attempt_init (KcAttempt *self)
{
}

KcAttempt *
kc_attempt_new (KcClient *client,
                KcClock *clock,
                KcRateLimiter *rate_limiter,
                const KcConnectRequest *request)
{
  KcAttempt *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (rate_limiter == NULL || KC_IS_RATE_LIMITER (rate_limiter), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  self = g_object_new (KC_TYPE_ATTEMPT, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->rate_limiter
      = rate_limiter != NULL ? g_object_ref (rate_limiter) : kc_rate_limiter_new (clock);
  self->request = kc_connect_request_copy (request);
  self->state_since = kc_clock_get_now (clock);
  kc_attempt_set_network_monitor (self, kc_client_is_loopback (client)
                                            ? NULL
                                            : g_network_monitor_get_default ());

  return self;
}

KcAttempt *
kc_attempt_new_resumed (KcClient *client,
                        KcClock *clock,
                        KcRateLimiter *rate_limiter,
                        const KcConnectRequest *request,
                        const KcSession *session,
                        GPtrArray *before,
                        gint64 ms_left)
{
  KcAttempt *self;

  g_return_val_if_fail (request != NULL && session != NULL, NULL);
  g_return_val_if_fail (session->mode == request->mode, NULL);

  self = kc_attempt_new (client, clock, rate_limiter, request);
  self->session = kc_session_copy (session);
  self->before = before != NULL ? g_ptr_array_ref (before) : NULL;
  self->deadline
      = kc_clock_get_now (clock) + CLAMP (ms_left, 0, session->expires_in * (gint64) 1000);

  return self;
}

void
kc_attempt_set_network_monitor (KcAttempt *self, GNetworkMonitor *monitor)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));
  g_return_if_fail (self->state == KC_ATTEMPT_IDLE);

  drop_line (self);
  self->line = kc_connectivity_monitor_new (monitor);
  g_signal_connect (self->line, "changed", G_CALLBACK (on_connectivity_changed_cb), self);
  g_signal_connect (self->line, "network-back", G_CALLBACK (on_connectivity_network_back_cb), self);
}

KcAttemptState
kc_attempt_get_state (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), KC_ATTEMPT_IDLE);

  return self->state;
}

KcConnectivity
kc_attempt_get_connectivity (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), KC_CONNECTIVITY_LIVE);

  return kc_connectivity_monitor_get_connectivity (self->line);
}

KcMode
kc_attempt_get_mode (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), KC_MODE_EMBEDDED_SIGNUP);

  return self->request->mode;
}

const KcConnectRequest *
kc_attempt_get_request (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->request;
}

const KcSession *
kc_attempt_get_session (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->session;
}

GPtrArray *
kc_attempt_get_before (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->before;
}

const char *
kc_attempt_get_verification_uri (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->session != NULL ? self->session->verification_uri : NULL;
}

GBytes *
kc_attempt_get_code (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_feed (self) != NULL ? kc_qr_feed_get_code (get_feed (self)) : NULL;
}

gboolean
kc_attempt_get_code_live (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  /* Whatever the feed brings: the code of a session that may be over is no good. */
  return self->state == KC_ATTEMPT_SCANNING && kc_qr_feed_get_code_live (get_feed (self));
}

gboolean
kc_attempt_get_key_wanted (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return self->key_wanted;
}

gboolean
kc_attempt_may_ask_again (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return self->may_ask_again;
}

gboolean
kc_attempt_may_succeed_late (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return self->may_succeed_late;
}

int
kc_attempt_get_seconds_left (KcAttempt *self)
{
  gint64 left_ms;

  g_return_val_if_fail (KC_IS_ATTEMPT (self), -1);

  if (self->session == NULL)
    return -1;

  left_ms = kc_attempt_get_time_left (self);

  return MAX (0, (left_ms + 999) / 1000);
}

guint
kc_attempt_get_seconds_total (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), 0);

  return self->session != NULL ? self->session->expires_in : 0;
}

gint64
kc_attempt_get_state_since (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), 0);

  return self->state_since;
}

KcChannel *
kc_attempt_get_channel (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->channel;
}

const char *
kc_attempt_get_phone_number (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  if (self->phone_number == NULL && self->channel != NULL)
    return kc_channel_get_phone_number (self->channel);

  return self->phone_number;
}

const char *
kc_attempt_get_push_name (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->push_name;
}

const GError *
kc_attempt_get_error (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  if (self->state == KC_ATTEMPT_FAILED || self->key_wanted)
    return self->error;

  return kc_connectivity_monitor_get_error (self->line);
}

const char *
kc_attempt_get_server_reason (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return self->server_reason;
}
