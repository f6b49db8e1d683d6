/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-run.h"

#include "kc-fake-monitor.h"

/* What an attempt may take beyond the life of its session: the opening (15 min, if it was surely
 * not carried out), the linking (2 min), the confirming (10 min while nobody can be reached), and
 * what this computer's own delays become in service time. */
#define LONGEST_EXTRA_MS 1800000
#define SCAN_AGAIN_MS 2000
#define OTHER_KEY_MS 8000
#define WHILE_FROZEN_MS 500
/* In real time. */
#define TICK_MS 10
#define SETTLE_MS 20
#define SETTLE_TRIES 100

struct _KcSoakRun {
  KcSoakService *service;
  KcClock *clock;
  KcSoakPlan *plan;
  KcBudget *other_budget; /* of the key that the attempt does not begin with */
  gboolean other_key;     /* that is used by now */
  KcSoakTruth *before;
  KcSoakDoneFunc done;
  gpointer user_data;

  KcFakeMonitor *monitor;
  KcAttempt *attempt;
  GWeakRef weak_attempt;
  gint64 started;
  gint64 opening_ms;
  guint n_spoiled;
  KcAttemptState last, state;
  guint n_finished;
  gboolean over;
  gboolean frozen;
  GPtrArray *timers; /* GSource of the clock */
  GPtrArray *dues;   /* Due */
  guint tick, settle;
  gint64 ticked_at;
  guint n_tries;

  GString *history;
  KcSoakResult result;
};

typedef struct {
  KcSoakRun *run;
  const KcSoakAct *act;
} Due;

static void
add_timer (KcSoakRun *self, gint64 delay_ms, GSourceOnceFunc func, gpointer user_data)
{
  g_ptr_array_add (self->timers, kc_clock_add_timer (self->clock, delay_ms, func, user_data));
}

static void
timer_free (gpointer data)
{
  GSource *source = data;

  kc_clear_timer (&source);
}

static void
complain (KcSoakRun *self, const char *text)
{
  g_string_append_printf (self->result.faults, "  %s\n", text);
}

static void
tell (KcSoakRun *self, const char *text)
{
  g_string_append_printf (self->history, "  %7.1f s  %s\n",
                          (kc_clock_get_now (self->clock) - self->started) / 1000.0, text);
}

static gboolean
tick_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;
  gint64 now = g_get_monotonic_time ();
  guint lag_ms = (guint) MAX (0, (now - self->ticked_at) / 1000 - TICK_MS);

  self->result.lag_ms = MAX (self->result.lag_ms, lag_ms);
  self->ticked_at = now;

  return G_SOURCE_CONTINUE;
}

static void
finish (KcSoakRun *self)
{
  g_autofree char *plan = kc_soak_plan_describe (self->plan);

  g_clear_handle_id (&self->tick, g_source_remove);
  self->result.story = g_strconcat (plan, "  --\n", self->history->str, NULL);
  self->done (self, &self->result, self->user_data);
}

/* Nobody listens to the session any more, and nothing was made twice. */
static gboolean
settle_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;
  g_autoptr (KcSoakTruth) truth = kc_soak_service_look (self->service);
  g_autoptr (GObject) attempt = g_weak_ref_get (&self->weak_attempt);

  self->n_tries++;
  if ((truth->n_streams > 0 || attempt != NULL) && self->n_tries < SETTLE_TRIES)
    return G_SOURCE_CONTINUE;

  self->settle = 0;
  if (truth->n_streams > 0)
    complain (self, "the event stream is still open");
  if (attempt != NULL)
    complain (self, "the attempt is still there");
  if (truth->n_sessions > self->before->n_sessions + 1)
    complain (self, "more than one session");
  if (truth->n_channels - self->before->n_channels
      != truth->n_completed - self->before->n_completed)
    complain (self, "another number of channels than of completed sessions");
  finish (self);

  return G_SOURCE_REMOVE;
}

