/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-outcome-check.h"

#include "kc-backoff.h"
#include "kc-channel-diff.h"

/* A timer that is later than that was held up: the computer slept, or the process was suspended. */
#define HELD_UP_MS 5000

struct _KcOutcomeCheck {
  GObject parent_instance;

  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcPoller *poller;
  KcMode mode;
  gint64 interval_ms; /* between two polls, as Keebai named it */
  GPtrArray *before;
  KcBackoff *backoff; /* of the list */

  KcOutcomeCheckFlags flags;
  KcFindings *findings;
  guint n_answers;
  gint64 answered_at;  /* the session or the list, for the last time */
  gboolean seems_over; /* by the last poll that was answered: 404 or 410 */
  gboolean ask_again;  /* after the channels were listed: the session has no final word yet */
  GSource *limit_timer;
  gint64 limit;     /* when it is due */
  guint n_restarts; /* of the limit */
  GSource *ask_timer;
  GSource *list_timer;
  GCancellable *cancellable; /* of the list */
};

G_DEFINE_BOXED_TYPE (KcFindings, kc_findings, kc_findings_copy, kc_findings_free)
G_DEFINE_FINAL_TYPE (KcOutcomeCheck, kc_outcome_check, G_TYPE_OBJECT)

enum {
  CONCLUDED,
  CONNECTIVITY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_channels (KcOutcomeCheck *self);
static void await_limit (KcOutcomeCheck *self, gint64 limit_ms);

KcFindings *
kc_findings_copy (const KcFindings *self)
{
  KcFindings *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (KcFindings, 1);
  *copy = *self;
  if (copy->channel != NULL)
    g_object_ref (copy->channel);
  if (copy->new_channels != NULL)
    g_ptr_array_ref (copy->new_channels);
  copy->error = self->error != NULL ? g_error_copy (self->error) : NULL;
  copy->trouble = self->trouble != NULL ? g_error_copy (self->trouble) : NULL;

  return copy;
}

void
kc_findings_free (KcFindings *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->channel);
  g_clear_pointer (&self->new_channels, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_error (&self->trouble);
  g_free (self);
}

static void
conclude (KcOutcomeCheck *self)
{
  kc_outcome_check_stop (self);
  if (!self->findings->answered && self->findings->error == NULL && self->findings->trouble == NULL)
    self->findings->trouble
        = g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, "nothing was answered");
  g_signal_emit (self, signals[CONCLUDED], 0, self->findings);
}

/* A key that was slowed down has polled so seldom that the last answer is old: much may have
 * happened since. The channels can be listed at once, and if they cannot, nobody knows. */
static void
look_once_more (KcOutcomeCheck *self)
{
  self->findings->answered = FALSE;
  self->ask_again = FALSE;
  await_limit (self, KC_OUTCOME_CHECK_LIMIT_MS);
  if (self->cancellable == NULL && self->list_timer == NULL)
    list_channels (self);
}

static void
limit_timer_cb (gpointer user_data)
{
  KcOutcomeCheck *self = KC_OUTCOME_CHECK (user_data);

  /* Nobody was asked in that time. */
  if (kc_clock_get_now (self->clock) - self->limit > HELD_UP_MS
      && self->n_restarts++ < KC_OUTCOME_CHECK_MAX_RESTARTS)
    await_limit (self, KC_OUTCOME_CHECK_LIMIT_MS);
  else if (self->findings->answered && self->findings->word == KC_SESSION_PENDING
           && kc_clock_get_now (self->clock) - self->answered_at
                  > KC_OUTCOME_CHECK_LIMIT_MS + HELD_UP_MS
           && (kc_poller_is_running (self->poller) || self->ask_again))
    look_once_more (self);
  else
    conclude (self);
}

static void
await_limit (KcOutcomeCheck *self, gint64 limit_ms)
{
  kc_clear_timer (&self->limit_timer);
  self->limit = kc_clock_get_now (self->clock) + limit_ms;
  self->limit_timer = kc_clock_add_timer (self->clock, limit_ms, limit_timer_cb, self);
}

/* A poll has to fit in, and a key that was slowed down polls less often. */
static gint64
get_limit (KcOutcomeCheck *self)
{
  return KC_OUTCOME_CHECK_LIMIT_MS - self->interval_ms
         + kc_rate_limiter_adjust_interval (self->rate_limiter, self->interval_ms);
}

/* Keebai was reached: the longer limit is not needed any more. */
static void
note_reached (KcOutcomeCheck *self)
{
  if (!(self->flags & KC_OUTCOME_CHECK_KEEP_TRYING))
    return;

  self->flags &= ~KC_OUTCOME_CHECK_KEEP_TRYING;
  await_limit (self, get_limit (self));
}

static void
note_answer (KcOutcomeCheck *self)
{
  self->findings->answered = TRUE;
  self->answered_at = kc_clock_get_now (self->clock);
  g_clear_error (&self->findings->trouble);
  note_reached (self);
}

