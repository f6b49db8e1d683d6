/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-run.h"

#include "kc-auto-renewal.h"
#include "kc-late-completion.h"
#include "kc-pending-session.h"
#include "kc-poller.h"
#include "kc-soak-driver.h"

#include "kc-soak-clock.h"

/* How much longer an attempt may take than the life of its session and everything that is planned:
 * the start (15 min, if it was certainly not carried out), the linking (2 min), the confirming (10
 * min while nobody can be reached), twice more when it asks again, and the late polling. */
#define LONGEST_EXTRA_MS 5400000
#define OTHER_KEY_MS 8000
#define ASK_AGAIN_MS 60000
#define FINISH_LATE_MS 15000
#define N_ASK_AGAIN 2
#define WHILE_FROZEN_MS 500
/* A poll may come before Keebai's interval is over once in KC_POLLER_EARLY_MS; and by that much,
 * because answers take time to arrive. */
#define EARLY_SLACK_MS 5000
/* In real time. */
#define TICK_MS 10
/* While the system does not run the process for that long, it cannot come to an end. */
#define SUSPENDED_MS 500
/* If this computer is so busy, answers come too late: a request is given up after 300 ms. */
#define HELD_UP_MS 50
#define SETTLE_MS 20
#define SETTLE_TRIES 100

struct _KcSoakRun {
  KcSoakService *service;
  KcClock *clock;
  KcRateLimiter *const *rate_limiters; /* by KcSoakKey */
  KcSoakPlan *plan;
  KcSoakDriver *driver;
  KcSoakKey key; /* in use */
  KcSoakTruth *before;
  KcSoakDoneFunc done;
  gpointer user_data;

  KcFakeMonitor *monitor;
  KcAttempt *attempt; /* NULL while the program is not running, and at the end */
  GWeakRef weak_attempt;
  GBytes *notes; /* as kc-journal has them, once the session is open */
  char *link;    /* embedded: the page that the person has open */
  KcLateCompletion *late_completion;

  KcAutoRenewal *renewal; /* follows the attempt that runs */
  KcSoakTruth *end;       /* when the last attempt ended */

  gint64 started;
  gint64 finished; /* the last attempt */
  gint64 start_ms;
  gint64 disturbed; /* when the network, the computer or the service were last not as they should
                       be, or too busy; -1: never; G_MAXINT64: they are not */
  guint n_disturbances;
  KcAttemptState last, state;
  guint n_finished;
  gboolean calm;     /* nothing is spoiled any more */
  gboolean ending;   /* the attempt that runs is to be judged, and nothing else happens to it */
  GPtrArray *timers; /* GSource of the clock */
  guint tick, settle;
  gint64 ticked_at, ticked_at_ms; /* in real time, in µs; by the clock */
  gint64 suspended_ms;            /* by the clock; what the next end of patience leaves out */
  guint n_tries;

  KcSoakFacts facts;
  char *channel_id;   /* as the attempt reported it */
  GPtrArray *offered; /* KcChannel, or NULL */
  GError *error;
  GString *history;
  KcSoakResult result;
};

static void resume (KcSoakRun *self);

static void
disturb (gpointer run, gboolean disturbed)
{
  KcSoakRun *self = run;

  if (disturbed && self->disturbed != G_MAXINT64)
    self->n_disturbances++;
  self->disturbed = disturbed ? G_MAXINT64 : kc_clock_get_now (self->clock);
}

static void
tell (gpointer run, const char *text)
{
  KcSoakRun *self = run;

  g_string_append_printf (self->history, "  %7.1f s  %s\n",
                          (kc_clock_get_now (self->clock) - self->started) / 1000.0, text);
}

static void
complain (gpointer run, const char *text)
{
  KcSoakRun *self = run;

  g_string_append_printf (self->result.faults, "  %s\n", text);
  tell (self, text);
}

static const KcSoakDone *
get_done (KcSoakRun *self)
{
  return kc_soak_driver_get_done (self->driver);
}

static KcClient *
get_client (KcSoakRun *self)
{
  return kc_soak_service_get_client (self->service, self->key);
}

static KcBootTime *
take_moment (KcSoakRun *self)
{
  gint64 now = kc_clock_get_now (self->clock);

  return kc_boot_time_new ("soak", now, now);
}

