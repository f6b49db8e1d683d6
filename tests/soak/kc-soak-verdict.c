/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-soak-verdict.h"

#include "kc-attempt-facts.h"
#include "kc-backoff.h"
#include "kc-late-completion.h"
#include "kc-outcome-check.h"
#include "kc-rate-limiter.h"
#include "kc-session-monitor.h"
#include "kc-session-start.h"

/* Between the last answer that arrived and the look at the service: a few milliseconds of real
 * time, a hundred times as long in service time. */
#define RACE_MS 5000
/* How long a fault can be an excuse: a request is given up after 30 s, and the next one may be due
 * a minute and a backoff later, if the key was slowed down. */
#define TROUBLE_MS                                                                                 \
  (KC_CLIENT_DEADLINE_MS + KC_RATE_LIMITER_SLOWEST_MS + KC_BACKOFF_CAP_MS + RACE_MS)
/* The same for an answer that the session is over: the list of channels may be waited for. */
#define TOLD_MS 150000
/* Confirming ends at most that long after Keebai was reached. */
#define LONG_SINCE_MS (KC_OUTCOME_CHECK_LIMIT_MS + 3 * RACE_MS)

static gboolean
is_state (const KcSoakTruth *truth, const char *state)
{
  return g_strcmp0 (truth->state, state) == 0;
}

static gboolean
is_there (const KcSoakFacts *facts)
{
  return facts->truth->n_sessions > facts->before->n_sessions;
}

static gboolean
was_served (const KcSoakFacts *facts, const char *knob, const char *value)
{
  return kc_soak_truth_count_faults (facts->truth, facts->before, knob, value, NULL) > 0;
}

/* By Keebai's clock. */
static gboolean
is_time_over (const KcSoakFacts *facts, gint64 tolerance_ms)
{
  return facts->end->now + RACE_MS + tolerance_ms >= facts->end->time_over;
}

static gboolean
is_key_in_trouble (const KcSoakFacts *facts)
{
  return facts->full_key && !facts->end->full_key_works;
}

/* A fault prevented asking not long before the end. */
static gboolean
was_in_trouble (const KcSoakFacts *facts)
{
  gint64 last;

  if (facts->undisturbed_ms < TROUBLE_MS)
    return TRUE;
  if (facts->calm)
    return FALSE;

  kc_soak_truth_count_faults (facts->end, facts->before, NULL, "", &last);

  return is_key_in_trouble (facts) || (last != 0 && facts->end->now - last < TROUBLE_MS);
}

/* The last poll before `at` was not answered correctly, or there could be none. */
static gboolean
was_last_poll_spoiled (const KcSoakFacts *facts, const KcSoakTruth *at)
{
  gint64 last;

  kc_soak_truth_count_faults (at, facts->before, "next-poll", "", &last);

  return !at->poll_works || (facts->full_key && !at->full_key_works)
         || (last != 0 && last >= at->polled);
}

/* Not long before `at`, the service said that the session is over although it was not: 404 twice,
 * because one does not count. In QR mode a single 410 counts, and so does an answer that cannot be
 * asked for again. */
static gboolean
was_told_over (const KcSoakFacts *facts, const KcSoakTruth *at)
{
  static const char *const knobs[] = {"next-poll", "next-stream"};
  static const char *const values[] = {"404", "410"};
  guint n_over = 0, n_gone = 0;
  gint64 newest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (knobs); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      {
        gint64 last;
        guint n = kc_soak_truth_count_faults (at, facts->before, knobs[i], values[j], &last);

        n_over += n;
        n_gone += j == 1 ? n : 0;
        newest = MAX (newest, last);
      }

  if (n_over == 0 || at->now - newest > TOLD_MS)
    return FALSE;
  if (facts->plan->mode == KC_MODE_QR
      && (kc_soak_plan_turns (facts->plan, "poll-qr", "off") || was_last_poll_spoiled (facts, at)))
    return TRUE;

  return n_over > 1
         || (facts->plan->mode == KC_MODE_QR && n_gone > 0 && at->now - newest > RACE_MS);
}

/* The list helps only if it was seen before the start, which does not wait long for it. */
static gboolean
list_helps (const KcSoakFacts *facts)
{
  return facts->plan->may_read && facts->start_ms < KC_SESSION_START_LIST_MS
         && facts->end->list_works && !is_key_in_trouble (facts)
         && !was_served (facts, "next-channels", "");
}

/* The stream said so, and that is all that can be known: to a poll, Keebai gives the same word for
 * a failed session and an expired one. */
