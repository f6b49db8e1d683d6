/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-verdict.h"

#include "kc-confirm.h"
#include "kc-last-word.h"
#include "kc-opening.h"

/* Between the last answer that an attempt got and the look at the service: a few milliseconds of
 * this computer's, a hundred times as long in service time. */
#define RACE_MS 5000

static gboolean
was_told_over (const KcSoakPlan *plan)
{
  static const char *const knobs[] = {"next-poll", "next-stream"};

  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    if (kc_soak_plan_turns (plan, knobs[i], "404") || kc_soak_plan_turns (plan, knobs[i], "410"))
      return TRUE;

  return FALSE;
}

/* The list helps only someone who has seen it before the start, which does not wait for it long. */
static gboolean
list_helps (const KcSoakFacts *facts)
{
  return facts->plan->may_read && !facts->other_key && facts->truth->list_works
         && facts->opening_ms < KC_OPENING_LIST_MS
         && !kc_soak_plan_turns (facts->plan, "next-channels", NULL);
}

/* The stream said so, which is all that can be known: asked by a poll, Keebai has one word for a
 * session that failed and one that expired. */
static gboolean
was_told_failed (const KcSoakFacts *facts)
{
  return g_error_matches (facts->error, KC_ERROR, KC_ERROR_REFUSED)
         && kc_error_get_http_status (facts->error) == 0
         && kc_soak_plan_turns (facts->plan, "stream-end", "failed");
}

/* Until a moment ago the service did not answer polls. */
static gboolean
polls_were_spoiled (const KcSoakFacts *facts)
{
  /* Confirming asks at least twice, but no more than that if it is met with silence. */
  if (!facts->truth->poll_works || facts->n_spoiled >= 2)
    return TRUE;

  for (guint i = 0; i < facts->plan->acts->len; i++)
    {
      const KcSoakAct *act = g_ptr_array_index (facts->plan->acts, i);

      if (act->kind == KC_SOAK_KNOB && g_str_equal (act->name, "next-poll") && *act->value == '\0'
          && act->at_ms <= facts->lasted_ms && act->at_ms > facts->lasted_ms - KC_CONFIRM_LIMIT_MS)
        return TRUE;
    }

  return FALSE;
}

static KcSoakVerdict
excuse (const KcSoakFacts *facts)
{
  gboolean completed = g_str_equal (facts->truth->state, "completed");

  if (completed && facts->truth->ended > facts->truth->now - RACE_MS)
    return KC_SOAK_LATE;
  /* Or it ended while confirming, when our own clock had run out: the last answer may have been
   * before that. It is looked after then. */
  if (completed && facts->may_succeed_late
      && facts->lasted_ms - (facts->truth->now - facts->truth->ended)
             > facts->plan->expires_in * (gint64) 1000)
    return KC_SOAK_LATE;
  if (completed && list_helps (facts))
    return KC_SOAK_WRONG;
  if (kc_error_locks_out (facts->error))
    return KC_SOAK_LOCKED_OUT;
  if (facts->state == KC_ATTEMPT_FAILED)
    return facts->may_ask_again && polls_were_spoiled (facts) ? KC_SOAK_UNREACHABLE : KC_SOAK_WRONG;
  /* Only the list was to be had, and the key may not read it, or had not seen it before. */
  if (completed && polls_were_spoiled (facts) && facts->may_succeed_late)
    return KC_SOAK_UNREACHABLE;
  if (g_str_equal (facts->truth->state, "finishing"))
    return KC_SOAK_LATE;
  if (!completed && was_told_over (facts->plan))
    return KC_SOAK_TOLD_OVER;
  if (g_str_equal (facts->truth->state, "cancelled") && polls_were_spoiled (facts))
    return KC_SOAK_UNREACHABLE;

  return KC_SOAK_WRONG;
}

/* A channel of the list names no session. If one of a session before this comes late, and this one
 * has no clear word, it is taken for this one's. */
static gboolean
is_anothers (const KcSoakFacts *facts)
{
  guint n_own = g_str_equal (facts->truth->state, "completed") ? 1 : 0;

  return facts->last == KC_ATTEMPT_CONFIRMING
         && facts->truth->n_completed - facts->before->n_completed > n_own;
}

KcSoakVerdict
kc_soak_judge (const KcSoakFacts *facts)
{
  const KcSoakTruth *truth = facts->truth;
  const char *state = truth->state != NULL ? truth->state : "";

  if (facts->state == KC_ATTEMPT_CANCELLED && kc_soak_plan_has (facts->plan, KC_SOAK_CANCEL_HERE))
    return KC_SOAK_LEFT;

  if (facts->last == KC_ATTEMPT_STARTING)
    {
      if (facts->state != KC_ATTEMPT_FAILED)
        return KC_SOAK_WRONG;
      return truth->n_sessions == facts->before->n_sessions ? KC_SOAK_TRUE : KC_SOAK_UNANSWERED;
    }

  switch (facts->state)
    {
    case KC_ATTEMPT_CONNECTED:
      if (facts->channel_id == NULL || g_strcmp0 (facts->channel_id, truth->channel_id) == 0)
        return g_str_equal (state, "completed") ? KC_SOAK_TRUE : KC_SOAK_WRONG;
      return is_anothers (facts) ? KC_SOAK_ANOTHERS : KC_SOAK_WRONG;
    case KC_ATTEMPT_CANCELLED:
      return g_str_equal (state, "cancelled") ? KC_SOAK_TRUE : KC_SOAK_WRONG;
    case KC_ATTEMPT_EXPIRED:
      /* Keebai has one word for both when it is asked. When its time is over, a session that is
       * said to be pending is so for the milliseconds by which the service's timer is late. */
      if (g_str_equal (state, "expired") || g_str_equal (state, "failed"))
        return KC_SOAK_TRUE;
      if (g_str_equal (state, "pending") && facts->lasted_ms >= facts->plan->expires_in * 1000)
        return KC_SOAK_TRUE;
      return excuse (facts);
    case KC_ATTEMPT_FAILED:
      /* "Nobody knows" is true of nothing that could be known. */
      if (facts->may_ask_again)
        return excuse (facts);
      if (g_str_equal (state, "failed")
          || (g_str_equal (state, "expired") && was_told_failed (facts)))
        return KC_SOAK_TRUE;
      return excuse (facts);
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    default:
      return KC_SOAK_WRONG;
    }
}

const char *
kc_soak_verdict_to_string (KcSoakVerdict verdict)
{
  static const char *const names[KC_SOAK_N_VERDICTS]
      = {"true",        "left here", "unanswered", "locked out", "told over",
         "unreachable", "another's", "late",       "WRONG"};

  return names[verdict];
}