static gboolean
tick_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;
  gint64 now = g_get_monotonic_time ();
  guint lag_ms = (guint) MAX (0, (now - self->ticked_at) / 1000 - TICK_MS);

  self->result.lag_ms = MAX (self->result.lag_ms, lag_ms);
  if (lag_ms >= HELD_UP_MS && self->disturbed != G_MAXINT64)
    self->disturbed = kc_clock_get_now (self->clock);
  if (lag_ms >= SUSPENDED_MS)
    self->suspended_ms += kc_clock_get_now (self->clock) - self->ticked_at_ms;
  self->ticked_at = now;
  self->ticked_at_ms = kc_clock_get_now (self->clock);

  return G_SOURCE_CONTINUE;
}

/* --- the end ---------------------------------------------------------------------------------- */

static void
finish (KcSoakRun *self)
{
  g_autofree char *plan = kc_soak_plan_describe (self->plan);

  g_clear_handle_id (&self->tick, g_source_remove);
  self->result.story = g_strconcat (plan, "  --\n", self->history->str, NULL);
  self->done (self, &self->result, self->user_data);
}

/* Keebai names the interval. A poll may come sooner: the first after a restart, after waking or
 * with another key, and once in a while otherwise. */
static void
check_polls (KcSoakRun *self, const KcSoakTruth *truth)
{
  gint64 lasted_ms = kc_clock_get_now (self->clock) - self->started;
  guint n_allowed = 2 + (guint) (lasted_ms / (KC_POLLER_EARLY_MS - EARLY_SLACK_MS))
                    + self->result.n_kills + self->result.n_again + self->result.n_keys
                    + get_done (self)->n_wakes;

  if (truth->n_sessions > self->before->n_sessions && truth->n_early_polls > n_allowed)
    {
      g_autofree char *text = g_strdup_printf ("%u polls came sooner than Keebai wants, %u may",
                                               truth->n_early_polls, n_allowed);

      complain (self, text);
    }
}

/* Nobody listens to the session's stream any more, and nothing was made twice. */
static gboolean
settle_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;
  g_autoptr (KcSoakTruth) truth = kc_soak_service_look (self->service);
  g_autoptr (GObject) attempt = g_weak_ref_get (&self->weak_attempt);
  /* A start that was cancelled holds a reference to the monitor until its request has come back. */
  gboolean held = G_OBJECT (self->monitor)->ref_count > 1;

  self->n_tries++;
  if ((truth->n_streams > 0 || attempt != NULL || held) && self->n_tries < SETTLE_TRIES)
    return G_SOURCE_CONTINUE;

  self->settle = 0;
  if (truth->n_streams > 0)
    complain (self, "the event stream is still open");
  if (attempt != NULL)
    complain (self, "the attempt is still there");
  if (truth->n_sessions > self->before->n_sessions + 1)
    complain (self, "more than one session");
  if (truth->n_channels - self->before->n_channels
      != truth->n_completed - self->before->n_completed + get_done (self)->n_colleagues)
    complain (self, "another number of channels than of completed sessions");
  check_polls (self, truth);
  self->result.n_faults
      = kc_soak_truth_count_faults (truth, self->before, NULL, "", NULL) + self->n_disturbances;
  finish (self);

  return G_SOURCE_REMOVE;
}

static void
drop_attempt (KcSoakRun *self)
{
  if (self->attempt == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->attempt, self);
  g_clear_object (&self->renewal);
  g_clear_object (&self->attempt);
}

/* For how long, at the moment `at` of our clock. */
static gint64
get_undisturbed (KcSoakRun *self, gint64 at)
{
  return self->disturbed < 0 ? G_MAXINT64 : MAX (0, at - self->disturbed);
}

