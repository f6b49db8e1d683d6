/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-soak-verdict: whether what the program said about a session in the end is what the service
 * knows to be true.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-soak-plan.h"
#include "kc-soak-service.h"

G_BEGIN_DECLS

/* Cases in which the program could not know the truth. Each needs a fault that really occurred: one
 * that the service served, or a sleep of the computer. */
typedef enum {
  KC_SOAK_TRUE,        /* no exception */
  KC_SOAK_LEFT,        /* dropped, or killed before the session was noted */
  KC_SOAK_UNANSWERED,  /* the start was carried out, but its answer was lost */
  KC_SOAK_UNREACHABLE, /* Keebai could not be reached, or no key was good, to the very end */
  KC_SOAK_MUTE,        /* no polls are answered for the session, and this key cannot list */
  KC_SOAK_TOLD_OVER,   /* the service itself said 404 or 410, to the very end */
  KC_SOAK_LATE,        /* the session ended only after the late polling had ended */
  KC_SOAK_WRONG,       /* none of these: what the program said is not true */
  KC_SOAK_N_VERDICTS,
} KcSoakVerdict;

/* What is known in the end. */
typedef struct {
  const KcSoakPlan *plan;
  const KcSoakTruth *before; /* the start */
  const KcSoakTruth *end;    /* at the moment when the last attempt ended; NULL: it has not */
  const KcSoakTruth *truth;  /* after the late polling had ended */
  gint64 lasted_ms;          /* until `end` */
  gint64 start_ms;           /* of that the start; 0: never open */
  gint64 undisturbed_ms;     /* at `end`: time with the computer awake, network and service there */
  gint64 undisturbed_late_ms; /* the same at the end of the late polling */
  gboolean calm;              /* no fault was active any more, at `end` */
  gboolean calm_late;         /* … at the end of the late polling */
  gboolean full_key;          /* the key whose permissions change was in use at `end` */

  gboolean dropped;
  gboolean never_open; /* as far as the program knows */
  gboolean cancelled_here;
  KcAttemptState last; /* before the end of the last attempt */
  KcAttemptState state;
  const GError *error;
  const char *channel_id; /* as it was told, or NULL */
  gboolean accepted;      /* the person had to say which channel it is */
  GPtrArray *offered;     /* new channels that the person was asked or told about, or NULL */
  gboolean time_is_up;    /* that was said */
  gboolean is_renewed;    /* another session would begin by itself */
  gboolean may_ask_again;
  gboolean may_succeed_late;
  gboolean looked_after; /* by KcLateCompletion, which … */
  gboolean heard_late;   /* … has reported that it is connected */
} KcSoakFacts;

KcSoakVerdict kc_soak_judge (const KcSoakFacts *facts);
/* Whether an attempt that ended without a known result could not have known it: `end` is as far as
 * the facts go. */
gboolean kc_soak_may_doubt (const KcSoakFacts *facts);
const char *kc_soak_verdict_to_string (KcSoakVerdict verdict);

G_END_DECLS
