/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What kc-soak-run (from the start to the verdict) and kc-soak-deeds (what the world and the person
 * do meanwhile) share.
 */

#pragma once

#include "kc-auto-renewal.h"
#include "kc-late-completion.h"
#include "kc-fake-monitor.h"
#include "kc-pending-session.h"
#include "kc-soak-clock.h"
#include "kc-soak-run.h"

G_BEGIN_DECLS

struct _KcSoakRun {
  KcSoakService *service;
  KcClock *clock;
  KcRateLimiter *const *rate_limiters; /* by KcSoakKey */
  KcSoakPlan *plan;
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
  gint64 opening_ms;
  gint64 disturbed; /* when the network, the computer or the service were last not as they should
                       be, or too busy; -1: never; G_MAXINT64: they are not */
  guint n_disturbances;
  guint n_wakes;
  guint n_colleagues; /* their channels */
  KcAttemptState last, state;
  guint n_finished;
  gboolean cancelled_here;
  gboolean calm;   /* nothing is spoiled any more */
  gboolean ending; /* the attempt that runs is to be judged, and nothing else happens to it */
  gboolean frozen;
  GPtrArray *timers; /* GSource of the clock */
  GPtrArray *dues;
  guint tick, settle;
  gint64 ticked_at;
  guint n_tries;

  KcSoakFacts facts;
  char *channel_id;   /* as it was told */
  GPtrArray *offered; /* KcChannel, or NULL */
  GError *error;
  GString *history;
  KcSoakResult result;
};

void
kc_soak_run_add_timer (KcSoakRun *self, gint64 delay_ms, GSourceOnceFunc func, gpointer user_data);
/* The network, the computer or the service are not as they should be, or are again. */
void kc_soak_run_disturb (KcSoakRun *self, gboolean disturbed);
void kc_soak_run_complain (KcSoakRun *self, const char *text);
void kc_soak_run_tell (KcSoakRun *self, const char *text);

/* The program dies where it stands; it is run again after so long. */
void kc_soak_run_kill (KcSoakRun *self, gint64 pause_ms);
/* The person does not want to know how it ends. */
void kc_soak_run_drop (KcSoakRun *self);
/* Nothing goes wrong any more. */
void kc_soak_run_calm_down (KcSoakRun *self);

/* Plans all that the plan has in store, from now on; and turns what is to be turned before the
 * start. */
void kc_soak_deeds_prepare (KcSoakRun *self);
void kc_soak_deeds_plan (KcSoakRun *self);
/* The person finishes what was left, if there still is something to finish. */
void kc_soak_deeds_finish_late (KcSoakRun *self);

G_END_DECLS