/* Looks at the service, judges the attempt and drops it. */
static void
judge (KcSoakRun *self)
{
  g_autoptr (KcSoakTruth) truth = NULL;

  if (self->ending)
    return;

  self->ending = TRUE;
  g_ptr_array_set_size (self->timers, 0);
  kc_soak_driver_stop (self->driver);
  truth = kc_soak_service_look (self->service);
  if (truth->n_sessions > self->before->n_sessions)
    {
      g_autofree char *text = g_strdup_printf ("%s; ended %.1f s ago, last polled %.1f s ago",
                                               truth->state, (truth->now - truth->ended) / 1000.0,
                                               (truth->now - truth->polled) / 1000.0);

      self->result.truth = g_strdup (truth->state);
      tell (self, text);
    }

  self->facts.truth = truth;
  self->facts.calm_late = self->calm;
  self->facts.undisturbed_late_ms = get_undisturbed (self, kc_clock_get_now (self->clock));
  self->facts.error = self->error;
  self->facts.channel_id = self->channel_id;
  self->facts.offered = self->offered;
  self->facts.cancelled_here = get_done (self)->cancelled_here;
  self->result.state = self->facts.state;
  self->result.n_scans = get_done (self)->n_scans;
  self->result.n_dead_scans = get_done (self)->n_dead_scans;
  self->result.verdict = kc_soak_judge (&self->facts);

  drop_attempt (self);
  g_clear_object (&self->late_completion);
  /* After everything else that is ready: the stream is read, and so closed, at a low priority, and
   * on a busy computer each look takes so long that the next one would be due at once. */
  self->settle = g_timeout_add_full (G_PRIORITY_LOW, SETTLE_MS, settle_cb, self, NULL);
}

static void
endless_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;
  gint64 suspended_ms = self->suspended_ms;

  self->suspended_ms = 0;
  if (suspended_ms > 0)
    {
      kc_soak_timers_add (self->timers, self->clock, suspended_ms, endless_timer_cb, self);
      return;
    }

  complain (self, "it does not end");
  judge (self);
}

static void
judge_timer_cb (gpointer user_data)
{
  judge (user_data);
}

/* --- sessions that were left ------------------------------------------------------------------ */

static void
on_late_completion_connected_cb (KcLateCompletion *late_completion,
                                 KcChannel *channel,
                                 gpointer user_data)
{
  KcSoakRun *self = user_data;

  tell (self, "found out late that it is connected");
  self->result.n_late++;
  self->facts.heard_late = TRUE;
  g_free (self->channel_id);
  self->channel_id = channel != NULL ? g_strdup (kc_channel_get_id (channel)) : NULL;
  kc_soak_timers_add (self->timers, self->clock, 0, judge_timer_cb, self);
}

static void
on_late_completion_over_cb (KcLateCompletion *late_completion, gpointer user_data)
{
  KcSoakRun *self = user_data;

  tell (self, "nothing comes of it any more");
  kc_soak_timers_add (self->timers, self->clock, 0, judge_timer_cb, self);
}

static void
finish_late_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  if (get_done (self)->frozen)
    kc_soak_timers_add (self->timers, self->clock, FINISH_LATE_MS, finish_late_timer_cb, self);
  else
    kc_soak_driver_finish_late (self->driver);
}

/* From now on, nothing goes wrong any more. */
static void
end_faults (KcSoakRun *self)
{
  self->calm = TRUE;
  if (self->disturbed == G_MAXINT64)
    disturb (self, FALSE);
  kc_soak_driver_end_faults (self->driver);
}

static void
look_after (KcSoakRun *self)
{
  self->facts.looked_after = TRUE;
  if (self->plan->seed % 3 != 0)
    end_faults (self);
  self->late_completion
      = kc_late_completion_new (get_client (self), self->clock, self->rate_limiters[self->key],
                                kc_attempt_get_session (self->attempt),
                                kc_attempt_get_seconds_left (self->attempt) * (gint64) 1000);
  g_signal_connect (self->late_completion, "connected",
                    G_CALLBACK (on_late_completion_connected_cb), self);
  g_signal_connect (self->late_completion, "over", G_CALLBACK (on_late_completion_over_cb), self);
  if (get_done (self)->cancelled_here && self->plan->seed % 2 == 0)
    kc_soak_timers_add (self->timers, self->clock, FINISH_LATE_MS, finish_late_timer_cb, self);
  drop_attempt (self);
}

/* --- the running attempt ---------------------------------------------------------------------- */

static void
resume_timer_cb (gpointer user_data)
{
  resume (user_data);
}

