/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-facts.h"

#include <string.h>

void
kc_attempt_facts_clear (KcAttemptFacts *self)
{
  g_clear_pointer (&self->request, kc_connect_request_free);
  g_clear_pointer (&self->session, kc_session_free);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_pointer (&self->new_channels, g_ptr_array_unref);
  g_clear_object (&self->channel);
  g_clear_pointer (&self->phone_number, g_free);
  g_clear_pointer (&self->push_name, g_free);
  g_clear_pointer (&self->server_reason, g_free);
  g_clear_error (&self->error);
  g_clear_error (&self->no_stream);
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

void
kc_attempt_facts_set_error (KcAttemptFacts *self, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
}

/* `reason` is what the stream said, in words that Keebai does not document; or NULL. */
static gboolean
is_about_time (const char *reason)
{
  static const char *const words[] = {"expir", "timeout", "time-out", "time out", "timed out"};
  g_autofree char *folded = reason != NULL ? g_ascii_strdown (reason, -1) : NULL;

  for (gsize i = 0; folded != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

static void
remember (KcAttemptFacts *self, const KcNews *news, gint64 left_ms)
{
  switch (news->kind)
    {
    case KC_NEWS_CODE:
      self->scanned = FALSE;
      break;
    case KC_NEWS_LINKING:
      self->scanned = TRUE;
      break;
    case KC_NEWS_CONNECTED:
      set_text (&self->phone_number, news->phone_number);
      set_text (&self->push_name, news->push_name);
      g_set_object (&self->channel, news->channel);
      break;
    case KC_NEWS_FAILED:
      set_text (&self->server_reason, news->reason);
      /* Keebai's codes may run out before the time that it named. */
      self->failed_at_end = left_ms <= KC_ATTEMPT_FACTS_NEAR_END_MS
                            || (!self->scanned && is_about_time (news->reason));
      break;
    case KC_NEWS_NO_STREAM:
      g_clear_error (&self->no_stream);
      self->no_stream
          = kc_error_new_full (KC_ERROR_NO_STREAM, kc_error_get_http_status (news->error), -1,
                               kc_error_get_server_code (news->error),
                               kc_error_get_server_message (news->error), NULL,
                               "the event stream was refused again and again");
      self->failed_at_end = left_ms <= KC_ATTEMPT_FACTS_NEAR_END_MS;
      break;
    case KC_NEWS_EXPIRED:
      self->word = KC_SESSION_EXPIRED;
      break;
    case KC_NEWS_CANCELLED:
      self->word = KC_SESSION_CANCELLED;
      break;
    case KC_NEWS_OVER:
    case KC_NEWS_LOCKED_OUT:
    case KC_NEWS_SILENT:
    case KC_NEWS_TIME_OVER:
      break;
    }
}

KcStep
kc_attempt_facts_take_news (KcAttemptFacts *self, const KcNews *news, gint64 left_ms)
{
  const KcSituation situation = {
      .mode = self->session->mode,
      .state = self->state,
      .fallback = self->fallback,
      .time_left = left_ms > 0,
      .key_wanted = self->key_wanted,
      .may_compare = self->before != NULL,
  };
  const KcStep step = kc_attempt_rules_take (&situation, news);

  remember (self, news, left_ms);

  return step;
}

KcOutcomeCheckFlags
kc_attempt_facts_get_check_flags (const KcAttemptFacts *self, gint64 left_ms)
{
  /* A session is not polled after a final word. */
  if (self->fallback == KC_ATTEMPT_CONNECTED || self->word != KC_SESSION_PENDING)
    return 0;

  /* The session may be called over only if Keebai could be asked. */
  if (self->fallback == KC_ATTEMPT_EXPIRED
      || (self->fallback == KC_ATTEMPT_SCANNING && left_ms <= 0)
      || (self->fallback == KC_ATTEMPT_FAILED && self->failed_at_end))
    return KC_OUTCOME_CHECK_SESSION | KC_OUTCOME_CHECK_KEEP_TRYING;

  return KC_OUTCOME_CHECK_SESSION;
}

/* FAILED, but not by the error of a request. */
static GError *
create_error (KcAttemptFacts *self)
{
  if (self->may_ask_again)
    return g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, "nothing has followed the scan");

  return kc_error_new_full (KC_ERROR_REFUSED, 0, -1, NULL, self->server_reason, NULL,
                            self->word == KC_SESSION_CANCELLED
                                ? "Keebai said that the session was cancelled"
                                : "the event stream said that linking has failed");
}

KcAttemptState
kc_attempt_facts_conclude (KcAttemptFacts *self,
                           const KcFindings *findings,
                           gint64 left_ms,
                           const GError *trouble)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) began
      = g_date_time_add (now, (left_ms - self->session->expires_in * (gint64) 1000) * 1000);
  const KcVerdictInput input = {
      .mode = self->session->mode,
      .fallback = self->fallback,
      .word = self->word,
      .failed_at_end = self->failed_at_end,
      .time_left = left_ms > 0,
      .scanned = self->scanned,
      .name = self->request->name,
      .began = began,
      .no_stream = self->no_stream,
      .turned_away = self->error,
  };
  KcVerdict verdict = kc_verdict_reach (&input, findings);
  g_autoptr (GError) error = NULL;

  if (findings->word != KC_SESSION_PENDING)
    self->word = findings->word;
  g_set_object (&self->channel, verdict.channel);
  self->may_ask_again = verdict.may_ask_again;
  self->may_succeed_late = verdict.may_succeed_late;
  kc_attempt_facts_drop_new_channels (self);
  if (verdict.new_channels != KC_NEW_CHANNELS_NONE)
    self->new_channels = g_ptr_array_ref (findings->new_channels);
  self->new_channels_are = verdict.new_channels;

  if (verdict.state == KC_ATTEMPT_FAILED)
    {
      /* The connection trouble says more than the outcome check, which could not ask. */
      if (verdict.error != NULL && verdict.error == findings->trouble && trouble != NULL)
        error = g_error_copy (trouble);
      else
        error = verdict.error != NULL ? g_error_copy (verdict.error) : create_error (self);
    }
  kc_attempt_facts_set_error (self, error);

  return verdict.state;
}

gboolean
kc_attempt_facts_accept_channel (KcAttemptFacts *self, KcChannel *channel)
{
  if (self->new_channels_are != KC_NEW_CHANNELS_OFFERED || !kc_channel_get_active (channel)
      || !g_ptr_array_find (self->new_channels, channel, NULL))
    return FALSE;

  g_set_object (&self->channel, channel);
  g_clear_error (&self->error);
  self->may_ask_again = FALSE;
  self->may_succeed_late = FALSE;
  kc_attempt_facts_drop_new_channels (self);

  return TRUE;
}

void
kc_attempt_facts_drop_new_channels (KcAttemptFacts *self)
{
  self->new_channels_are = KC_NEW_CHANNELS_NONE;
  g_clear_pointer (&self->new_channels, g_ptr_array_unref);
}
