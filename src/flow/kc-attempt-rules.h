/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-attempt-rules: what an attempt does about a piece of news. Pure: takes the situation of the
 * attempt and the news, returns one step. kc-verdict decides what is said after the server was
 * asked.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-session-monitor.h"

G_BEGIN_DECLS

typedef struct {
  KcMode mode;
  KcAttemptState state;    /* STARTING to CONFIRMING */
  KcAttemptState fallback; /* CONFIRMING: the state if the server has no final word */
  gboolean time_left;      /* by our own clock */
  gboolean key_wanted;
  gboolean may_compare; /* the channels before the session are known */
} KcSituation;

/**
 * KcStepKind:
 * @KC_STEP_NONE: nothing
 * @KC_STEP_ENTER: the attempt enters `state`
 * @KC_STEP_CONFIRM: CONFIRMING, from the beginning, with `state` to fall back to
 * @KC_STEP_FALL_BACK: CONFIRMING continues, with `state` to fall back to
 * @KC_STEP_AWAIT_LINKING: LINKING continues, and its timeout starts again
 * @KC_STEP_WANT_KEY: the session waits for another key
 */
typedef enum {
  KC_STEP_NONE,
  KC_STEP_ENTER,
  KC_STEP_CONFIRM,
  KC_STEP_FALL_BACK,
  KC_STEP_AWAIT_LINKING,
  KC_STEP_WANT_KEY,
} KcStepKind;

typedef struct {
  KcStepKind kind;
  KcAttemptState state;
} KcStep;

KcStep kc_attempt_rules_take (const KcSituation *situation, const KcNews *news);

G_END_DECLS