/* Looks, judges and lets go. */
static void
end (KcSoakRun *self)
{
  g_autoptr (KcSoakTruth) truth = NULL;
  const GError *error = kc_attempt_get_error (self->attempt);
  KcChannel *channel = kc_attempt_get_channel (self->attempt);
  KcSoakFacts facts = {
      .plan = self->plan,
      .before = self->before,
      .lasted_ms = kc_clock_get_now (self->clock) - self->started,
      .opening_ms = self->opening_ms,
      .n_spoiled = self->n_spoiled,
      .last = self->last,
      .state = self->state,
      .error = error,
      .channel_id = channel != NULL ? kc_channel_get_id (channel) : NULL,
      .other_key = self->other_key,
      .may_ask_again = kc_attempt_may_ask_again (self->attempt),
      .may_succeed_late = kc_attempt_may_succeed_late (self->attempt),
  };

  if (self->over)
    return;

  self->over = TRUE;
  g_ptr_array_set_size (self->timers, 0);
  if (self->frozen)
    kc_soak_service_thaw (self->service);
  truth = kc_soak_service_look (self->service);
  facts.truth = truth;
  if (truth->n_sessions > self->before->n_sessions)
    self->result.truth = g_strdup (truth->state);
  if (error != NULL)
    tell (self, error->message);
  if (self->result.truth != NULL)
    tell (self, self->result.truth);

  if (kc_attempt_state_is_terminal (self->state))
    {
      self->result.state = self->state;
      self->result.verdict = kc_soak_judge (&facts);
      if (self->n_finished != 1)
        complain (self, "finished was not emitted once");
      if (kc_attempt_get_code (self->attempt) != NULL || kc_attempt_get_code_live (self->attempt))
        complain (self, "a code after the end");
    }
  else
    self->result.verdict = KC_SOAK_LEFT;

  g_signal_handlers_disconnect_by_data (self->attempt, self);
  g_clear_object (&self->attempt);
  self->settle = g_timeout_add (SETTLE_MS, settle_cb, self);
}

static void
finished_timer_cb (gpointer user_data)
{
  end (user_data);
}

static void
endless_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  complain (self, "it does not end");
  end (self);
}

static void
on_attempt_state_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcSoakRun *self = user_data;

  self->last = self->state;
  self->state = kc_attempt_get_state (attempt);
  if (self->last == KC_ATTEMPT_STARTING)
    self->opening_ms = kc_clock_get_now (self->clock) - self->started;
  tell (self, kc_attempt_state_to_string (self->state));
  if (self->state == KC_ATTEMPT_CONFIRMING && !self->frozen)
    {
      g_autoptr (KcSoakTruth) truth = kc_soak_service_look (self->service);

      self->n_spoiled = truth->n_spoiled;
    }
  if (self->state != KC_ATTEMPT_SCANNING && kc_attempt_get_code_live (attempt))
    complain (self, "a code is shown though it is not time to scan");
}

static void
on_attempt_link_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  static const char *const words[] = {"link: live", "link: retrying", "link: offline"};
  const GError *error = kc_attempt_get_error (attempt);

  tell (user_data, words[kc_attempt_get_link (attempt)]);
  if (error != NULL)
    tell (user_data, error->message);
}

static void
other_key_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  if (self->over || !kc_attempt_get_key_wanted (self->attempt))
    return;

  tell (self, "another key");
  self->other_key = TRUE;
  kc_attempt_set_client (self->attempt,
                         kc_soak_service_get_client (self->service, !self->plan->may_read),
                         self->other_budget);
}

/* Every other person has another one. */
static void
on_attempt_key_wanted_changed_cb (KcAttempt *attempt, GParamSpec *pspec, gpointer user_data)
{
  KcSoakRun *self = user_data;

  if (!kc_attempt_get_key_wanted (attempt))
    return;

  tell (self, "a key is wanted");
  if (self->plan->seed % 2 == 0 && !self->other_key)
    add_timer (self, OTHER_KEY_MS, other_key_timer_cb, self);
}

static void
on_attempt_finished_cb (KcAttempt *attempt, gpointer user_data)
{
  KcSoakRun *self = user_data;

  self->n_finished++;
  add_timer (self, 0, finished_timer_cb, self);
}

static void due_timer_cb (gpointer user_data);

static void
again (Due *due, gint64 delay_ms)
{
  add_timer (due->run, delay_ms, due_timer_cb, due);
}

static void
thaw_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  self->frozen = FALSE;
  kc_soak_service_thaw (self->service);
}

static void
scan (Due *due)
{
  KcSoakRun *self = due->run;

  if (!kc_attempt_get_code_live (self->attempt))
    {
      again (due, SCAN_AGAIN_MS);
      return;
    }

  self->result.n_scans++;
  if (kc_soak_service_scan (self->service, kc_attempt_get_code (self->attempt)))
    {
      tell (self, "scanned");
      return;
    }

  tell (self, "scanned a dead code");
  self->result.n_dead_scans++;
  again (due, SCAN_AGAIN_MS);
}

static void
press (Due *due, const char *action)
{
  const char *uri = kc_attempt_get_verification_uri (due->run->attempt);

  if (uri == NULL)
    {
      again (due, SCAN_AGAIN_MS);
      return;
    }

  tell (due->run, action);
  kc_soak_service_press (due->run->service, uri, action);
}

