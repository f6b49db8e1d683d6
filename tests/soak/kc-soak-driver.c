/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-driver.h"

#include "kc-soak-clock.h"

#define SCAN_AGAIN_MS 2000
#define WHILE_FROZEN_MS 500
/* About 150 ms of real time, because this computer may be busy. */
#define N_UNHEARD 8

struct _KcSoakDriver {
  KcSoakService *service;
  KcClock *clock;
  const KcSoakPlan *plan;
  KcFakeMonitor *monitor;
  const KcSoakDriverFuncs *funcs;
  gpointer run;

  GPtrArray *timers; /* GSource of the clock */
  GPtrArray *dues;
  gboolean calm;
  KcSoakDone done;
};

typedef struct {
  KcSoakDriver *driver;
  const KcSoakAct *act;
  guint n_unheard; /* scans of dead codes in a row, without a stream */
} Due;

static void due_timer_cb (gpointer user_data);

static void
again (Due *due, gint64 delay_ms)
{
  kc_soak_timers_add (due->driver->timers, due->driver->clock, delay_ms, due_timer_cb, due);
}

static void
tell (KcSoakDriver *self, const char *text)
{
  self->funcs->tell (self->run, text);
}

static void
disturb (KcSoakDriver *self, gboolean disturbed)
{
  self->funcs->disturb (self->run, disturbed);
}

static void
thaw (KcSoakDriver *self)
{
  self->done.frozen = FALSE;
  kc_soak_service_thaw (self->service);
}

static void
thaw_timer_cb (gpointer user_data)
{
  thaw (user_data);
  disturb (user_data, FALSE);
}

/* A code that is shown for more than a moment although nobody listens to the stream. */
static void
check_stream (Due *due)
{
  g_autoptr (KcSoakTruth) truth = kc_soak_service_look (due->driver->service);

  due->n_unheard = truth->n_streams == 0 ? due->n_unheard + 1 : 0;
  if (due->n_unheard == N_UNHEARD)
    due->driver->funcs->complain (due->driver->run, "a code is shown though no stream is open");
}

static void
scan (Due *due)
{
  KcSoakDriver *self = due->driver;
  KcAttempt *attempt = self->funcs->get_attempt (self->run);

  if (!kc_attempt_get_code_live (attempt))
    {
      again (due, SCAN_AGAIN_MS);
      return;
    }

  self->done.n_scans++;
  if (kc_soak_service_scan (self->service, kc_attempt_get_code (attempt)))
    {
      tell (self, "scanned");
      return;
    }

  tell (self, "scanned a dead code");
  self->done.n_dead_scans++;
  check_stream (due);
  again (due, SCAN_AGAIN_MS);
}

static void
press (Due *due, const char *action)
{
  KcSoakDriver *self = due->driver;
  const char *link = self->funcs->get_link (self->run);

  if (link == NULL)
    {
      again (due, SCAN_AGAIN_MS);
      return;
    }

  tell (self, action);
  kc_soak_service_press (self->service, link, action);
}

/* The value says how long, and whether the connections survive. */
static void
fall_asleep (KcSoakDriver *self, const char *value)
{
  gint64 ms = g_ascii_strtoll (value, NULL, 10);
  gboolean connections_hold = g_str_has_suffix (value, "hold");
  KcAttempt *attempt = self->funcs->get_attempt (self->run);
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ms / 1000);

  tell (self, "falls asleep");
  disturb (self, TRUE);
  if (!connections_hold)
    kc_soak_service_turn (self->service, "half-open", "on");
  kc_soak_service_turn (self->service, "advance", seconds);
  kc_soak_service_turn (self->service, "half-open", "off");
  kc_soak_clock_sleep (KC_SOAK_CLOCK (self->clock), ms);
  if (attempt != NULL && kc_attempt_get_code_live (attempt))
    self->funcs->complain (self->run, "a code is shown on waking");
  tell (self, "awake");
  disturb (self, FALSE);
  self->done.n_wakes++;
}

/* While it is offline, it does not accept knobs either. */
static void
turn (KcSoakDriver *self, const char *knob, const char *value)
{
  kc_soak_service_turn (self->service, knob, value);
  if (g_str_equal (knob, "colleague"))
    {
      tell (self, "a colleague connects a number");
      self->done.n_colleagues++;
    }
  if (!g_str_equal (knob, "offline"))
    return;

  tell (self, "offline");
  disturb (self, TRUE);
  self->done.frozen = TRUE;
  kc_soak_timers_add (self->timers, self->clock, (g_ascii_strtoll (value, NULL, 10) + 3) * 1000,
                      thaw_timer_cb, self);
}

