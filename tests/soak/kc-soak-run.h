/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakRun: one session according to its plan, from the start to the verdict, with everything that
 * the program does for it: the attempt; after a kill the attempt that resumes; asking again if an
 * attempt ended without a known result; and the late polling of a session that was left.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-soak-verdict.h"

G_BEGIN_DECLS

typedef struct _KcSoakRun KcSoakRun;

typedef struct {
  guint32 seed;
  KcAttemptState state; /* IDLE: dropped before it ended */
  KcSoakVerdict verdict;
  char *truth;     /* state of the session as the service knows it; NULL: there is none */
  GString *faults; /* whatever else is wrong, one fault per line; empty if nothing is */
  char *story;     /* plan and states */
  guint n_faults;  /* spoiled answers, and faults of network, computer and service */
  guint n_scans, n_dead_scans;
  guint n_kills, n_again, n_keys, n_late; /* resumed, asked again, other keys, found out late */
  guint n_accepted;                       /* the person said which channel it is */
  guint lag_ms; /* the longest time that this process was held up, in real time */
} KcSoakResult;

/* `result` is owned by the run. The callback may free the run. */
typedef void (*KcSoakDoneFunc) (KcSoakRun *run, const KcSoakResult *result, gpointer user_data);

/* `rate_limiters` is indexed by KcSoakKey; they must live as long as the run. */
KcSoakRun *kc_soak_run_start (KcSoakService *service,
                              KcClock *clock,
                              KcRateLimiter *const *rate_limiters,
                              guint32 seed,
                              KcSoakDoneFunc done,
                              gpointer user_data);
void kc_soak_run_free (KcSoakRun *self);

G_END_DECLS
