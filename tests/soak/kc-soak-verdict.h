/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-soak-verdict: whether what was said about a session in the end is what the service knows to be
 * true.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-soak-plan.h"
#include "kc-soak-service.h"

G_BEGIN_DECLS

/* The exceptions: where the truth could not be known to the program. */
typedef enum {
  KC_SOAK_TRUE,        /* no exception */
  KC_SOAK_LEFT,        /* dropped, or killed before the session was noted */
  KC_SOAK_UNANSWERED,  /* the start was carried out, but its answer lost: nobody has the session */
  KC_SOAK_UNREACHABLE, /* to the very end, and that was said */
  KC_SOAK_MUTE, /* neither session nor list can be asked by this key: Keebai answers no polls for it
                 */
  KC_SOAK_TOLD_OVER, /* the service itself said 404 or 410, to the very end */
  KC_SOAK_ANOTHERS,  /* another session's channel came meanwhile, and nothing else was to be learnt
                      */
  KC_SOAK_LATE,      /* it came to an end only after the look after it had ended */
  KC_SOAK_WRONG,     /* none of these: what was said is not true */
  KC_SOAK_N_VERDICTS,
} KcSoakVerdict;

/* What is known in the end. */
typedef struct {
  const KcSoakPlan *plan;
  const KcSoakTruth *before; /* the start */
  const KcSoakTruth *truth;  /* right after the end */
  gint64 lasted_ms;
  gint64 opening_ms; /* of that the start */
  gboolean calm;     /* nothing was spoiled any more at the end */

  gboolean dropped;
  gboolean never_open; /* as far as the program knows */
  gboolean cancelled_here;
  KcAttemptState last; /* before the end of the last attempt */
  KcAttemptState state;
  const GError *error;
  const char *channel_id; /* as it was told, or NULL */
  GPtrArray *offered;     /* new channels that the person was asked or told about, or NULL */
  gboolean time_is_up;    /* that was said */
  gboolean may_ask_again;
  gboolean may_succeed_late;
  gboolean looked_after; /* by KcLateCompletion, which … */
  gboolean heard_late;   /* … has heard that it is connected */
} KcSoakFacts;

KcSoakVerdict kc_soak_judge (const KcSoakFacts *facts);
const char *kc_soak_verdict_to_string (KcSoakVerdict verdict);

G_END_DECLS
