/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-session-start.h"

#include "kc-backoff.h"

/* Belongs to its task. */
typedef struct {
  KcClient *client;
  KcClock *clock;
  KcRateLimiter *rate_limiter;
  KcConnectivityMonitor *connectivity_monitor;
  KcConnectRequest *request;
  KcBackoff *backoff;

  gint64 limit;      /* when the last try is */
  gint64 asked_at;   /* when the session was last asked for */
  gint64 not_before; /* nothing is sent before; the server asked for that, or the caller */
  GError *error;     /* why it waits, or NULL */
  GSource *timer;    /* until the next step; NULL while something is under way */

  GPtrArray *before;
  gint64 listed_at;          /* when the channels were last looked at, or tried to; -1: never */
  KcDeadline *list_deadline; /* of the list under way, else NULL */

  KcDeadline *caller; /* without a deadline: a request that may open a session is not given up */
  gulong network_handler;
  gulong clock_handler;
} SessionStart;

static void step (GTask *task);

static void
session_start_free (SessionStart *start)
{
  g_clear_object (&start->client);
  g_clear_object (&start->clock);
  g_clear_object (&start->rate_limiter);
  g_clear_object (&start->connectivity_monitor);
  g_clear_pointer (&start->request, kc_connect_request_free);
  g_clear_pointer (&start->backoff, kc_backoff_free);
  g_clear_error (&start->error);
  g_clear_pointer (&start->before, g_ptr_array_unref);
  g_clear_pointer (&start->list_deadline, kc_deadline_free);
  g_clear_pointer (&start->caller, kc_deadline_free);
  g_free (start);
}

/* Nothing is awaited any more. */
static void
stop (GTask *task)
{
  SessionStart *start = g_task_get_task_data (task);

  kc_clear_timer (&start->timer);
  kc_deadline_end (start->caller);
  g_clear_signal_handler (&start->network_handler, start->connectivity_monitor);
  g_clear_signal_handler (&start->clock_handler, start->clock);
}

/* Takes `error`, and the task with it. */
static void
fail (GTask *task, GError *error)
{
  stop (task);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* --- waiting --------------------------------------------------------------------------------- */

static void
timer_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  SessionStart *start = g_task_get_task_data (task);

  kc_clear_timer (&start->timer);
  if (kc_clock_get_now (start->clock) < start->limit)
    step (task);
  else if (start->error != NULL)
    fail (task, g_steal_pointer (&start->error));
  else
    fail (task, kc_rate_limiter_create_error (start->rate_limiter));
}

static void
plan (GTask *task, gint64 due)
{
  SessionStart *start = g_task_get_task_data (task);

  due = MIN (MAX (due, start->not_before), start->limit);
  kc_clear_timer (&start->timer);
  start->timer
      = kc_clock_add_timer (start->clock, due - kc_clock_get_now (start->clock), timer_cb, task);
}

/* `error` is why it waits; taken. A handler of the connectivity may cancel. */
static void
wait_with (GTask *task, GError *error)
{
  SessionStart *start = g_task_get_task_data (task);

  g_clear_error (&start->error);
  start->error = error;
  kc_connectivity_monitor_note (start->connectivity_monitor, error);
}

static void
wait_for_rate_limiter (GTask *task, gint64 delay_ms)
{
  SessionStart *start = g_task_get_task_data (task);

  plan (task, kc_clock_get_now (start->clock) + delay_ms);
  if (delay_ms > KC_RATE_LIMITER_LONG_WAIT_MS)
    wait_with (task, kc_rate_limiter_create_error (start->rate_limiter));
}

static void
try_again_later (GTask *task, GError *error)
{
  SessionStart *start = g_task_get_task_data (task);
  gint64 now = kc_clock_get_now (start->clock);
  gint64 asked_ms = kc_error_get_retry_after_ms (error);

  start->not_before = asked_ms >= 0 ? now + asked_ms : 0;
  plan (task, now + kc_backoff_next (start->backoff, asked_ms));
  wait_with (task, error);
}

static void
retry_now (GTask *task)
{
  SessionStart *start = g_task_get_task_data (task);

  if (start->timer != NULL)
    plan (task, start->asked_at + KC_SESSION_START_SPACING_MS);
}

static void
on_connectivity_network_back_cb (KcConnectivityMonitor *connectivity_monitor,
                                 gboolean was_away,
                                 gpointer user_data)
{
  retry_now (G_TASK (user_data));
}

static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  retry_now (G_TASK (user_data));
}

static void
on_caller_cancelled_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);

  stop (task);
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

/* --- asking ---------------------------------------------------------------------------------- */

static gboolean
was_surely_not_carried_out (const GError *error)
{
  const guint status = kc_error_get_http_status (error);

  /* A gateway refused it, or could not reach Keebai. */
  if (g_error_matches (error, KC_ERROR, KC_ERROR_GATEWAY))
    return status == 503 || (status >= 400 && status < 500);

  return g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED)
         || g_error_matches (error, KC_ERROR, KC_ERROR_MAINTENANCE)
         || (kc_error_is_transient (error) && !kc_error_was_sent (error));
}