static void
note_trouble (KcOutcomeCheck *self, const GError *error)
{
  if (!self->findings->answered && self->findings->error == NULL)
    {
      g_clear_error (&self->findings->trouble);
      self->findings->trouble = g_error_copy (error);
    }
  g_signal_emit (self, signals[CONNECTIVITY], 0, error);
}

static void
ask_timer_cb (gpointer user_data)
{
  KcOutcomeCheck *self = KC_OUTCOME_CHECK (user_data);

  if (self->before == NULL || !(self->flags & KC_OUTCOME_CHECK_COMPARE))
    return;

  self->ask_again = TRUE;
  list_channels (self);
}

static void
ask_session (KcOutcomeCheck *self, gint64 first_ms)
{
  self->ask_again = FALSE;
  kc_poller_start (self->poller, first_ms, self->interval_ms);
}

/* --- the channels ---------------------------------------------------------------------------- */

static void
list_timer_cb (gpointer user_data)
{
  KcOutcomeCheck *self = KC_OUTCOME_CHECK (user_data);

  kc_clear_timer (&self->list_timer);
  list_channels (self);
}

static void
take_list_trouble (KcOutcomeCheck *self, const GError *error)
{
  if (self->ask_again)
    {
      ask_session (self, self->interval_ms);
      self->ask_timer
          = kc_clock_add_timer (self->clock, KC_OUTCOME_CHECK_ASK_AGAIN_MS, ask_timer_cb, self);
    }
  else
    self->list_timer
        = kc_clock_add_timer (self->clock,
                              kc_backoff_next (self->backoff, kc_error_get_retry_after_ms (error)),
                              list_timer_cb, self);

  note_trouble (self, error);
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) after = kc_client_list_channels_finish (KC_CLIENT (source), result, &error);
  g_autoptr (KcOutcomeCheck) self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (KC_OUTCOME_CHECK (user_data));
  g_clear_object (&self->cancellable);
  kc_rate_limiter_note (self->rate_limiter, error);

  if (kc_error_is_transient (error))
    {
      take_list_trouble (self, error);
      return;
    }

  /* A refusal for a key that may not read channels says nothing about the session. */
  if (after != NULL)
    {
      note_answer (self);
      g_clear_pointer (&self->findings->new_channels, g_ptr_array_unref);
      self->findings->new_channels = kc_channel_diff_find (self->before, after);
    }

  if (self->ask_again)
    ask_session (self, self->interval_ms);
  else
    conclude (self);
}