/* What the service knew when the attempt ended. */
static void
look_at_end (KcSoakRun *self)
{
  gint64 ago_ms = kc_clock_get_now (self->clock) - self->finished;
  KcSoakTruth *end = kc_soak_service_look (self->service);

  kc_soak_truth_rewind (end, end->now - ago_ms);
  g_clear_pointer (&self->end, kc_soak_truth_free);
  self->end = end;

  self->facts.end = self->facts.truth = end;
  self->facts.lasted_ms = self->finished - self->started;
  self->facts.start_ms = self->start_ms;
  self->facts.undisturbed_ms = get_undisturbed (self, self->finished);
  self->facts.calm = self->calm;
  self->facts.full_key = self->key == KC_SOAK_KEY_FULL;
}

/* "Is it the one?": the person knows the answer. */
static void
answer_question (KcSoakRun *self)
{
  GPtrArray *channels = kc_attempt_get_new_channels (self->attempt);

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (channels, i);

      if (g_strcmp0 (kc_channel_get_id (channel), self->end->channel_id) != 0
          || !kc_attempt_is_offered (self->attempt, channel))
        continue;

      tell (self, "the person says which channel it is");
      self->result.n_accepted++;
      self->facts.accepted = TRUE;
      kc_attempt_accept_channel (self->attempt, channel);
      return;
    }
}

static void
finished_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;
  KcChannel *channel;
  const GError *error;

  /* Killed in between: then the next run shows the result. */
  if (self->attempt == NULL)
    return;

  /* Asking is not possible now. */
  if (get_done (self)->frozen)
    {
      kc_soak_timers_add (self->timers, self->clock, WHILE_FROZEN_MS, finished_timer_cb, self);
      return;
    }

  look_at_end (self);
  self->facts.accepted = FALSE;
  answer_question (self);
  channel = kc_attempt_get_channel (self->attempt);
  error = kc_attempt_get_error (self->attempt);
  if (self->n_finished != 1)
    complain (self, "finished was not emitted once");
  if (kc_attempt_get_code (self->attempt) != NULL || kc_attempt_get_code_live (self->attempt))
    complain (self, "a code after the end");

  self->facts.last = self->last;
  self->facts.state = self->state;
  self->facts.never_open = self->notes == NULL;
  self->facts.may_ask_again = kc_attempt_may_ask_again (self->attempt);
  self->facts.may_succeed_late = kc_attempt_may_succeed_late (self->attempt);
  self->facts.time_is_up = kc_attempt_is_time_up (self->attempt);
  self->facts.is_renewed = kc_auto_renewal_is_due (self->renewal, TRUE, TRUE);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
  if (kc_attempt_get_new_channels (self->attempt) != NULL)
    self->offered = g_ptr_array_ref (kc_attempt_get_new_channels (self->attempt));
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_free (self->channel_id);
  self->channel_id = channel != NULL ? g_strdup (kc_channel_get_id (channel)) : NULL;
  if (error != NULL)
    tell (self, error->message);
  self->facts.error = self->error;
  self->facts.offered = self->offered;
  if (self->facts.may_ask_again && self->state == KC_ATTEMPT_FAILED
      && !kc_soak_may_doubt (&self->facts))
    complain (self, "it does not know how it ended, though Keebai could be asked");

  if (self->facts.may_ask_again && self->result.n_again < N_ASK_AGAIN)
    {
      tell (self, "nobody knows; asked again, when the trouble is over");
      self->result.n_again++;
      drop_attempt (self);
      end_faults (self);
      if (kc_error_locks_out (self->error))
        self->key = KC_SOAK_KEY_SECOND;
      kc_soak_timers_add (self->timers, self->clock, ASK_AGAIN_MS, resume_timer_cb, self);
    }
  else if (self->facts.may_succeed_late && self->notes != NULL)
    look_after (self);
  else
    judge (self);
}

/* Does the part of kc-journal and the keyring. */
static void
take_notes (KcSoakRun *self)
{
  const KcSession *session = kc_attempt_get_session (self->attempt);
  g_autoptr (KcBootTime) opened = take_moment (self);
  g_autoptr (KcPendingSession) pending
      = kc_pending_session_new (kc_attempt_get_request (self->attempt), session,
                                kc_attempt_get_earlier_channels (self->attempt), opened, NULL);

  self->start_ms = kc_clock_get_now (self->clock) - self->started;
  self->link = g_strdup (session->verification_uri);
  self->notes = kc_pending_session_to_bytes (pending, kc_soak_service_get_base_url (self->service));
}

