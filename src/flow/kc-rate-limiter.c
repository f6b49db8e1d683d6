/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-rate-limiter.h"

#include "kc-error.h"

#define MINUTE_MS (60 * 1000 + KC_RATE_LIMITER_MARGIN_MS)
#define HOUR_MS (60 * 60 * 1000 + KC_RATE_LIMITER_MARGIN_MS)
/* Requests that nobody waits for need this many left: a quarter. */
#define SHORT_PER_MINUTE (KC_RATE_LIMITER_PER_MINUTE / 4)
#define SHORT_PER_HOUR (KC_RATE_LIMITER_PER_HOUR / 4)
/* After a 429 without `Retry-After`, and then 2, 4, 8 s and so on, as Keebai advises. */
#define FIRST_PAUSE_MS 1000
#define MAX_FACTOR 64

struct _KcRateLimiter {
  GObject parent_instance;

  KcClock *clock;
  /* When each of the last KC_RATE_LIMITER_PER_HOUR requests was sent, as a ring: a further one fits
   * when the one that many requests back has left the window. */
  gint64 sent[KC_RATE_LIMITER_PER_HOUR];
  guint64 n_sent; /* ever */

  gint64 factor;     /* 1, doubled by each 429 */
  gint64 not_before; /* Keebai accepts nothing before */
  guint n_waiting;   /* for long */
};

/* Of a task of kc_rate_limiter_wait_async (). */
typedef struct {
  KcRateLimiter *rate_limiter; /* borrowed from the task */
  guint n_requests;
  gboolean is_long; /* it counts in n_waiting */
  GSource *timer;
  KcDeadline *caller; /* without a deadline: the wait has none */
} Wait;

G_DEFINE_FINAL_TYPE (KcRateLimiter, kc_rate_limiter, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_WAITING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
count_waiting (KcRateLimiter *self, int change)
{
  gboolean was_waiting = self->n_waiting > 0;

  self->n_waiting += change;
  if ((self->n_waiting > 0) != was_waiting)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

static gint64
get_window_delay (KcRateLimiter *self, guint n_requests, guint limit, gint64 window_ms)
{
  gint64 sent;

  if (self->n_sent + n_requests <= limit)
    return 0;

  sent = self->sent[(self->n_sent + n_requests - 1 - limit) % KC_RATE_LIMITER_PER_HOUR];

  return MAX (0, sent + window_ms - kc_clock_get_now (self->clock));
}

static gint64
get_delay_for (KcRateLimiter *self, guint n_requests)
{
  gint64 delay_ms = MAX (0, self->not_before - kc_clock_get_now (self->clock));

  delay_ms
      = MAX (delay_ms, get_window_delay (self, n_requests, KC_RATE_LIMITER_PER_MINUTE, MINUTE_MS));

  return MAX (delay_ms, get_window_delay (self, n_requests, KC_RATE_LIMITER_PER_HOUR, HOUR_MS));
}

static gboolean
is_hour_short (KcRateLimiter *self)
{
  return get_window_delay (self, SHORT_PER_HOUR, KC_RATE_LIMITER_PER_HOUR, HOUR_MS) > 0;
}

/* --- waiting --------------------------------------------------------------------------------- */

static void
wait_free (Wait *wait)
{
  kc_clear_timer (&wait->timer);
  kc_deadline_free (wait->caller);
  g_free (wait);
}

/* Ends the wait, and takes the task. */
static void
end_wait (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);

  kc_clear_timer (&wait->timer);
  kc_deadline_end (wait->caller);
  if (wait->is_long)
    count_waiting (wait->rate_limiter, -1);
  if (!g_task_return_error_if_cancelled (task))
    {
      for (guint i = 0; i < wait->n_requests; i++)
        kc_rate_limiter_count (wait->rate_limiter);
      g_task_return_boolean (task, TRUE);
    }
  g_object_unref (task);
}

static void
wait_timer_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Wait *wait = g_task_get_task_data (task);
  gint64 delay_ms = get_delay_for (wait->rate_limiter, wait->n_requests);

  kc_clear_timer (&wait->timer);
  /* Another request may have been first. */
  if (delay_ms == 0)
    {
      end_wait (task);
      return;
    }

  wait->timer = kc_clock_add_timer (wait->rate_limiter->clock, delay_ms, wait_timer_cb, task);
  if (!wait->is_long && delay_ms > KC_RATE_LIMITER_LONG_WAIT_MS)
    {
      wait->is_long = TRUE;
      count_waiting (wait->rate_limiter, 1);
    }
}

static void
on_wait_cancelled_cb (gpointer user_data)
{
  end_wait (G_TASK (user_data));
}

