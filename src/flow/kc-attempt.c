/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt.h"

#include "kc-attempt-machine.h"

struct _KcAttempt {
  GObject parent_instance;

  KcClock *clock;
  KcAttemptMachine *machine;
  gint64 pause_ms; /* before the session start */
};

G_DEFINE_FINAL_TYPE (KcAttempt, kc_attempt, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_CONNECTIVITY,
  PROP_CODE,
  PROP_CODE_PICTURE,
  PROP_CODE_LIVE,
  PROP_KEY_WANTED,
  PROP_NEW_CHANNELS,
  N_PROPS,
};

static const KcAttemptFacts *
get_facts (KcAttempt *self)
{
  return kc_attempt_machine_get_facts (self->machine);
}

/* The properties of both have the same names. */
static void
on_machine_notified_cb (KcAttempt *self, GParamSpec *pspec)
{
  g_object_notify (G_OBJECT (self), pspec->name);
}

static void
on_machine_finished_cb (KcAttempt *self)
{
  g_signal_emit_by_name (self, "finished");
}

static void
kc_attempt_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_object_get_property (G_OBJECT (KC_ATTEMPT (object)->machine), pspec->name, value);
}

static void
kc_attempt_dispose (GObject *object)
{
  KcAttempt *self = KC_ATTEMPT (object);

  if (self->machine != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->machine, self);
      kc_attempt_machine_stop (self->machine);
    }

  G_OBJECT_CLASS (kc_attempt_parent_class)->dispose (object);
}

static void
kc_attempt_finalize (GObject *object)
{
  KcAttempt *self = KC_ATTEMPT (object);

  g_clear_object (&self->machine);
  g_clear_object (&self->clock);

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

  g_object_class_install_property (object_class, PROP_STATE,
                                   g_param_spec_enum ("state", NULL, NULL, KC_TYPE_ATTEMPT_STATE,
                                                      KC_ATTEMPT_IDLE, flags));
  g_object_class_install_property (object_class, PROP_CONNECTIVITY,
                                   g_param_spec_enum ("connectivity", NULL, NULL,
                                                      KC_TYPE_CONNECTIVITY, KC_CONNECTIVITY_LIVE,
                                                      flags));
  g_object_class_install_property (object_class, PROP_CODE,
                                   g_param_spec_boxed ("code", NULL, NULL, G_TYPE_BYTES, flags));
  g_object_class_install_property (object_class, PROP_CODE_PICTURE,
                                   g_param_spec_boxed ("code-picture", NULL, NULL, G_TYPE_BYTES,
                                                       flags));
  g_object_class_install_property (object_class, PROP_CODE_LIVE,
                                   g_param_spec_boolean ("code-live", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class, PROP_KEY_WANTED,
                                   g_param_spec_boolean ("key-wanted", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class, PROP_NEW_CHANNELS,
                                   g_param_spec_enum ("new-channels", NULL, NULL,
                                                      KC_TYPE_NEW_CHANNELS, KC_NEW_CHANNELS_NONE,
                                                      flags));

  g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
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
  g_autoptr (KcRateLimiter) own = NULL;
  KcAttempt *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (rate_limiter == NULL || KC_IS_RATE_LIMITER (rate_limiter), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  if (rate_limiter == NULL)
    rate_limiter = own = kc_rate_limiter_new (clock);

  self = g_object_new (KC_TYPE_ATTEMPT, NULL);
  self->clock = g_object_ref (clock);
  self->machine = kc_attempt_machine_new (client, clock, rate_limiter, request);
  g_signal_connect_swapped (self->machine, "notify", G_CALLBACK (on_machine_notified_cb), self);
  g_signal_connect_swapped (self->machine, "finished", G_CALLBACK (on_machine_finished_cb), self);
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
  kc_attempt_machine_set_session (self->machine, session, before, ms_left);

  return self;
}

void
kc_attempt_set_network_monitor (KcAttempt *self, GNetworkMonitor *monitor)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));
  g_return_if_fail (get_facts (self)->state == KC_ATTEMPT_IDLE);

  kc_attempt_machine_set_network_monitor (self->machine, monitor);
}

void
kc_attempt_set_pause (KcAttempt *self, gint64 pause_ms)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));
  g_return_if_fail (get_facts (self)->state == KC_ATTEMPT_IDLE);

  self->pause_ms = pause_ms;
}

void
kc_attempt_start (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  kc_attempt_machine_start (self->machine, self->pause_ms);
}

void
kc_attempt_cancel (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  kc_attempt_machine_cancel (self->machine);
}

void
kc_attempt_poll_now (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  kc_attempt_machine_poll_now (self->machine);
}

