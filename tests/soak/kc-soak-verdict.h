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

/* The exceptions: where the truth could not be known to the program. Each needs that what stood in
 * the way was really met: a fault that was served, a computer that slept. */
typedef enum {
  KC_SOAK_TRUE,        /* no exception */
  KC_SOAK_LEFT,        /* dropped, or killed before the session was noted */
  KC_SOAK_UNANSWERED,  /* the start was carried out, but its answer lost: nobody has the session */
  KC_SOAK_UNREACHABLE, /* Keebai, or the key, to the very end */
  KC_SOAK_MUTE, /* neither session nor list can be asked by this key: Keebai answers no polls for it
                 */
  KC_SOAK_TOLD_OVER, /* the service itself said 404 or 410, to the very end */
  KC_SOAK_LATE,      /* it came to an end only after the look after it had ended */
  KC_SOAK_WRONG,     /* none of these: what was said is not true */
  KC_SOAK_N_VERDICTS,
} KcSoakVerdict;

/* What is known in the end. */
typedef struct {
  const KcSoakPlan *plan;
  const KcSoakTruth *before; /* the start */
  const KcSoakTruth *end;    /* at the moment when the last attempt ended; NULL: it has not */
  const KcSoakTruth *truth;  /* after all, also what was left was looked after */
  gint64 lasted_ms;          /* until `end` */
  gint64 start_ms;           /* of that the start; 0: never open */
  gint64 undisturbed_ms; /* how long, at `end`, the computer had been awake, the network there and
                            the service not standing still */
  gint64 undisturbed_late_ms; /* the same when it was no longer looked after */
  gboolean calm;              /* nothing was spoiled any more, at `end` */
  gboolean calm_late;         /* … when it was looked after */
  gboolean full_key;          /* the one whose rights change, was in use at `end` */

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
  gboolean heard_late;   /* … has heard that it is connected */
} KcSoakFacts;

KcSoakVerdict kc_soak_judge (const KcSoakFacts *facts);
/* Whether an attempt that ended without knowing how the session did could not know it: `end` is as
 * far as the facts go. */
gboolean kc_soak_may_doubt (const KcSoakFacts *facts);
const char *kc_soak_verdict_to_string (KcSoakVerdict verdict);

G_END_DECLS