static gboolean
was_told_failed (const KcSoakFacts *facts)
{
  return g_error_matches (facts->error, KC_ERROR, KC_ERROR_REFUSED)
         && kc_error_get_http_status (facts->error) == 0
         && kc_soak_plan_turns (facts->plan, "stream-end", "failed");
}

/* The person was asked or told about exactly this channel. */
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

/* Keebai was asked again after the session had ended, and nothing prevented that. */
static gboolean
has_heard (const KcSoakFacts *facts)
{
  const KcSoakTruth *end = facts->end;

  return end->ended != 0 && end->polled > end->ended && !was_last_poll_spoiled (facts, end)
         && facts->undisturbed_ms >= TROUBLE_MS && !facts->cancelled_here;
}

/* A session that was left is only polled. */
static gboolean
is_mute (const KcSoakFacts *facts)
{
  return facts->plan->mode == KC_MODE_QR && kc_soak_plan_turns (facts->plan, "poll-qr", "off")
         && (facts->looked_after || !list_helps (facts));
}

/* --- as far as the program knows, there was no session ---------------------------------------- */

static gboolean
was_surely_not_carried_out (const GError *error)
{
  guint status = kc_error_get_http_status (error);

  if (g_error_matches (error, KC_ERROR, KC_ERROR_GATEWAY))
    return status == 503 || (status >= 400 && status < 500);

  return g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED)
         || g_error_matches (error, KC_ERROR, KC_ERROR_MAINTENANCE)
         || (kc_error_is_transient (error) && !kc_error_was_sent (error));
}

/* The reason given for the failed start was really served, or really occurred. */
static gboolean
has_reason (const KcSoakFacts *facts)
{
  if (kc_error_locks_out (facts->error))
    return was_served (facts, "next-start", "401") || was_served (facts, "next-start", "403")
           || is_key_in_trouble (facts);
  if (kc_error_is_over (facts->error))
    return was_served (facts, "next-start", "404") || was_served (facts, "next-start", "410");

  return was_served (facts, "next-start", "") || facts->undisturbed_ms < TROUBLE_MS;
}

/* The service has opened one, but its answer came too late, or not at all. */
static gboolean
was_answer_lost (const KcSoakFacts *facts)
{
  return facts->cancelled_here || facts->undisturbed_ms < TROUBLE_MS
         || was_served (facts, "next-start", "lost") || was_served (facts, "next-start", "slow")
         || was_served (facts, "next-start", "delay");
}

static KcSoakVerdict
judge_unopened (const KcSoakFacts *facts)
{
  if (is_there (facts) && !was_answer_lost (facts))
    return KC_SOAK_WRONG;

  if (facts->state == KC_ATTEMPT_CANCELLED)
    {
      if (!facts->cancelled_here)
        return KC_SOAK_WRONG;
    }
  else if (facts->state != KC_ATTEMPT_FAILED || !has_reason (facts)
           || (was_surely_not_carried_out (facts->error)
               && facts->lasted_ms < KC_SESSION_START_LIMIT_MS))
    {
      return KC_SOAK_WRONG;
    }

  return is_there (facts) ? KC_SOAK_UNANSWERED : KC_SOAK_TRUE;
}

/* --- there was a session ---------------------------------------------------------------------- */

gboolean
kc_soak_may_doubt (const KcSoakFacts *facts)
{
  return was_in_trouble (facts) || is_mute (facts)
         || (facts->offered != NULL && is_state (facts->end, "finishing"));
}

/* It is connected, but the program did not say so. */
static KcSoakVerdict
excuse_missed (const KcSoakFacts *facts)
{
  /* After the last poll, and not long ago. */
  if (facts->truth->ended > facts->truth->polled - RACE_MS
      && facts->truth->now - facts->truth->ended < KC_LATE_COMPLETION_INTERVAL_MS + 2 * RACE_MS)
    return KC_SOAK_LATE;
  if (is_mute (facts))
    return KC_SOAK_MUTE;
  if (facts->calm_late || !(facts->looked_after || facts->may_ask_again))
    return KC_SOAK_WRONG;
  if (was_told_over (facts, facts->truth))
    return KC_SOAK_TOLD_OVER;

  return was_last_poll_spoiled (facts, facts->truth) || facts->undisturbed_late_ms < TROUBLE_MS
             ? KC_SOAK_UNREACHABLE
             : KC_SOAK_WRONG;
}