void
kc_attempt_set_client (KcAttempt *self, KcClient *client, KcRateLimiter *rate_limiter)
{
  g_autoptr (KcRateLimiter) own = NULL;

  g_return_if_fail (KC_IS_ATTEMPT (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (rate_limiter == NULL || KC_IS_RATE_LIMITER (rate_limiter));

  if (rate_limiter == NULL)
    rate_limiter = own = kc_rate_limiter_new (self->clock);
  kc_attempt_machine_set_client (self->machine, client, rate_limiter);
}

void
kc_attempt_accept_channel (KcAttempt *self, KcChannel *channel)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));
  g_return_if_fail (KC_IS_CHANNEL (channel));

  if (kc_attempt_machine_accept_channel (self->machine, channel))
    g_signal_emit_by_name (self, "accepted");
}

void
kc_attempt_decline_channels (KcAttempt *self)
{
  g_return_if_fail (KC_IS_ATTEMPT (self));

  kc_attempt_machine_decline_channels (self->machine);
}

KcAttemptState
kc_attempt_get_state (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), KC_ATTEMPT_IDLE);

  return get_facts (self)->state;
}

KcConnectivity
kc_attempt_get_connectivity (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), KC_CONNECTIVITY_LIVE);

  return kc_connectivity_monitor_get_connectivity (
      kc_attempt_machine_get_connectivity_monitor (self->machine));
}

KcMode
kc_attempt_get_mode (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), KC_MODE_EMBEDDED_SIGNUP);

  return get_facts (self)->request->mode;
}

const KcConnectRequest *
kc_attempt_get_request (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->request;
}

const KcSession *
kc_attempt_get_session (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->session;
}

GPtrArray *
kc_attempt_get_earlier_channels (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->before;
}

const char *
kc_attempt_get_verification_uri (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->session != NULL ? get_facts (self)->session->verification_uri : NULL;
}

GBytes *
kc_attempt_get_code (KcAttempt *self)
{
  KcQrFeed *feed;

  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  feed = kc_attempt_machine_get_feed (self->machine);

  return feed != NULL ? kc_qr_feed_get_code (feed) : NULL;
}

GBytes *
kc_attempt_get_code_picture (KcAttempt *self)
{
  KcQrFeed *feed;

  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  feed = kc_attempt_machine_get_feed (self->machine);

  return feed != NULL ? kc_qr_feed_get_code_picture (feed) : NULL;
}

gboolean
kc_attempt_get_code_live (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return kc_attempt_machine_get_code_live (self->machine);
}

gboolean
kc_attempt_get_key_wanted (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return get_facts (self)->key_wanted;
}

gboolean
kc_attempt_may_ask_again (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return get_facts (self)->may_ask_again;
}

gboolean
kc_attempt_may_succeed_late (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return get_facts (self)->may_succeed_late;
}

int
kc_attempt_get_seconds_left (KcAttempt *self)
{
  gint64 left_ms;

  g_return_val_if_fail (KC_IS_ATTEMPT (self), -1);

  if (get_facts (self)->session == NULL)
    return -1;

  left_ms = kc_attempt_machine_get_time_left (self->machine);

  return MAX (0, (left_ms + 999) / 1000);
}

guint
kc_attempt_get_seconds_total (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), 0);

  return get_facts (self)->session != NULL ? get_facts (self)->session->expires_in : 0;
}

gboolean
kc_attempt_is_time_up (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return get_facts (self)->state == KC_ATTEMPT_EXPIRED && get_facts (self)->time_was_up;
}

gboolean
kc_attempt_is_scanned (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);

  return get_facts (self)->scanned;
}

GPtrArray *
kc_attempt_get_new_channels (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->new_channels;
}

gboolean
kc_attempt_is_offered (KcAttempt *self, KcChannel *channel)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), FALSE);
  g_return_val_if_fail (KC_IS_CHANNEL (channel), FALSE);

  return get_facts (self)->new_channels_are == KC_NEW_CHANNELS_OFFERED
         && kc_channel_get_active (channel)
         && g_ptr_array_find (get_facts (self)->new_channels, channel, NULL);
}

KcChannel *
kc_attempt_get_channel (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->channel;
}

const char *
kc_attempt_get_phone_number (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  if (get_facts (self)->phone_number == NULL && get_facts (self)->channel != NULL)
    return kc_channel_get_phone_number (get_facts (self)->channel);

  return get_facts (self)->phone_number;
}

const char *
kc_attempt_get_push_name (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->push_name;
}

const GError *
kc_attempt_get_error (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  if (get_facts (self)->state == KC_ATTEMPT_FAILED || get_facts (self)->key_wanted)
    return get_facts (self)->error;

  return kc_connectivity_monitor_get_error (
      kc_attempt_machine_get_connectivity_monitor (self->machine));
}

const char *
kc_attempt_get_server_reason (KcAttempt *self)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (self), NULL);

  return get_facts (self)->server_reason;
}