static void
act_on_attempt (Due *due, KcAttempt *attempt)
{
  KcSoakDriver *self = due->driver;

  switch (due->act->kind)
    {
    case KC_SOAK_SCAN:
      scan (due);
      break;
    case KC_SOAK_CANCEL_HERE:
      self->done.cancelled_here = TRUE;
      kc_attempt_cancel (attempt);
      break;
    case KC_SOAK_CLOSE:
      tell (self, "dropped");
      self->funcs->drop (self->run);
      break;
    case KC_SOAK_KILL:
      self->funcs->kill (self->run, g_ascii_strtoll (due->act->value, NULL, 10));
      break;
    case KC_SOAK_STORM:
      for (guint i = 0; i < 50; i++)
        kc_attempt_poll_now (attempt);
      break;
    case KC_SOAK_KNOB:
    case KC_SOAK_FINISH:
    case KC_SOAK_CANCEL_THERE:
    case KC_SOAK_NETWORK:
    case KC_SOAK_FREEZE:
    case KC_SOAK_SLEEP:
    default:
      g_assert_not_reached ();
    }
}

static void
due_timer_cb (gpointer user_data)
{
  Due *due = user_data;
  KcSoakDriver *self = due->driver;
  KcAttempt *attempt = self->funcs->get_attempt (self->run);

  if (self->done.frozen)
    {
      again (due, WHILE_FROZEN_MS);
      return;
    }

  switch (due->act->kind)
    {
    case KC_SOAK_KNOB:
      if (!self->calm)
        turn (self, due->act->name, due->act->value);
      break;
    case KC_SOAK_FINISH:
      press (due, "finish");
      break;
    case KC_SOAK_CANCEL_THERE:
      press (due, "cancel");
      break;
    case KC_SOAK_NETWORK:
      if (!self->calm)
        {
          gboolean on = g_str_equal (due->act->value, "on");

          kc_fake_monitor_change (self->monitor, on);
          disturb (self, !on);
        }
      break;
    case KC_SOAK_FREEZE:
      if (self->calm)
        break;
      self->done.frozen = TRUE;
      disturb (self, TRUE);
      kc_soak_service_freeze (self->service);
      kc_soak_timers_add (self->timers, self->clock, g_ascii_strtoll (due->act->value, NULL, 10),
                          thaw_timer_cb, self);
      break;
    case KC_SOAK_SLEEP:
      fall_asleep (self, due->act->value);
      break;
    case KC_SOAK_SCAN:
    case KC_SOAK_CANCEL_HERE:
    case KC_SOAK_CLOSE:
    case KC_SOAK_KILL:
    case KC_SOAK_STORM:
    default:
      if (attempt != NULL)
        act_on_attempt (due, attempt);
      else
        again (due, SCAN_AGAIN_MS);
      break;
    }
}

static gboolean
is_before_the_start (const KcSoakAct *act)
{
  return act->at_ms == 0 && act->kind == KC_SOAK_KNOB;
}

KcSoakDriver *
kc_soak_driver_new (KcSoakService *service,
                    KcClock *clock,
                    const KcSoakPlan *plan,
                    KcFakeMonitor *monitor,
                    const KcSoakDriverFuncs *funcs,
                    gpointer run)
{
  KcSoakDriver *self = g_new0 (KcSoakDriver, 1);

  self->service = service;
  self->clock = clock;
  self->plan = plan;
  self->monitor = monitor;
  self->funcs = funcs;
  self->run = run;
  self->timers = kc_soak_timers_new ();
  self->dues = g_ptr_array_new_with_free_func (g_free);

  kc_soak_service_turn_back (service);
  for (guint i = 0; i < plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (plan->acts, i);

      if (is_before_the_start (act))
        kc_soak_service_turn (service, act->name, act->value);
    }

  return self;
}

void
kc_soak_driver_free (KcSoakDriver *self)
{
  g_ptr_array_unref (self->timers);
  g_ptr_array_unref (self->dues);
  g_free (self);
}

void
kc_soak_driver_start (KcSoakDriver *self)
{
  for (guint i = 0; i < self->plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->plan->acts, i);
      Due *due;

      if (is_before_the_start (act))
        continue;
      due = g_new0 (Due, 1);
      due->driver = self;
      due->act = act;
      g_ptr_array_add (self->dues, due);
      again (due, act->at_ms);
    }
}

void
kc_soak_driver_end_faults (KcSoakDriver *self)
{
  static const char *const knobs[]
      = {"next-poll", "next-stream", "next-channels", "full-key", "half-open"};

  self->calm = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    kc_soak_service_turn (self->service, knobs[i], "");
  kc_fake_monitor_change (self->monitor, TRUE);
}

void
kc_soak_driver_stop (KcSoakDriver *self)
{
  g_ptr_array_set_size (self->timers, 0);
  if (self->done.frozen)
    thaw (self);
}

void
kc_soak_driver_finish_late (KcSoakDriver *self)
{
  const char *link = self->funcs->get_link (self->run);

  if (link != NULL)
    {
      tell (self, "finished late, if it can be");
      kc_soak_service_press (self->service, link, "finish");
    }
  else if (kc_soak_service_scan_current (self->service))
    tell (self, "scanned late");
}

const KcSoakDone *
kc_soak_driver_get_done (KcSoakDriver *self)
{
  return &self->done;
}