static void
on_attempt_state_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcSoakRun *self = user_data;

  self->last = self->state;
  self->state = kc_attempt_get_state (attempt);
  if (self->notes == NULL && kc_attempt_get_session (attempt) != NULL)
    take_notes (self);
  tell (self, kc_attempt_state_to_string (self->state));
  if (self->state != KC_ATTEMPT_SCANNING && kc_attempt_get_code_live (attempt))
    complain (self, "a code is shown though it is not time to scan");
}

/* In QR mode the connectivity is that of the stream. */
static void
check_code_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  if (self->attempt != NULL
      && kc_attempt_get_connectivity (self->attempt) == KC_CONNECTIVITY_RETRYING
      && kc_attempt_get_code_live (self->attempt))
    complain (self, "a code is shown though the stream is lost");
}

static void
on_attempt_connectivity_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  static const char *const words[]
      = {"connectivity: live", "connectivity: retrying", "connectivity: offline"};
  KcSoakRun *self = user_data;
  const GError *error = kc_attempt_get_error (attempt);

  tell (self, words[kc_attempt_get_connectivity (attempt)]);
  if (error != NULL)
    tell (self, error->message);
  kc_soak_timers_add (self->timers, self->clock, 0, check_code_timer_cb, self);
}

static void
other_key_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  if (self->attempt == NULL || !kc_attempt_get_key_wanted (self->attempt))
    return;

  tell (self, "another key");
  self->key = KC_SOAK_KEY_SECOND;
  self->result.n_keys++;
  kc_attempt_set_client (self->attempt, get_client (self), self->rate_limiters[self->key]);
}

/* Every second person has another key. */
static void
on_attempt_key_wanted_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcSoakRun *self = user_data;

  if (!kc_attempt_get_key_wanted (attempt))
    return;

  tell (self, "a key is wanted");
  if (self->plan->seed % 2 == 0 && self->key != KC_SOAK_KEY_SECOND)
    kc_soak_timers_add (self->timers, self->clock, OTHER_KEY_MS, other_key_timer_cb, self);
}

static void
on_attempt_finished_cb (KcAttempt *attempt, gpointer user_data)
{
  KcSoakRun *self = user_data;

  self->n_finished++;
  self->finished = kc_clock_get_now (self->clock);
  kc_soak_timers_add (self->timers, self->clock, 0, finished_timer_cb, self);
}

/* Takes it. */
static void
run_attempt (KcSoakRun *self, KcAttempt *attempt)
{
  g_assert (self->attempt == NULL);

  self->attempt = attempt;
  g_weak_ref_set (&self->weak_attempt, attempt);
  self->renewal = kc_auto_renewal_new ();
  kc_auto_renewal_follow (self->renewal, attempt, FALSE);
  self->n_finished = 0;
  self->last = self->state = KC_ATTEMPT_IDLE;
  kc_attempt_set_network_monitor (attempt, G_NETWORK_MONITOR (self->monitor));
  g_signal_connect (attempt, "notify::state", G_CALLBACK (on_attempt_state_changed_cb), self);
  g_signal_connect (attempt, "notify::connectivity",
                    G_CALLBACK (on_attempt_connectivity_changed_cb), self);
  g_signal_connect (attempt, "notify::key-wanted", G_CALLBACK (on_attempt_key_wanted_changed_cb),
                    self);
  g_signal_connect (attempt, "finished", G_CALLBACK (on_attempt_finished_cb), self);
  kc_attempt_start (attempt);
  /* A second press. */
  kc_attempt_start (attempt);
}

