/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakRun: one session by its plan, from the start to the verdict, with all that the program does
 * about it: the attempt; after a kill the one that goes on with it; asking again where an attempt
 * ended without knowing; and the look after what was left.
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
  GString *faults; /* what else is wrong, one a line; empty if nothing */
  char *story;     /* plan and states */
  guint n_faults;  /* that were met: answers spoiled, and what befell network, computer, service */
  guint n_scans, n_dead_scans;
  guint n_kills, n_again, n_keys, n_late; /* resumed, asked again, other keys, found out late */
  guint n_accepted;                       /* the person said which channel it is */
  guint lag_ms; /* the longest that this process was held up, in real time */
} KcSoakResult;

/* `result` is owned by the run. The callback may free the run. */
typedef void (*KcSoakDoneFunc) (KcSoakRun *run, const KcSoakResult *result, gpointer user_data);

/* `rate_limiters` by KcSoakKey; they stay as long as the run. */
KcSoakRun *kc_soak_run_start (KcSoakService *service,
                              KcClock *clock,
                              KcRateLimiter *const *rate_limiters,
                              guint32 seed,
                              KcSoakDoneFunc done,
                              gpointer user_data);
void kc_soak_run_free (KcSoakRun *self);

G_END_DECLS
