/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakDriver: carries out the plan of a run: what network, computer, service and person do while
 * a session is open. It knows the run only through KcSoakDriverFuncs.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-fake-monitor.h"
#include "kc-soak-clock.h"
#include "kc-soak-plan.h"
#include "kc-soak-service.h"

G_BEGIN_DECLS

typedef struct _KcSoakDriver KcSoakDriver;

typedef struct {
  KcAttempt *(*get_attempt) (gpointer run); /* NULL while the program is not running */
  const char *(*get_link) (gpointer run);   /* embedded: the page that the person has open */
  void (*tell) (gpointer run, const char *text);
  void (*complain) (gpointer run, const char *text);
  /* Network, computer or service are disturbed, or are normal again. */
  void (*disturb) (gpointer run, gboolean disturbed);
  /* The program is killed, and run again after `pause_ms`. */
  void (*kill) (gpointer run, gint64 pause_ms);
  /* The person leaves the attempt without waiting for its end. May stop the driver. */
  void (*drop) (gpointer run);
} KcSoakDriverFuncs;

/* What was done so far. */
typedef struct {
  gboolean frozen; /* the service does not answer now, not even to the soak's own questions */
  gboolean cancelled_here;
  guint n_wakes;
  guint n_colleagues; /* channels that colleagues have connected */
  guint n_scans, n_dead_scans;
} KcSoakDone;

/* Sets the knobs that the plan sets before the start. Everything is borrowed. */
KcSoakDriver *kc_soak_driver_new (KcSoakService *service,
                                  KcClock *clock,
                                  const KcSoakPlan *plan,
                                  KcFakeMonitor *monitor,
                                  const KcSoakDriverFuncs *funcs,
                                  gpointer run);
void kc_soak_driver_free (KcSoakDriver *self);

/* From now on, does everything that is in the plan, each at its time. */
void kc_soak_driver_start (KcSoakDriver *self);
/* From now on, nothing goes wrong any more. */
void kc_soak_driver_end_faults (KcSoakDriver *self);
/* From now on, nothing happens any more; the service answers. */
void kc_soak_driver_stop (KcSoakDriver *self);

/* The person finishes a session that was left, if it can still be finished. */
void kc_soak_driver_finish_late (KcSoakDriver *self);

const KcSoakDone *kc_soak_driver_get_done (KcSoakDriver *self);

G_END_DECLS