/* As the program does at its next start, or when the person checks again. */
static void
resume (KcSoakRun *self)
{
  g_autoptr (KcBootTime) now = take_moment (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (KcPendingSession) pending
      = kc_pending_session_new_from_bytes (self->notes,
                                           kc_soak_service_get_base_url (self->service), &error);

  g_assert_no_error (error);
  /* The link is in the keyring, if there is one. */
  if (self->plan->seed % 2 == 0)
    pending->session->verification_uri = g_strdup (self->link);
  tell (self, "goes on");
  run_attempt (self, kc_attempt_new_resumed (get_client (self), self->clock,
                                             self->rate_limiters[self->key], pending->request,
                                             pending->session, pending->before,
                                             kc_pending_session_get_ms_left (pending, now)));
}

static void
drop (gpointer run)
{
  KcSoakRun *self = run;

  self->facts.dropped = TRUE;
  drop_attempt (self);
  judge (self);
}

static void
kill_program (gpointer run, gint64 pause_ms)
{
  KcSoakRun *self = run;

  tell (self, "killed");
  if (self->notes == NULL)
    {
      drop (self);
      return;
    }

  self->result.n_kills++;
  drop_attempt (self);
  kc_soak_timers_add (self->timers, self->clock, pause_ms, resume_timer_cb, self);
}

static KcAttempt *
get_attempt (gpointer run)
{
  return ((KcSoakRun *) run)->attempt;
}

static const char *
get_link (gpointer run)
{
  return ((KcSoakRun *) run)->link;
}

static const KcSoakDriverFuncs driver_funcs = {
    .get_attempt = get_attempt,
    .get_link = get_link,
    .tell = tell,
    .complain = complain,
    .disturb = disturb,
    .kill = kill_program,
    .drop = drop,
};

/* --- the beginning ---------------------------------------------------------------------------- */

KcSoakRun *
kc_soak_run_start (KcSoakService *service,
                   KcClock *clock,
                   KcRateLimiter *const *rate_limiters,
                   guint32 seed,
                   KcSoakDoneFunc done,
                   gpointer user_data)
{
  KcSoakRun *self = g_new0 (KcSoakRun, 1);
  g_autoptr (KcConnectRequest) request = NULL;

  self->service = service;
  self->clock = g_object_ref (clock);
  self->rate_limiters = rate_limiters;
  self->plan = kc_soak_plan_new (seed);
  self->key = self->plan->may_read ? KC_SOAK_KEY_FULL : KC_SOAK_KEY_NO_READ;
  self->done = done;
  self->user_data = user_data;
  self->timers = kc_soak_timers_new ();
  self->history = g_string_new (NULL);
  self->monitor = kc_fake_monitor_new ();
  self->disturbed = -1;
  g_weak_ref_init (&self->weak_attempt, NULL);
  self->result.seed = seed;
  self->result.faults = g_string_new (NULL);

  self->driver
      = kc_soak_driver_new (service, clock, self->plan, self->monitor, &driver_funcs, self);
  self->before = kc_soak_service_look (service);
  self->facts.plan = self->plan;
  self->facts.before = self->before;
  self->started = kc_clock_get_now (clock);
  self->ticked_at = g_get_monotonic_time ();
  self->ticked_at_ms = self->started;
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  kc_soak_timers_add (self->timers, self->clock,
                      self->plan->expires_in * (gint64) 1000 + self->plan->away_ms
                          + LONGEST_EXTRA_MS,
                      endless_timer_cb, self);

  request = kc_connect_request_new (self->plan->mode);
  request->name = g_strdup (self->plan->name);
  run_attempt (self,
               kc_attempt_new (get_client (self), clock, self->rate_limiters[self->key], request));
  kc_soak_driver_start (self->driver);

  return self;
}

void
kc_soak_run_free (KcSoakRun *self)
{
  g_ptr_array_unref (self->timers);
  kc_soak_driver_free (self->driver);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->settle, g_source_remove);
  g_weak_ref_clear (&self->weak_attempt);
  g_assert_finalize_object (self->monitor);
  g_clear_pointer (&self->notes, g_bytes_unref);
  kc_soak_plan_free (self->plan);
  kc_soak_truth_free (self->before);
  g_clear_pointer (&self->end, kc_soak_truth_free);
  g_object_unref (self->clock);
  g_string_free (self->history, TRUE);
  g_string_free (self->result.faults, TRUE);
  g_clear_error (&self->error);
  g_clear_pointer (&self->offered, g_ptr_array_unref);
  g_free (self->channel_id);
  g_free (self->link);
  g_free (self->result.truth);
  g_free (self->result.story);
  g_free (self);
}