/* The program said that it is over, and nothing more. */
static KcSoakVerdict
judge_expired (const KcSoakFacts *facts)
{
  const KcSoakTruth *end = facts->end;

  /* To a poll, Keebai gives the same word for both. */
  if (is_state (end, "expired") || is_state (end, "failed"))
    return KC_SOAK_TRUE;
  /* The service's own timer may be late. */
  if (is_state (end, "pending") && is_time_over (facts, 0))
    return KC_SOAK_TRUE;
  if (is_state (end, "finishing") && is_time_over (facts, 0))
    return KC_SOAK_LATE;
  if (!facts->calm && was_told_over (facts, end))
    return KC_SOAK_TOLD_OVER;
  /* Only the list was answered, without a new channel; or the answer came just when the time was
   * up. */
  if (is_state (end, "cancelled") && facts->may_succeed_late
      && (was_last_poll_spoiled (facts, end) || end->now - end->polled < RACE_MS
          || facts->undisturbed_ms < TROUBLE_MS))
    return KC_SOAK_UNREACHABLE;

  return KC_SOAK_WRONG;
}

/* The session is open, but its stream was refused again and again: no code can be shown. */
static gboolean
was_stream_refused (const KcSoakFacts *facts)
{
  return g_error_matches (facts->error, KC_ERROR, KC_ERROR_NO_STREAM)
         && kc_soak_truth_count_faults (facts->end, facts->before, "next-stream", "404", NULL)
                    + kc_soak_truth_count_faults (facts->end, facts->before, "next-stream", "410",
                                                  NULL)
                >= KC_SESSION_MONITOR_MAX_REFUSALS;
}

static KcSoakVerdict
judge_failed (const KcSoakFacts *facts)
{
  if (is_state (facts->end, "failed")
      || (is_state (facts->end, "expired") && was_told_failed (facts)))
    return KC_SOAK_TRUE;
  if (was_stream_refused (facts))
    return KC_SOAK_TOLD_OVER;
  if (!facts->may_ask_again || !kc_soak_may_doubt (facts))
    return KC_SOAK_WRONG;
  if (is_mute (facts))
    return KC_SOAK_MUTE;

  return was_in_trouble (facts) ? KC_SOAK_UNREACHABLE : KC_SOAK_LATE;
}

static KcSoakVerdict
judge_end (const KcSoakFacts *facts)
{
  switch (facts->state)
    {
    case KC_ATTEMPT_CANCELLED:
      return facts->cancelled_here || is_state (facts->end, "cancelled") ? KC_SOAK_TRUE
                                                                         : KC_SOAK_WRONG;
    case KC_ATTEMPT_EXPIRED:
      return judge_expired (facts);
    case KC_ATTEMPT_FAILED:
      return judge_failed (facts);
    case KC_ATTEMPT_CONNECTED:
      return is_state (facts->end, "completed")
                     && (facts->channel_id == NULL
                         || g_strcmp0 (facts->channel_id, facts->end->channel_id) == 0)
                 ? KC_SOAK_TRUE
                 : KC_SOAK_WRONG;
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

KcSoakVerdict
kc_soak_judge (const KcSoakFacts *facts)
{
  gboolean completed = is_there (facts) && is_state (facts->truth, "completed");

  if (facts->dropped)
    return KC_SOAK_LEFT;
  if (facts->end == NULL)
    return KC_SOAK_WRONG;
  if (facts->never_open)
    return judge_unopened (facts);

  /* "The time is up" may be said, and a session renewed, only if it is. */
  if ((facts->time_is_up || facts->is_renewed)
      && !is_time_over (facts, KC_ATTEMPT_FACTS_NEAR_END_MS))
    return KC_SOAK_WRONG;

  /* If the result is known, there is no need for a question. */
  if (is_state (facts->end, "completed") && has_heard (facts)
      && (facts->state != KC_ATTEMPT_CONNECTED || facts->accepted))
    return KC_SOAK_WRONG;

  /* Nor may a session that has long been connected be called over: at most, the result is not
   * known. */
  if (is_state (facts->end, "completed") && facts->state == KC_ATTEMPT_EXPIRED
      && facts->end->now - facts->end->ended > LONG_SINCE_MS && !was_shown (facts)
      && !is_mute (facts) && !was_told_over (facts, facts->end))
    return KC_SOAK_WRONG;

  if (facts->heard_late)
    return completed
                   && (facts->channel_id == NULL
                       || g_strcmp0 (facts->channel_id, facts->truth->channel_id) == 0)
               ? KC_SOAK_TRUE
               : KC_SOAK_WRONG;

  if (completed && facts->state != KC_ATTEMPT_CONNECTED)
    return was_shown (facts) ? KC_SOAK_TRUE : excuse_missed (facts);

  return judge_end (facts);
}

const char *
kc_soak_verdict_to_string (KcSoakVerdict verdict)
{
  static const char *const names[KC_SOAK_N_VERDICTS]
      = {"true", "left here", "unanswered", "unreachable", "mute", "told over", "late", "WRONG"};

  return names[verdict];
}