static void
start_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KcSession *session = kc_client_start_finish (KC_CLIENT (source), result, &error);
  SessionStart *start = g_task_get_task_data (task);
  GError *explained;

  /* The caller has been told. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (session != NULL)
    {
      stop (task);
      kc_connectivity_monitor_note (start->connectivity_monitor, NULL);
      g_task_return_pointer (task, session, (GDestroyNotify) kc_session_free);
      g_object_unref (task);
      return;
    }

  kc_rate_limiter_note (start->rate_limiter, error);
  explained = kc_connectivity_monitor_explain (start->connectivity_monitor, error);
  if (was_surely_not_carried_out (explained))
    try_again_later (task, explained);
  else
    fail (task, explained);
}

static void
ask_for_session (GTask *task)
{
  SessionStart *start = g_task_get_task_data (task);

  start->asked_at = kc_clock_get_now (start->clock);
  kc_rate_limiter_count (start->rate_limiter);
  kc_client_start_async (start->client, start->request, g_task_get_cancellable (task), start_cb,
                         g_object_ref (task));
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) channels
      = kc_client_list_channels_finish (KC_CLIENT (source), result, &error);
  SessionStart *start = g_task_get_task_data (task);

  g_clear_pointer (&start->list_deadline, kc_deadline_free);
  /* The caller has been told, or will be. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;

  /* It took too long: the channels are not known. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      step (task);
      return;
    }

  kc_rate_limiter_note (start->rate_limiter, error);
  if (channels != NULL)
    {
      g_clear_pointer (&start->before, g_ptr_array_unref);
      start->before = g_steal_pointer (&channels);
      kc_connectivity_monitor_note (start->connectivity_monitor, NULL);
    }
  else
    {
      g_autoptr (GError) explained
          = kc_connectivity_monitor_explain (start->connectivity_monitor, error);

      /* The request for the session would not be sent either. */
      if (kc_error_is_transient (explained) && !kc_error_was_sent (explained))
        {
          start->listed_at = -1;
          try_again_later (task, g_steal_pointer (&explained));
          return;
        }
    }

  step (task);
}

static void
list_channels (GTask *task)
{
  SessionStart *start = g_task_get_task_data (task);

  start->listed_at = kc_clock_get_now (start->clock);
  start->list_deadline = kc_clock_create_deadline (start->clock, g_task_get_cancellable (task),
                                                   KC_SESSION_START_LIST_MS);
  kc_rate_limiter_count (start->rate_limiter);
  kc_client_list_channels_async (start->client, kc_mode_get_channel_kind (start->request->mode),
                                 kc_deadline_get_cancellable (start->list_deadline), list_cb,
                                 g_object_ref (task));
}

/* Sends the next request, or waits for the rate limit. */
static void
step (GTask *task)
{
  SessionStart *start = g_task_get_task_data (task);
  gint64 now = kc_clock_get_now (start->clock);
  gint64 delay_ms = kc_rate_limiter_get_delay (start->rate_limiter);

  /* Somebody who heard of the connectivity cancelled: the end is on its way. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;

  if (delay_ms > 0)
    wait_for_rate_limiter (task, delay_ms);
  else if (start->listed_at < 0 || now - start->listed_at > KC_SESSION_START_LIST_AGE_MS)
    list_channels (task);
  else
    ask_for_session (task);
}

void
kc_session_start_run_async (KcClient *client,
                            KcClock *clock,
                            KcRateLimiter *rate_limiter,
                            KcConnectivityMonitor *connectivity_monitor,
                            const KcConnectRequest *request,
                            gint64 pause_ms,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  SessionStart *start;

  g_return_if_fail (KC_IS_CLIENT (client));
  g_return_if_fail (KC_IS_CLOCK (clock));
  g_return_if_fail (KC_IS_RATE_LIMITER (rate_limiter));
  g_return_if_fail (KC_IS_CONNECTIVITY_MONITOR (connectivity_monitor));
  g_return_if_fail (request != NULL);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  start = g_new0 (SessionStart, 1);
  start->client = g_object_ref (client);
  start->clock = g_object_ref (clock);
  start->rate_limiter = g_object_ref (rate_limiter);
  start->connectivity_monitor = g_object_ref (connectivity_monitor);
  start->request = kc_connect_request_copy (request);
  start->backoff = kc_backoff_new (KC_BACKOFF_CAP_MS, NULL);
  start->limit = kc_clock_get_now (clock) + KC_SESSION_START_LIMIT_MS;
  start->listed_at = -1;

  /* Whatever ends the task drops this reference. */
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_session_start_run_async);
  g_task_set_task_data (task, start, (GDestroyNotify) session_start_free);

  start->caller = kc_deadline_new_for_source (cancellable, NULL);
  kc_deadline_set_ended_func (start->caller, on_caller_cancelled_cb, task);
  start->network_handler = g_signal_connect (connectivity_monitor, "network-back",
                                             G_CALLBACK (on_connectivity_network_back_cb), task);
  start->clock_handler = g_signal_connect (clock, "woke", G_CALLBACK (on_clock_woke_cb), task);

  if (pause_ms > 0)
    {
      start->not_before = kc_clock_get_now (clock) + pause_ms;
      plan (task, start->not_before);
    }
  else
    {
      step (task);
    }
}

KcSession *
kc_session_start_run_finish (GAsyncResult *result, GPtrArray **before, GError **error)
{
  KcSession *session;
  SessionStart *start;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  session = g_task_propagate_pointer (G_TASK (result), error);
  start = g_task_get_task_data (G_TASK (result));
  if (session != NULL && before != NULL)
    *before = g_steal_pointer (&start->before);

  return session;
}