static void
due_timer_cb (gpointer user_data)
{
  Due *due = user_data;
  KcSoakRun *self = due->run;

  if (self->over)
    return;
  if (self->frozen)
    {
      again (due, WHILE_FROZEN_MS);
      return;
    }

  switch (due->act->kind)
    {
    case KC_SOAK_KNOB:
      kc_soak_service_turn (self->service, due->act->name, due->act->value);
      break;
    case KC_SOAK_SCAN:
      scan (due);
      break;
    case KC_SOAK_FINISH:
      press (due, "finish");
      break;
    case KC_SOAK_CANCEL_THERE:
      press (due, "cancel");
      break;
    case KC_SOAK_CANCEL_HERE:
      kc_attempt_cancel (self->attempt);
      break;
    case KC_SOAK_CLOSE:
      tell (self, "dropped");
      end (self);
      break;
    case KC_SOAK_STORM:
      for (guint i = 0; i < 50; i++)
        kc_attempt_poll_now (self->attempt);
      break;
    case KC_SOAK_NETWORK:
      kc_fake_monitor_change (self->monitor, g_str_equal (due->act->value, "on"));
      break;
    case KC_SOAK_FREEZE:
      self->frozen = TRUE;
      kc_soak_service_freeze (self->service);
      add_timer (self, g_ascii_strtoll (due->act->value, NULL, 10), thaw_timer_cb, self);
      break;
    }
}

KcSoakRun *
kc_soak_run_start (KcSoakService *service,
                   KcClock *clock,
                   KcBudget *const budgets[2],
                   guint32 seed,
                   KcSoakDoneFunc done,
                   gpointer user_data)
{
  KcSoakRun *self = g_new0 (KcSoakRun, 1);
  g_autoptr (KcConnectRequest) request = NULL;

  self->service = service;
  self->clock = g_object_ref (clock);
  self->plan = kc_soak_plan_new (seed);
  self->other_budget = g_object_ref (budgets[!self->plan->may_read]);
  self->done = done;
  self->user_data = user_data;
  self->timers = g_ptr_array_new_with_free_func (timer_free);
  self->dues = g_ptr_array_new_with_free_func (g_free);
  self->history = g_string_new (NULL);
  self->result.seed = seed;
  self->result.faults = g_string_new (NULL);
  self->result.n_faults = self->plan->n_faults;

  kc_soak_service_turn_back (service);
  for (guint i = 0; i < self->plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->plan->acts, i);

      if (act->at_ms == 0 && act->kind == KC_SOAK_KNOB)
        kc_soak_service_turn (service, act->name, act->value);
    }
  self->before = kc_soak_service_look (service);

  request = kc_connect_request_new (self->plan->mode);
  self->attempt = kc_attempt_new (kc_soak_service_get_client (service, self->plan->may_read), clock,
                                  budgets[self->plan->may_read], request);
  g_weak_ref_init (&self->weak_attempt, self->attempt);
  self->monitor = kc_fake_monitor_new ();
  kc_attempt_set_network_monitor (self->attempt, G_NETWORK_MONITOR (self->monitor));
  g_signal_connect (self->attempt, "notify::state", G_CALLBACK (on_attempt_state_changed_cb), self);
  g_signal_connect (self->attempt, "notify::link", G_CALLBACK (on_attempt_link_changed_cb), self);
  g_signal_connect (self->attempt, "notify::key-wanted",
                    G_CALLBACK (on_attempt_key_wanted_changed_cb), self);
  g_signal_connect (self->attempt, "finished", G_CALLBACK (on_attempt_finished_cb), self);

  self->started = kc_clock_get_now (clock);
  self->ticked_at = g_get_monotonic_time ();
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  add_timer (self, self->plan->expires_in * (gint64) 1000 + LONGEST_EXTRA_MS, endless_timer_cb,
             self);
  kc_attempt_start (self->attempt);
  /* A second press. */
  kc_attempt_start (self->attempt);

  for (guint i = 0; i < self->plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->plan->acts, i);
      Due *due;

      if (act->at_ms == 0 && act->kind == KC_SOAK_KNOB)
        continue;
      due = g_new (Due, 1);
      due->run = self;
      due->act = act;
      g_ptr_array_add (self->dues, due);
      again (due, act->at_ms);
    }

  return self;
}

void
kc_soak_run_free (KcSoakRun *self)
{
  g_ptr_array_unref (self->timers);
  g_ptr_array_unref (self->dues);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->settle, g_source_remove);
  g_weak_ref_clear (&self->weak_attempt);
  g_assert_finalize_object (self->monitor);
  kc_soak_plan_free (self->plan);
  kc_soak_truth_free (self->before);
  g_object_unref (self->other_budget);
  g_object_unref (self->clock);
  g_string_free (self->history, TRUE);
  g_string_free (self->result.faults, TRUE);
  g_free (self->result.truth);
  g_free (self->result.story);
  g_free (self);
}