/* --- the object ------------------------------------------------------------------------------ */

static void
kc_rate_limiter_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_WAITING:
      g_value_set_boolean (value, kc_rate_limiter_get_waiting (KC_RATE_LIMITER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kc_rate_limiter_finalize (GObject *object)
{
  KcRateLimiter *self = KC_RATE_LIMITER (object);

  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kc_rate_limiter_parent_class)->finalize (object);
}

static void
kc_rate_limiter_class_init (KcRateLimiterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_rate_limiter_get_property;
  object_class->finalize = kc_rate_limiter_finalize;

  properties[PROP_WAITING]
      = g_param_spec_boolean ("waiting", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_rate_limiter_init (KcRateLimiter *self)
{
  self->factor = 1;
}

KcRateLimiter *
kc_rate_limiter_new (KcClock *clock)
{
  KcRateLimiter *self;

  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_RATE_LIMITER, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

void
kc_rate_limiter_count (KcRateLimiter *self)
{
  g_return_if_fail (KC_IS_RATE_LIMITER (self));

  self->sent[self->n_sent % KC_RATE_LIMITER_PER_HOUR] = kc_clock_get_now (self->clock);
  self->n_sent++;
}

gint64
kc_rate_limiter_get_delay (KcRateLimiter *self)
{
  g_return_val_if_fail (KC_IS_RATE_LIMITER (self), 0);

  return get_delay_for (self, 1);
}

void
kc_rate_limiter_wait_async (KcRateLimiter *self,
                            guint n_requests,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  Wait *wait;

  g_return_if_fail (KC_IS_RATE_LIMITER (self));
  g_return_if_fail (n_requests > 0 && n_requests <= KC_RATE_LIMITER_PER_MINUTE);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  wait = g_new0 (Wait, 1);
  wait->rate_limiter = self;
  wait->n_requests = n_requests;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_rate_limiter_wait_async);
  g_task_set_task_data (task, wait, (GDestroyNotify) wait_free);

  wait->caller = kc_deadline_new_for_source (cancellable, NULL);
  kc_deadline_set_ended_func (wait->caller, on_wait_cancelled_cb, task);
  wait_timer_cb (task);
}

gboolean
kc_rate_limiter_wait_finish (KcRateLimiter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
kc_rate_limiter_get_waiting (KcRateLimiter *self)
{
  g_return_val_if_fail (KC_IS_RATE_LIMITER (self), FALSE);

  return self->n_waiting > 0;
}

GError *
kc_rate_limiter_create_error (KcRateLimiter *self)
{
  g_return_val_if_fail (KC_IS_RATE_LIMITER (self), NULL);

  return kc_error_mark_unsent (kc_error_new_full (KC_ERROR_RATE_LIMITED, 0,
                                                  kc_rate_limiter_get_delay (self), NULL, NULL,
                                                  NULL, "the rate limit of the key is reached"));
}

void
kc_rate_limiter_slow_down (KcRateLimiter *self, gint64 retry_after_ms)
{
  gint64 now;
  gint64 pause_ms;

  g_return_if_fail (KC_IS_RATE_LIMITER (self));

  /* Requests that were under way are refused for the same reason, and do not count. */
  now = kc_clock_get_now (self->clock);
  if (now >= self->not_before)
    self->factor = MIN (self->factor * 2, MAX_FACTOR);

  pause_ms = MIN (FIRST_PAUSE_MS * self->factor / 2, KC_RATE_LIMITER_SLOWEST_MS);
  self->not_before = MAX (self->not_before, now + MAX (pause_ms, retry_after_ms));
}

void
kc_rate_limiter_note (KcRateLimiter *self, const GError *error)
{
  g_return_if_fail (KC_IS_RATE_LIMITER (self));

  if (g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED))
    kc_rate_limiter_slow_down (self, kc_error_get_retry_after_ms (error));
}

gint64
kc_rate_limiter_adjust_interval (KcRateLimiter *self, gint64 interval_ms)
{
  gint64 factor;

  g_return_val_if_fail (KC_IS_RATE_LIMITER (self), interval_ms);

  factor = is_hour_short (self) ? self->factor * 2 : self->factor;

  return MIN (interval_ms * factor, MAX (interval_ms, KC_RATE_LIMITER_SLOWEST_MS));
}

gboolean
kc_rate_limiter_is_running_low (KcRateLimiter *self)
{
  g_return_val_if_fail (KC_IS_RATE_LIMITER (self), TRUE);

  return kc_rate_limiter_get_delay (self) > 0
         || get_window_delay (self, SHORT_PER_MINUTE, KC_RATE_LIMITER_PER_MINUTE, MINUTE_MS) > 0
         || is_hour_short (self);
}
