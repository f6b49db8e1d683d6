/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-soak-verdict: whether what an attempt said is what the service knows to be true. */

#pragma once

#include "kc-attempt-state.h"
#include "kc-soak-plan.h"
#include "kc-soak-service.h"

G_BEGIN_DECLS

/* The exceptions: where the truth could not be known to the program. */
typedef enum {
  KC_SOAK_TRUE,        /* no exception */
  KC_SOAK_LEFT,        /* the person left here; what the session comes to is not waited for */
  KC_SOAK_UNANSWERED,  /* the start got no proper answer, and is never sent twice */
  KC_SOAK_LOCKED_OUT,  /* the key may not ask any more (401, 403) */
  KC_SOAK_TOLD_OVER,   /* the service itself said 404 or 410 */
  KC_SOAK_UNREACHABLE, /* neither the session nor the list could be asked for at the end, and that
                        * was said */
  KC_SOAK_ANOTHERS, /* another session's channel came meanwhile, and nothing else was to be learnt
                     */
  KC_SOAK_LATE,     /* it came to an end only after the attempt had ended */
  KC_SOAK_WRONG,    /* none of these: the attempt said what is not true */
  KC_SOAK_N_VERDICTS,
} KcSoakVerdict;

/* What is known about an attempt that has ended. */
typedef struct {
  const KcSoakPlan *plan;
  const KcSoakTruth *before; /* the start */
  const KcSoakTruth *truth;  /* right after the end */
  gint64 lasted_ms;
  gint64 opening_ms;   /* of that the start */
  guint n_spoiled;     /* polls to come, when it began to confirm */
  KcAttemptState last; /* before the end */
  KcAttemptState state;
  const GError *error;
  const char *channel_id; /* as the attempt has it, or NULL */
  gboolean other_key;     /* it went on with another one than it began with */
  gboolean may_ask_again;
  gboolean may_succeed_late;
} KcSoakFacts;

KcSoakVerdict kc_soak_judge (const KcSoakFacts *facts);
const char *kc_soak_verdict_to_string (KcSoakVerdict verdict);

G_END_DECLS
