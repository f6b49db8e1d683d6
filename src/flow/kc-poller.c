/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-poller.h"

#include "kc-backoff.h"

/* An answer that takes longer may never come: the network may have changed. */
#define LATE_MS 10000

struct _KcPoller {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcSession *session;
  KcBackoff *backoff;

  gboolean low_priority;
  gboolean running;
  gboolean in_trouble;       /* the last poll went wrong: the interval does not count */
  gboolean again;            /* asked for a poll while one was under way */
  gint64 early_at;           /* when a poll last came before Keebai's interval had passed; or 0 */
  KcPoll *last_word;         /* completed, expired or cancelled: nothing is asked any more */
  gint64 interval_ms;        /* between an answer and the next poll */
  gint64 base;               /* the start or the last answer: where the interval begins */
  gint64 last_sent;          /* when the last poll was sent */
  gint64 not_before;         /* the server asked not to come before */
  gint64 due;                /* when the timer fires */
  GSource *timer;            /* until the next poll; NULL while one is under way */
  GCancellable *cancellable; /* of the poll under way, else NULL */
};

G_DEFINE_FINAL_TYPE (KcPoller, kc_poller, G_TYPE_OBJECT)

enum {
  ANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void timer_cb (gpointer user_data);

static gint64
get_named_interval (KcPoller *self)
{
  return (gint64) self->session->poll_interval * 1000;
}

/* Keebai names the interval between two polls. One may be early, but not several in a row. */
static gint64
get_earliest (KcPoller *self)
{
  gint64 spacing_ms = get_named_interval (self);

  if (self->last_sent == 0)
    return 0;
  if (self->early_at == 0 || kc_clock_get_now (self->clock) - self->early_at >= KC_POLLER_EARLY_MS)
    spacing_ms = MIN (spacing_ms, KC_POLLER_SPACING_MS);

  return self->last_sent + kc_rate_limiter_adjust_interval (self->rate_limiter, spacing_ms);
}

static void
plan (KcPoller *self, gint64 due)
{
  gint64 now = kc_clock_get_now (self->clock);

  g_assert (self->cancellable == NULL);

  due = self->last_word != NULL ? now : MAX (due, MAX (self->not_before, get_earliest (self)));

  kc_clear_timer (&self->timer);
  self->due = due;
  self->timer = kc_clock_add_timer (self->clock, due - now, timer_cb, self);
}

/* As soon as spacing, `Retry-After` and rate limit allow. */
static void
plan_at_once (KcPoller *self)
{
  plan (self, 0);
}

static gint64
get_interval (KcPoller *self)
{
  return kc_rate_limiter_adjust_interval (self->rate_limiter,
                                          MAX (self->interval_ms, get_named_interval (self)));
}

static void
plan_after_trouble (KcPoller *self, const GError *error)
{
  gint64 asked_ms = kc_error_get_retry_after_ms (error);
  gint64 interval_ms = get_interval (self);
  gint64 delay_ms;

  /* Always slower than without trouble. */
  delay_ms = interval_ms + kc_backoff_next (self->backoff, asked_ms - interval_ms);
  self->in_trouble = TRUE;
  if (asked_ms >= 0 || g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED))
    self->not_before = self->base + delay_ms;

  plan (self, self->base + delay_ms);
}

/* If the poller is started again, the word is emitted once more. */
static void
tell_last_word (KcPoller *self)
{
  g_autoptr (KcPoller) guard = g_object_ref (self);

  kc_poller_stop (self);
  g_signal_emit (self, signals[ANSWERED], 0, self->last_word, NULL);
}

static void
poll_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPoll) poll = kc_client_poll_finish (KC_CLIENT (source), result, &error);
  g_autoptr (KcPoller) self = NULL;
  gboolean again;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* A handler may drop the last reference. */
  self = g_object_ref (KC_POLLER (user_data));
  g_clear_object (&self->cancellable);
  again = self->again;
  self->again = FALSE;
  self->base = kc_clock_get_now (self->clock);
  kc_rate_limiter_note (self->rate_limiter, error);

  /* Keebai has not noticed it. */
  if (!kc_error_was_sent (error))
    self->early_at = 0;

  if (poll == NULL)
    plan_after_trouble (self, error);
  else if (poll->status != KC_SESSION_PENDING)
    {
      self->last_word = g_steal_pointer (&poll);
      tell_last_word (self);
      return;
    }
  else
    {
      kc_backoff_reset (self->backoff);
      self->in_trouble = FALSE;
      self->not_before = 0;
      if (again)
        plan_at_once (self);
      else
        plan (self, self->base + get_interval (self));
    }

  g_signal_emit (self, signals[ANSWERED], 0, poll, error);
}