static void
list_channels (KcOutcomeCheck *self)
{
  gint64 delay_ms = kc_rate_limiter_get_delay (self->rate_limiter);

  kc_clear_timer (&self->ask_timer);
  kc_poller_stop (self->poller);
  if (self->before == NULL || !(self->flags & KC_OUTCOME_CHECK_COMPARE))
    {
      conclude (self);
      return;
    }

  if (delay_ms > 0)
    {
      self->list_timer = kc_clock_add_timer (self->clock, delay_ms, list_timer_cb, self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  kc_rate_limiter_count (self->rate_limiter);
  kc_client_list_channels_async (self->client, kc_mode_get_channel_kind (self->mode),
                                 self->cancellable, list_cb, self);
}

/* --- the session ----------------------------------------------------------------------------- */

static void
take_error (KcOutcomeCheck *self, const GError *error)
{
  /* Keebai answers 404 for another company's session. */
  if (kc_error_locks_out (error)
      || (!(self->flags & KC_OUTCOME_CHECK_COMPARE)
          && g_error_matches (error, KC_ERROR, KC_ERROR_NOT_FOUND)))
    {
      self->findings->error = g_error_copy (error);
      g_clear_error (&self->findings->trouble);
      note_reached (self);
      list_channels (self);
      return;
    }

  if (!kc_error_is_over (error))
    {
      note_trouble (self, error);
      return;
    }

  /* Once it means nothing: one server of several may lag behind. QR sessions may not answer polls.
   */
  if (self->mode == KC_MODE_EMBEDDED_SIGNUP && !self->seems_over)
    {
      self->seems_over = TRUE;
      note_reached (self);
      return;
    }

  /* 410 is a word; 404 may only mean that Keebai does not answer polls for QR sessions. */
  if (error->code == KC_ERROR_GONE)
    {
      self->findings->word = KC_SESSION_EXPIRED;
      self->flags |= KC_OUTCOME_CHECK_COMPARE;
    }
  self->findings->pending = FALSE;
  note_answer (self);
  list_channels (self);
}

static void
on_poller_answered_cb (KcPoller *poller, const KcPoll *poll, const GError *error, gpointer data)
{
  KcOutcomeCheck *self = KC_OUTCOME_CHECK (data);

  if (error != NULL)
    {
      take_error (self, error);
      return;
    }

  self->seems_over = FALSE;
  note_answer (self);
  self->flags |= KC_OUTCOME_CHECK_COMPARE;
  self->findings->word = poll->status;
  self->findings->clear = poll->status != KC_SESSION_PENDING;
  self->findings->pending = poll->status == KC_SESSION_PENDING;
  switch (poll->status)
    {
    case KC_SESSION_COMPLETED:
      g_set_object (&self->findings->channel, poll->channel);
      if (poll->channel == NULL)
        list_channels (self);
      else
        conclude (self);
      break;
    case KC_SESSION_CANCELLED:
      conclude (self);
      break;
    case KC_SESSION_EXPIRED:
      /* In QR mode the word may not follow what the phone does, so a new channel is mentioned all
       * the same. */
      if (self->mode == KC_MODE_EMBEDDED_SIGNUP)
        conclude (self);
      else
        list_channels (self);
      break;
    case KC_SESSION_PENDING:
      if (++self->n_answers == KC_OUTCOME_CHECK_POLLS)
        list_channels (self);
      else
        g_signal_emit (self, signals[CONNECTIVITY], 0, NULL);
      break;
    }
}

static void
kc_outcome_check_dispose (GObject *object)
{
  KcOutcomeCheck *self = KC_OUTCOME_CHECK (object);

  kc_outcome_check_stop (self);
  g_clear_object (&self->poller);
  g_clear_object (&self->client);
  g_clear_object (&self->rate_limiter);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_pointer (&self->backoff, kc_backoff_free);
  g_clear_pointer (&self->findings, kc_findings_free);

  G_OBJECT_CLASS (kc_outcome_check_parent_class)->dispose (object);
}

static void
kc_outcome_check_class_init (KcOutcomeCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kc_outcome_check_dispose;

  signals[CONCLUDED] = g_signal_new ("concluded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, KC_TYPE_FINDINGS);
  signals[CONNECTIVITY]
      = g_signal_new ("connectivity", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
kc_outcome_check_init (KcOutcomeCheck *self)
{
  self->backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);
  self->findings = g_new0 (KcFindings, 1);
}

KcOutcomeCheck *
kc_outcome_check_new (KcClient *client,
                      KcClock *clock,
                      KcRateLimiter *rate_limiter,
                      KcPoller *poller,
                      const KcSession *session,
                      GPtrArray *before)
{
  KcOutcomeCheck *self;

  g_return_val_if_fail (KC_IS_CLIENT (client), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (KC_IS_RATE_LIMITER (rate_limiter), NULL);
  g_return_val_if_fail (KC_IS_POLLER (poller), NULL);
  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (KC_TYPE_OUTCOME_CHECK, NULL);
  self->client = g_object_ref (client);
  self->clock = g_object_ref (clock);
  self->rate_limiter = g_object_ref (rate_limiter);
  self->poller = g_object_ref (poller);
  self->mode = session->mode;
  self->interval_ms = session->poll_interval * (gint64) 1000;
  self->before = before != NULL ? g_ptr_array_ref (before) : NULL;

  return self;
}

void
kc_outcome_check_start (KcOutcomeCheck *self, KcOutcomeCheckFlags flags)
{
  g_return_if_fail (KC_IS_OUTCOME_CHECK (self));
  g_return_if_fail (self->limit_timer == NULL);

  self->flags = flags;
  self->seems_over = (flags & KC_OUTCOME_CHECK_SEEMS_OVER) != 0;
  await_limit (self, flags & KC_OUTCOME_CHECK_KEEP_TRYING ? KC_OUTCOME_CHECK_UNREACHABLE_LIMIT_MS
                                                          : get_limit (self));
  if (!(flags & KC_OUTCOME_CHECK_SESSION))
    {
      self->list_timer = kc_clock_add_timer (self->clock, 0, list_timer_cb, self);
      return;
    }

  self->ask_timer = kc_clock_add_timer (self->clock, KC_OUTCOME_CHECK_ASK_MS, ask_timer_cb, self);
  g_signal_connect (self->poller, "answered", G_CALLBACK (on_poller_answered_cb), self);
  ask_session (self, 0);
}

void
kc_outcome_check_poll_now (KcOutcomeCheck *self)
{
  g_return_if_fail (KC_IS_OUTCOME_CHECK (self));

  kc_poller_poll_now (self->poller);
}

void
kc_outcome_check_stop (KcOutcomeCheck *self)
{
  g_return_if_fail (KC_IS_OUTCOME_CHECK (self));

  if (self->limit_timer == NULL)
    return;

  kc_clear_timer (&self->limit_timer);
  kc_clear_timer (&self->ask_timer);
  kc_clear_timer (&self->list_timer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_signal_handlers_disconnect_by_data (self->poller, self);
  kc_poller_stop (self->poller);
}
