/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-late-completion.h"

struct _KcLateCompletion {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcSession *session;
  gboolean key_fits;  /* it opened the session, or was answered for it */
  gboolean not_found; /* by the last poll */
  gboolean in_vain;   /* the last poll got no proper answer */
  gboolean last;      /* the poll that is under way */

  gint64 last_sent;
  GSource *poll_timer;
  GSource *end_timer;        /* NULL once it is over */
  GCancellable *cancellable; /* of what is under way, else NULL */
};

G_DEFINE_FINAL_TYPE (KcLateCompletion, kc_late_completion, G_TYPE_OBJECT)

enum {
  CONNECTED,
  OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void poll_timer_cb (gpointer user_data);
static void ask (KcLateCompletion *self);

static void
stop_polling (KcLateCompletion *self)
{
  kc_clear_timer (&self->poll_timer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
plan_poll (KcLateCompletion *self, gint64 at_least_ms)
{
  gint64 interval_ms = kc_rate_limiter_stretch (self->rate_limiter, KC_LATE_COMPLETION_INTERVAL_MS);

  self->poll_timer
      = kc_clock_add_timer (self->clock, MAX (interval_ms, at_least_ms), poll_timer_cb, self);
}

static void
tell_connected (KcLateCompletion *self, KcChannel *channel)
{
  kc_late_completion_stop (self);
  g_signal_emit (self, signals[CONNECTED], 0, channel);
}

static void
tell_over (KcLateCompletion *self)
{
  kc_late_completion_stop (self);
  g_signal_emit (self, signals[OVER], 0);
}

/* --- the end --------------------------------------------------------------------------------- */

/* Asks for the last time, unless it just has been answered, or is of no use: much may have happened
 * if the computer slept, or the key had few requests left. */
static void
end_timer_cb (gpointer user_data)
{
  g_autoptr (KcLateCompletion) self = g_object_ref (KC_LATE_COMPLETION (user_data));
  gboolean asks = self->poll_timer != NULL;

  self->last = TRUE;
  kc_clear_timer (&self->poll_timer);
  if (self->cancellable != NULL)
    return;

  if (asks && !kc_rate_limiter_is_short (self->rate_limiter)
      && (self->in_vain
          || kc_clock_get_now (self->clock) - self->last_sent >= KC_LATE_COMPLETION_INTERVAL_MS))
    ask (self);
  else
    tell_over (self);
}

/* --- until then ------------------------------------------------------------------------------ */

static void
take_error (KcLateCompletion *self, const GError *error)
{
  gboolean not_found = g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND);

  kc_rate_limiter_note (self->rate_limiter, error);
  self->in_vain = kc_error_is_transient (error);

  if (self->last)
    {
      tell_over (self);
      return;
    }

  /* Another key may be told more, if one comes; and whether Keebai answers polls for QR sessions is
   * not documented. */
  if (kc_error_locks_out (error)
      || (not_found && (!self->key_fits || self->session->mode == KC_MODE_QR)))
    return;

  /* One server of several may lag behind: once is no word. */
  if (kc_error_is_over (error) && (self->not_found || !not_found))
    {
      tell_over (self);
      return;
    }

  self->not_found = not_found;
  plan_poll (self, kc_error_get_retry_after_ms (error));
}

static void
poll_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPoll) poll = kc_client_poll_finish (KC_CLIENT (source), result, &error);
  g_autoptr (KcLateCompletion) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (KC_LATE_COMPLETION (user_data));
  g_clear_object (&self->cancellable);
  if (poll == NULL)
    {
      take_error (self, error);
      return;
    }

  self->key_fits = TRUE;
  self->not_found = FALSE;
  self->in_vain = FALSE;
  switch (poll->status)
    {
    case KC_SESSION_PENDING:
      if (self->last)
        tell_over (self);
      else
        plan_poll (self, 0);
      break;
    case KC_SESSION_COMPLETED:
      tell_connected (self, poll->channel);
      break;
    case KC_SESSION_CANCELLED:
    case KC_SESSION_EXPIRED:
      tell_over (self);
      break;
    }
}

static void
ask (KcLateCompletion *self)
{
  self->last_sent = kc_clock_get_now (self->clock);
  self->cancellable = g_cancellable_new ();
  kc_rate_limiter_spend (self->rate_limiter);
  kc_client_poll_async (self->client, self->session, self->cancellable, poll_cb, self);
}

static void
poll_timer_cb (gpointer user_data)
{
  KcLateCompletion *self = KC_LATE_COMPLETION (user_data);

  kc_clear_timer (&self->poll_timer);
  if (kc_rate_limiter_is_short (self->rate_limiter))
    plan_poll (self, 0);
  else
    ask (self);
}

static void
kc_late_completion_dispose (GObject *object)
{
  KcLateCompletion *self = KC_LATE_COMPLETION (object);

  kc_late_completion_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->session, kc_session_free);

  G_OBJECT_CLASS (kc_late_completion_parent_class)->dispose (object);
}

static void
kc_late_completion_class_init (KcLateCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_late_completion_dispose;

  signals[CONNECTED] = g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_CHANNEL);
  signals[OVER] = g_signal_new ("over", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
kc_late_completion_init (KcLateCompletion *self)
{
  self->key_fits = TRUE;
}

KcLateCompletion *
kc_late_completion_new (KcClient *client,
                        KcClock *clock,
                        KcRateLimiter *rate_limiter,
                        const KcSession *session,
                        gint64 ms_left)
{
  KcLateCompletion *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (KC_IS_RATE_LIMITER (rate_limiter), NULL);
  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_LATE_COMPLETION, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->rate_limiter = g_object_ref (rate_limiter);
  self->session = kc_session_copy (session);
  self->end_timer = kc_clock_add_timer (clock, MAX (0, ms_left) + KC_LATE_COMPLETION_EXTRA_MS,
                                        end_timer_cb, self);
  plan_poll (self, 0);

  return self;
}

void
kc_late_completion_set_client (KcLateCompletion *self,
                               KcClient *client,
                               KcRateLimiter *rate_limiter)
{
  g_return_if_fail (KC_IS_LATE_COMPLETION (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_RATE_LIMITER (rate_limiter));

  g_set_object (&self->client, client);
  g_set_object (&self->rate_limiter, rate_limiter);
  self->key_fits = FALSE;
  self->not_found = FALSE;
  if (self->end_timer == NULL || self->last)
    return;

  stop_polling (self);
  plan_poll (self, 0);
}

void
kc_late_completion_stop (KcLateCompletion *self)
{
  g_return_if_fail (KC_IS_LATE_COMPLETION (self));

  stop_polling (self);
  kc_clear_timer (&self->end_timer);
}