static void
wait_for_rate_limiter (KcPoller *self, gint64 delay_ms)
{
  g_autoptr (KcPoller) guard = g_object_ref (self);
  g_autoptr (GError) error = NULL;

  plan (self, kc_clock_get_now (self->clock) + delay_ms);
  if (delay_ms <= KC_RATE_LIMITER_LONG_WAIT_MS)
    return;

  error = kc_rate_limiter_create_error (self->rate_limiter);
  g_signal_emit (self, signals[ANSWERED], 0, NULL, error);
}

static void
timer_cb (gpointer user_data)
{
  KcPoller *self = KC_POLLER (user_data);
  gint64 delay_ms = kc_rate_limiter_get_delay (self->rate_limiter);
  gint64 now;

  g_assert (self->cancellable == NULL);

  kc_clear_timer (&self->timer);

  if (self->last_word != NULL)
    {
      tell_last_word (self);
      return;
    }
  if (self->low_priority && kc_rate_limiter_is_running_low (self->rate_limiter))
    {
      plan (self, kc_clock_get_now (self->clock) + get_interval (self));
      return;
    }
  if (delay_ms > 0)
    {
      wait_for_rate_limiter (self, delay_ms);
      return;
    }

  self->cancellable = g_cancellable_new ();
  now = kc_clock_get_now (self->clock);
  if (self->last_sent != 0 && now - self->last_sent < get_named_interval (self))
    self->early_at = now;
  self->last_sent = now;
  kc_rate_limiter_count (self->rate_limiter);
  kc_client_poll_async (self->client, self->session, self->cancellable, poll_cb, self);
}

/* A poll under way will probably not be answered: polls again. */
static void
ask_anew (KcPoller *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->again = FALSE;
  plan_at_once (self);
}

static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  KcPoller *self = KC_POLLER (user_data);

  if (self->running)
    ask_anew (self);
}

static void
kc_poller_dispose (GObject *object)
{
  KcPoller *self = KC_POLLER (object);

  kc_poller_stop (self);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->last_word, kc_poll_free);
  g_clear_pointer (&self->backoff, kc_backoff_free);

  G_OBJECT_CLASS (kc_poller_parent_class)->dispose (object);
}

static void
kc_poller_class_init (KcPollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_poller_dispose;

  signals[ANSWERED]
      = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, KC_TYPE_POLL | G_SIGNAL_TYPE_STATIC_SCOPE,
                      G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
kc_poller_init (KcPoller *self)
{
  self->backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);
}

KcPoller *
kc_poller_new (KcClient *client,
               KcClock *clock,
               KcRateLimiter *rate_limiter,
               const KcSession *session)
{
  KcPoller *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (KC_IS_RATE_LIMITER (rate_limiter), NULL);
  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_POLLER, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->rate_limiter = g_object_ref (rate_limiter);
  self->session = kc_session_copy (session);
  g_signal_connect (clock, "woke", G_CALLBACK (on_clock_woke_cb), self);

  return self;
}

void
kc_poller_set_client (KcPoller *self, KcClient *client, KcRateLimiter *rate_limiter)
{
  g_return_if_fail (KC_IS_POLLER (self));
  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_RATE_LIMITER (rate_limiter));
  g_return_if_fail (!self->running);

  g_set_object (&self->client, client);
  g_set_object (&self->rate_limiter, rate_limiter);
  /* That applied to the other key. */
  self->not_before = 0;
  kc_backoff_reset (self->backoff);
}

void
kc_poller_set_low_priority (KcPoller *self, gboolean low_priority)
{
  g_return_if_fail (KC_IS_POLLER (self));

  self->low_priority = low_priority;
}

void
kc_poller_start (KcPoller *self, gint64 first_ms, gint64 interval_ms)
{
  g_return_if_fail (KC_IS_POLLER (self));

  kc_poller_stop (self);
  self->running = TRUE;
  self->interval_ms = interval_ms;
  self->base = kc_clock_get_now (self->clock);
  plan (self, self->base + first_ms);
}

void
kc_poller_set_interval (KcPoller *self, gint64 interval_ms)
{
  g_return_if_fail (KC_IS_POLLER (self));

  if (!self->running || self->interval_ms == interval_ms)
    return;

  self->interval_ms = interval_ms;
  if (self->timer != NULL && !self->in_trouble)
    plan (self, self->base + get_interval (self));
}

void
kc_poller_poll_now (KcPoller *self)
{
  g_return_if_fail (KC_IS_POLLER (self));

  if (!self->running)
    return;

  if (self->timer == NULL && kc_clock_get_now (self->clock) - self->last_sent < LATE_MS)
    self->again = TRUE;
  else if (self->timer == NULL)
    ask_anew (self);
  else
    plan (self, MIN (self->due, get_earliest (self)));
}

void
kc_poller_stop (KcPoller *self)
{
  g_return_if_fail (KC_IS_POLLER (self));

  self->running = FALSE;
  self->in_trouble = FALSE;
  self->again = FALSE;
  kc_clear_timer (&self->timer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

gboolean
kc_poller_is_running (KcPoller *self)
{
  g_return_val_if_fail (KC_IS_POLLER (self), FALSE);

  return self->running;
}
