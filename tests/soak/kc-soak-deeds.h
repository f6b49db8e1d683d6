/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakDeeds: what the world and the person do while a session runs, by the plan of the run. It
 * knows the run only by KcSoakDeedsFuncs.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-fake-monitor.h"
#include "kc-soak-clock.h"
#include "kc-soak-plan.h"
#include "kc-soak-service.h"

G_BEGIN_DECLS

typedef struct _KcSoakDeeds KcSoakDeeds;

typedef struct {
  KcAttempt *(*get_attempt) (gpointer run); /* NULL while the program is not running */
  const char *(*get_link) (gpointer run);   /* embedded: the page that the person has open */
  void (*tell) (gpointer run, const char *text);
  void (*complain) (gpointer run, const char *text);
  /* The network, the computer or the service are not as they should be, or are again. */
  void (*disturb) (gpointer run, gboolean disturbed);
  /* The program dies where it stands; it is run again after so long. */
  void (*kill) (gpointer run, gint64 pause_ms);
  /* The person does not want to know how it ends. May end the deeds. */
  void (*drop) (gpointer run);
} KcSoakDeedsFuncs;

/* What was done so far. */
typedef struct {
  gboolean frozen; /* the service does not answer now, not even when it is asked what it knows */
  gboolean cancelled_here;
  guint n_wakes;
  guint n_colleagues; /* their channels */
  guint n_scans, n_dead_scans;
} KcSoakDone;

/* Turns what is to be turned before the start. Everything is borrowed. */
KcSoakDeeds *kc_soak_deeds_new (KcSoakService *service,
                                KcClock *clock,
                                const KcSoakPlan *plan,
                                KcFakeMonitor *monitor,
                                const KcSoakDeedsFuncs *funcs,
                                gpointer run);
void kc_soak_deeds_free (KcSoakDeeds *self);

/* Plans all that the plan has in store, from now on. */
void kc_soak_deeds_start (KcSoakDeeds *self);
/* Nothing goes wrong any more. */
void kc_soak_deeds_calm_down (KcSoakDeeds *self);
/* Nothing happens any more; the service answers. */
void kc_soak_deeds_stop (KcSoakDeeds *self);

/* The person finishes what was left, if there still is something to finish. */
void kc_soak_deeds_finish_late (KcSoakDeeds *self);

const KcSoakDone *kc_soak_deeds_get_done (KcSoakDeeds *self);

G_END_DECLS
