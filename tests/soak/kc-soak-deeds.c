/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-run-private.h"

#define SCAN_AGAIN_MS 2000
#define WHILE_FROZEN_MS 500
/* Some 150 ms of this computer's, which may be busy. */
#define N_UNHEARD 8

typedef struct {
  KcSoakRun *run;
  const KcSoakAct *act;
  guint n_unheard; /* dead scans in a row without a stream */
} Due;

static void due_timer_cb (gpointer user_data);

static void
again (Due *due, gint64 delay_ms)
{
  kc_soak_run_add_timer (due->run, delay_ms, due_timer_cb, due);
}

static void
thaw_timer_cb (gpointer user_data)
{
  KcSoakRun *self = user_data;

  self->frozen = FALSE;
  kc_soak_service_thaw (self->service);
  kc_soak_run_disturb (self, FALSE);
}

/* A code that is shown longer than for a moment while nobody listens to the stream. */
static void
check_stream (Due *due)
{
  g_autoptr (KcSoakTruth) truth = kc_soak_service_look (due->run->service);

  due->n_unheard = truth->n_streams == 0 ? due->n_unheard + 1 : 0;
  if (due->n_unheard == N_UNHEARD)
    kc_soak_run_complain (due->run, "a code is shown though no stream is open");
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
      kc_soak_run_tell (self, "scanned");
      return;
    }

  kc_soak_run_tell (self, "scanned a dead code");
  self->result.n_dead_scans++;
  check_stream (due);
  again (due, SCAN_AGAIN_MS);
}

static void
press (Due *due, const char *action)
{
  KcSoakRun *self = due->run;

  if (self->link == NULL)
    {
      again (due, SCAN_AGAIN_MS);
      return;
    }

  kc_soak_run_tell (self, action);
  kc_soak_service_press (self->service, self->link, action);
}

/* The value is how long, and whether the lines hold. */
static void
fall_asleep (KcSoakRun *self, const char *value)
{
  gint64 ms = g_ascii_strtoll (value, NULL, 10);
  gboolean lines_hold = g_str_has_suffix (value, "hold");
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ms / 1000);

  kc_soak_run_tell (self, "falls asleep");
  kc_soak_run_disturb (self, TRUE);
  if (!lines_hold)
    kc_soak_service_turn (self->service, "half-open", "on");
  kc_soak_service_turn (self->service, "advance", seconds);
  kc_soak_service_turn (self->service, "half-open", "off");
  kc_soak_clock_sleep (KC_SOAK_CLOCK (self->clock), ms);
  if (self->attempt != NULL && kc_attempt_get_code_live (self->attempt))
    kc_soak_run_complain (self, "a code is shown on waking");
  kc_soak_run_tell (self, "awake");
  kc_soak_run_disturb (self, FALSE);
  self->n_wakes++;
}

/* One that is offline takes no orders either. */
static void
turn (KcSoakRun *self, const char *knob, const char *value)
{
  kc_soak_service_turn (self->service, knob, value);
  if (g_str_equal (knob, "colleague"))
    {
      kc_soak_run_tell (self, "a colleague connects a number");
      self->n_colleagues++;
    }
  if (!g_str_equal (knob, "offline"))
    return;

  kc_soak_run_tell (self, "offline");
  kc_soak_run_disturb (self, TRUE);
  self->frozen = TRUE;
  kc_soak_run_add_timer (self, (g_ascii_strtoll (value, NULL, 10) + 3) * 1000, thaw_timer_cb, self);
}

static void
act_on_attempt (Due *due)
{
  KcSoakRun *self = due->run;

  switch (due->act->kind)
    {
    case KC_SOAK_SCAN:
      scan (due);
      break;
    case KC_SOAK_CANCEL_HERE:
      self->cancelled_here = TRUE;
      kc_attempt_cancel (self->attempt);
      break;
    case KC_SOAK_CLOSE:
      kc_soak_run_tell (self, "dropped");
      kc_soak_run_drop (self);
      break;
    case KC_SOAK_KILL:
      kc_soak_run_kill (self, g_ascii_strtoll (due->act->value, NULL, 10));
      break;
    case KC_SOAK_STORM:
      for (guint i = 0; i < 50; i++)
        kc_attempt_poll_now (self->attempt);
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
  KcSoakRun *self = due->run;

  if (self->ending)
    return;
  if (self->frozen)
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
          kc_soak_run_disturb (self, !on);
        }
      break;
    case KC_SOAK_FREEZE:
      if (self->calm)
        break;
      self->frozen = TRUE;
      kc_soak_run_disturb (self, TRUE);
      kc_soak_service_freeze (self->service);
      kc_soak_run_add_timer (self, g_ascii_strtoll (due->act->value, NULL, 10), thaw_timer_cb,
                             self);
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
      if (self->attempt != NULL)
        act_on_attempt (due);
      else
        again (due, SCAN_AGAIN_MS);
      break;
    }
}

void
kc_soak_deeds_prepare (KcSoakRun *self)
{
  kc_soak_service_turn_back (self->service);
  for (guint i = 0; i < self->plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->plan->acts, i);

      if (act->at_ms == 0 && act->kind == KC_SOAK_KNOB)
        kc_soak_service_turn (self->service, act->name, act->value);
    }
}

void
kc_soak_deeds_plan (KcSoakRun *self)
{
  for (guint i = 0; i < self->plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (self->plan->acts, i);
      Due *due;

      if (act->at_ms == 0 && act->kind == KC_SOAK_KNOB)
        continue;
      due = g_new0 (Due, 1);
      due->run = self;
      due->act = act;
      g_ptr_array_add (self->dues, due);
      again (due, act->at_ms);
    }
}

void
kc_soak_deeds_finish_late (KcSoakRun *self)
{
  if (self->link != NULL)
    {
      kc_soak_run_tell (self, "finished late, if it can be");
      kc_soak_service_press (self->service, self->link, "finish");
    }
  else if (kc_soak_service_scan_current (self->service))
    kc_soak_run_tell (self, "scanned late");
}
