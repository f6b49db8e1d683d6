/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-late-completion.h"

#include "kc-deadline.h"
#include "kc-poller.h"

/* How long the last poll may take: the key may have been slowed down. */
#define LAST_POLL_MS (KC_CLIENT_DEADLINE_MS + KC_RATE_LIMITER_SLOWEST_MS)
/* A timer that is later than that was held up: the computer slept, or the process was suspended. */
#define HELD_UP_MS 5000
/* How often the last poll is sent, if it is held up. */
#define MAX_LAST_POLLS 4

struct _KcLateCompletion {
  GObject parent_instance;

  KcClock *clock;
  KcPoller *poller;
  KcMode mode;
  gboolean key_fits;   /* it opened the session, or was answered for it */
  gboolean seems_over; /* by the last poll: 404 or 410 */
  guint n_last_polls;  /* once there is one, the next answer ends it */
  gint64 end;          /* when the timer is due */
  GSource *end_timer;  /* NULL once it is over */
};

G_DEFINE_FINAL_TYPE (KcLateCompletion, kc_late_completion, G_TYPE_OBJECT)

enum {
  CONNECTED,
  OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

static void end_timer_cb (gpointer user_data);

static void
await_end (KcLateCompletion *self, gint64 delay_ms)
{
  self->end = kc_clock_get_now (self->clock) + delay_ms;
  self->end_timer = kc_clock_add_timer (self->clock, delay_ms, end_timer_cb, self);
}

/* Asks for the last time, unless no key may ask: much may have happened since the last answer,
 * above all if the computer slept. If it slept over that poll as well, it is asked again. */
static void
end_timer_cb (gpointer user_data)
{
  g_autoptr (KcLateCompletion) self = g_object_ref (KC_LATE_COMPLETION (user_data));
  gboolean held_up = kc_clock_get_now (self->clock) - self->end > HELD_UP_MS;

  kc_clear_timer (&self->end_timer);
  if (!kc_poller_is_running (self->poller) || (self->n_last_polls > 0 && !held_up)
      || self->n_last_polls == MAX_LAST_POLLS)
    {
      tell_over (self);
      return;
    }

  self->n_last_polls++;
  await_end (self, LAST_POLL_MS);
  kc_poller_poll_now (self->poller);
}

static void
take_error (KcLateCompletion *self, const GError *error)
{
  gboolean not_found = g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND);
  gboolean is_over = kc_error_is_over (error);

  /* In the browser's way a single 404 or 410 means nothing: one server of several may lag behind.
   */
  gboolean is_first = is_over && !self->seems_over && self->mode == KC_MODE_EMBEDDED_SIGNUP;

  /* Another key may get an answer; and whether Keebai answers polls for QR sessions is not
   * documented. */
  gboolean is_useless
      = kc_error_locks_out (error) || (not_found && (!self->key_fits || self->mode == KC_MODE_QR));

  self->seems_over = is_over;
  if (is_useless && self->n_last_polls == 0)
    kc_poller_stop (self->poller);
  else if (is_useless || (is_over && !is_first)
           || (self->n_last_polls > 0 && !is_over && !kc_error_is_transient (error)))
    tell_over (self);
}

static void
take_poll (KcLateCompletion *self, const KcPoll *poll)
{
  self->key_fits = TRUE;
  self->seems_over = FALSE;
  switch (poll->status)
    {
    case KC_SESSION_PENDING:
      if (self->n_last_polls > 0)
        tell_over (self);
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
on_poller_answered_cb (KcPoller *poller, const KcPoll *poll, const GError *error, gpointer data)
{
  g_autoptr (KcLateCompletion) self = g_object_ref (KC_LATE_COMPLETION (data));

  if (poll != NULL)
    take_poll (self, poll);
  else
    take_error (self, error);
}

static void
start_polling (KcLateCompletion *self)
{
  kc_poller_start (self->poller, KC_LATE_COMPLETION_INTERVAL_MS, KC_LATE_COMPLETION_INTERVAL_MS);
}

static void
kc_late_completion_dispose (GObject *object)
{
  KcLateCompletion *self = KC_LATE_COMPLETION (object);

  if (self->poller != NULL)
    {
      kc_late_completion_stop (self);
      g_signal_handlers_disconnect_by_data (self->poller, self);
    }
  g_clear_object (&self->poller);
  g_clear_object (&self->clock);

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

  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_LATE_COMPLETION, NULL);
  self->clock = g_object_ref (clock);
  self->mode = session->mode;
  self->poller = kc_poller_new (client, clock, rate_limiter, session);
  kc_poller_set_low_priority (self->poller, TRUE);
  g_signal_connect (self->poller, "answered", G_CALLBACK (on_poller_answered_cb), self);
  await_end (self, MAX (0, ms_left) + KC_LATE_COMPLETION_EXTRA_MS);
  start_polling (self);

  return self;
}

void
kc_late_completion_set_client (KcLateCompletion *self,
                               KcClient *client,
                               KcRateLimiter *rate_limiter)
{
  g_return_if_fail (KC_IS_LATE_COMPLETION (self));

  if (self->end_timer == NULL || self->n_last_polls > 0)
    return;

  kc_poller_stop (self->poller);
  kc_poller_set_client (self->poller, client, rate_limiter);
  self->key_fits = FALSE;
  self->seems_over = FALSE;
  start_polling (self);
}

void
kc_late_completion_stop (KcLateCompletion *self)
{
  g_return_if_fail (KC_IS_LATE_COMPLETION (self));

  kc_poller_stop (self->poller);
  kc_clear_timer (&self->end_timer);
}
