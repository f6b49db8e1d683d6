/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-verdict.h"

#include "kc-attempt-facts.h"
#include "kc-session-start.h"

/* Between the last answer that was got and the look at the service: a few milliseconds of this
 * computer's, a hundred times as long in service time. */
#define RACE_MS 5000

static gboolean
was_told_over (const KcSoakFacts *facts)
{
  static const char *const knobs[] = {"next-poll", "next-stream"};

  if (facts->calm)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    if (kc_soak_plan_turns (facts->plan, knobs[i], "404")
        || kc_soak_plan_turns (facts->plan, knobs[i], "410"))
      return TRUE;

  return FALSE;
}

/* The list helps only someone who has seen it before the start, which does not wait for it long. */
static gboolean
list_helps (const KcSoakFacts *facts)
{
  return facts->plan->may_read && facts->truth->list_works
         && facts->opening_ms < KC_SESSION_START_LIST_MS
         && !kc_soak_plan_turns (facts->plan, "next-channels", NULL)
         && !kc_soak_plan_turns (facts->plan, "full-key", NULL);
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

/* The person was asked, or told, about this very channel. */
static gboolean
was_shown (const KcSoakFacts *facts)
{
  for (guint i = 0; facts->offered != NULL && i < facts->offered->len; i++)
    if (g_strcmp0 (kc_channel_get_id (g_ptr_array_index (facts->offered, i)),
                   facts->truth->channel_id)
        == 0)
      return TRUE;

  return FALSE;
}

/* Keebai said that a session is completed, without its channel, and another one's had come. */
static gboolean
is_anothers (const KcSoakFacts *facts)
{
  guint n_own = g_str_equal (facts->truth->state, "completed") ? 1 : 0;

  return facts->truth->n_completed - facts->before->n_completed > n_own;
}

/* A session that was left is only polled. */
static gboolean
is_mute (const KcSoakFacts *facts)
{
  return facts->plan->mode == KC_MODE_QR && kc_soak_plan_turns (facts->plan, "poll-qr", "off")
         && (facts->looked_after || !list_helps (facts));
}

/* It is connected, and that was not said. */
static KcSoakVerdict
excuse_missed (const KcSoakFacts *facts)
{
  if (facts->truth->ended > facts->truth->now - RACE_MS)
    return KC_SOAK_LATE;
  if (is_mute (facts))
    return KC_SOAK_MUTE;
  if (facts->calm || !(facts->looked_after || facts->may_ask_again))
    return KC_SOAK_WRONG;
  if (was_told_over (facts))
    return KC_SOAK_TOLD_OVER;

  return !facts->truth->poll_works && !list_helps (facts) ? KC_SOAK_UNREACHABLE : KC_SOAK_WRONG;
}

/* Something else was said of a session that came to nothing. */
static KcSoakVerdict
judge_nothing (const KcSoakFacts *facts, const char *state)
{
  gboolean over = g_str_equal (state, "expired") || g_str_equal (state, "failed");
  gboolean time_over = facts->lasted_ms >= facts->plan->expires_in * (gint64) 1000;

  switch (facts->state)
    {
    case KC_ATTEMPT_CANCELLED:
      return facts->cancelled_here || g_str_equal (state, "cancelled") ? KC_SOAK_TRUE
                                                                       : KC_SOAK_WRONG;
    case KC_ATTEMPT_EXPIRED:
      /* Keebai has one word for both when it is asked. When its time is over, a session that is
       * said to be pending is so for the milliseconds by which the service's timer is late. */
      if (over || (g_str_equal (state, "pending") && time_over))
        return KC_SOAK_TRUE;
      if (was_told_over (facts))
        return KC_SOAK_TOLD_OVER;
      if (g_str_equal (state, "finishing"))
        return time_over ? KC_SOAK_LATE : KC_SOAK_WRONG;
      if (is_mute (facts))
        return KC_SOAK_MUTE;
      /* Only the list answered, which has nothing new. The person cancelled it, and knows. */
      if (g_str_equal (state, "cancelled") && facts->may_succeed_late)
        return KC_SOAK_UNREACHABLE;
      return !facts->calm && !facts->truth->poll_works ? KC_SOAK_UNREACHABLE : KC_SOAK_WRONG;
    case KC_ATTEMPT_FAILED:
      if (g_str_equal (state, "failed") || (over && was_told_failed (facts)))
        return KC_SOAK_TRUE;
      if (facts->may_ask_again && is_mute (facts))
        return KC_SOAK_MUTE;
      return facts->may_ask_again && !facts->truth->poll_works ? KC_SOAK_UNREACHABLE
                                                               : KC_SOAK_WRONG;
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    case KC_ATTEMPT_CONNECTED:
    default:
      return KC_SOAK_WRONG;
    }
}

KcSoakVerdict
kc_soak_judge (const KcSoakFacts *facts)
{
  const KcSoakTruth *truth = facts->truth;
  gboolean is_there = truth->n_sessions > facts->before->n_sessions;
  const char *state = is_there ? truth->state : "";
  gboolean completed = g_str_equal (state, "completed");

  if (facts->dropped)
    return KC_SOAK_LEFT;

  if (facts->never_open)
    {
      if (facts->state != KC_ATTEMPT_FAILED && !facts->cancelled_here)
        return KC_SOAK_WRONG;
      return is_there ? KC_SOAK_UNANSWERED : KC_SOAK_TRUE;
    }

  if (facts->heard_late || facts->state == KC_ATTEMPT_CONNECTED)
    {
      if (facts->channel_id == NULL || g_strcmp0 (facts->channel_id, truth->channel_id) == 0)
        return completed ? KC_SOAK_TRUE : KC_SOAK_WRONG;
      return is_anothers (facts) ? KC_SOAK_ANOTHERS : KC_SOAK_WRONG;
    }

  /* "The time is up" is said only when it is. */
  if (facts->time_is_up
      && facts->lasted_ms + KC_ATTEMPT_FACTS_NEAR_END_MS < facts->plan->expires_in * (gint64) 1000)
    return KC_SOAK_WRONG;

  if (completed && was_shown (facts))
    return KC_SOAK_TRUE;

  return completed ? excuse_missed (facts) : judge_nothing (facts, state);
}

const char *
kc_soak_verdict_to_string (KcSoakVerdict verdict)
{
  static const char *const names[KC_SOAK_N_VERDICTS]
      = {"true",      "left here", "unanswered", "unreachable", "mute",
         "told over", "another's", "late",       "WRONG"};

  return names[verdict];
}
