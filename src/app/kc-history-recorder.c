/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history-recorder.h"

#include "kc-app-hold.h"
#include "kc-enum.h"
#include "kc-report.h"
#include "kc-result-text.h"

#include <string.h>

/* A line is short; the record of an attempt that takes hours is cut. */
#define MAX_LINES 200
/* Bytes of it that the history keeps: a report is longer by a few hundred. */
#define MAX_KEPT 900

struct _KcHistoryRecorder {
  GObject parent_instance;

  KcHistory *history;
  KcClock *clock;
  GSignalGroup *attempt_signals;
  gint64 start_ms; /* when the attempt began */
  GString *timeline;
  guint n_lines;
  KcHistoryEntry *entry; /* of this attempt, once it has ended */
};

G_DEFINE_FINAL_TYPE (KcHistoryRecorder, kc_history_recorder, G_TYPE_OBJECT)

/* While the person is asked whether a new channel is theirs, the result is not known. */
static KcResultReason
get_reason (KcAttempt *attempt)
{
  return kc_result_text_find_offered (attempt, NULL) != NULL ? KC_RESULT_REASON_NOT_KNOWN
                                                             : kc_result_reason_find (attempt);
}

/* `channel` and `number` may be NULL. */
static KcHistoryEntry *
create_entry (const KcConnectRequest *request,
              KcOutcome outcome,
              KcChannel *channel,
              const char *number)
{
  const char *name = request->name;

  if (channel != NULL && kc_channel_get_name (channel) != NULL)
    name = kc_channel_get_name (channel);
  if (number == NULL && channel != NULL)
    number = kc_channel_get_phone_number (channel);

  return kc_history_entry_new (g_get_real_time () / G_USEC_PER_SEC, request->mode, outcome, name,
                               number, channel != NULL ? kc_channel_get_id (channel) : NULL);
}

/* Its last lines, from where they all fit. */
static const char *
get_tail (const char *timeline)
{
  const gsize length = strlen (timeline);
  const char *newline;

  if (length <= MAX_KEPT)
    return timeline;

  newline = strchr (timeline + length - MAX_KEPT, '\n');

  return newline != NULL ? newline + 1 : "";
}

static void
record_attempt (KcHistoryRecorder *self, KcAttempt *attempt)
{
  const gboolean is_connected = kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED;
  const KcResultReason reason = is_connected ? KC_RESULT_REASON_TROUBLE : get_reason (attempt);
  const GError *error = kc_attempt_get_error (attempt);
  g_autofree char *report = kc_report_new (attempt, get_tail (self->timeline->str), NULL);
  g_autoptr (KcHistoryEntry) entry
      = create_entry (kc_attempt_get_request (attempt),
                      is_connected ? KC_OUTCOME_CONNECTED : kc_result_actions_get (reason)->outcome,
                      kc_attempt_get_channel (attempt), kc_attempt_get_phone_number (attempt));

  kc_history_entry_set_end (entry,
                            is_connected ? NULL
                                         : kc_enum_get_nick (KC_TYPE_RESULT_REASON, (int) reason),
                            !is_connected && error != NULL && error->domain == KC_ERROR
                                ? kc_enum_get_nick (KC_TYPE_ERROR, error->code)
                                : NULL,
                            report);
  if (self->entry != NULL)
    kc_history_replace (self->history, self->entry, entry);
  else
    kc_history_add (self->history, entry);
  g_set_object (&self->entry, entry);
}

static void
add_line (KcHistoryRecorder *self, KcAttempt *attempt)
{
  gint64 now = kc_clock_get_now (self->clock);

  if (self->n_lines++ >= MAX_LINES)
    return;

  g_string_append_printf (self->timeline, "%" G_GINT64_FORMAT " s  %s",
                          (now - self->start_ms) / 1000,
                          kc_enum_get_nick (KC_TYPE_ATTEMPT_STATE,
                                            (int) kc_attempt_get_state (attempt)));
  if (kc_attempt_get_connectivity (attempt) != KC_CONNECTIVITY_LIVE)
    g_string_append_printf (self->timeline, ", %s",
                            kc_enum_get_nick (KC_TYPE_CONNECTIVITY,
                                              (int) kc_attempt_get_connectivity (attempt)));
  if (kc_attempt_get_key_wanted (attempt))
    g_string_append (self->timeline, ", another key wanted");
  g_string_append_c (self->timeline, '\n');
}

static void
on_attempt_changed_cb (KcHistoryRecorder *self, GParamSpec *pspec, KcAttempt *attempt)
{
  g_assert (KC_IS_HISTORY_RECORDER (self));

  add_line (self, attempt);
}

/* … or the person has said that a channel is theirs. */
static void
on_attempt_ended_cb (KcHistoryRecorder *self, KcAttempt *attempt)
{
  g_assert (KC_IS_HISTORY_RECORDER (self));

  record_attempt (self, attempt);
}

/* The person has said that no channel is theirs. */
static void
on_new_channels_changed_cb (KcHistoryRecorder *self, GParamSpec *pspec, KcAttempt *attempt)
{
  g_assert (KC_IS_HISTORY_RECORDER (self));

  if (self->entry != NULL)
    record_attempt (self, attempt);
}

/* A session whose result is shown becomes an attempt of its own. */
static void
on_late_sessions_finished_in_background_cb (KcHistoryRecorder *self, const KcLateSession *late)
{
  g_autoptr (KcHistoryEntry) entry = NULL;

  g_assert (KC_IS_HISTORY_RECORDER (self));

  entry = create_entry (late->request, KC_OUTCOME_CONNECTED, late->channel, NULL);
  kc_history_add (self->history, entry);
}

static void
kc_history_recorder_dispose (GObject *object)
{
  KcHistoryRecorder *self = KC_HISTORY_RECORDER (object);

  g_clear_object (&self->attempt_signals);

  G_OBJECT_CLASS (kc_history_recorder_parent_class)->dispose (object);
}

static void
kc_history_recorder_finalize (GObject *object)
{
  KcHistoryRecorder *self = KC_HISTORY_RECORDER (object);

  g_clear_object (&self->history);
  g_clear_object (&self->entry);
  g_clear_object (&self->clock);
  g_string_free (self->timeline, TRUE);

  G_OBJECT_CLASS (kc_history_recorder_parent_class)->finalize (object);
}

static void
kc_history_recorder_class_init (KcHistoryRecorderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kc_history_recorder_dispose;
  object_class->finalize = kc_history_recorder_finalize;
}

static void
kc_history_recorder_init (KcHistoryRecorder *self)
{
  self->timeline = g_string_new (NULL);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_attempt_changed_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::connectivity",
                                  G_CALLBACK (on_attempt_changed_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::key-wanted",
                                  G_CALLBACK (on_attempt_changed_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::new-channels",
                                  G_CALLBACK (on_new_channels_changed_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "finished",
                                  G_CALLBACK (on_attempt_ended_cb), self);
  g_signal_group_connect_swapped (self->attempt_signals, "accepted",
                                  G_CALLBACK (on_attempt_ended_cb), self);
}

KcHistoryRecorder *
kc_history_recorder_new (KcLateSessions *late_sessions, KcClock *clock)
{
  g_autoptr (KcHistory) history = kc_history_new_in_memory ();
  KcHistoryRecorder *self;

  g_return_val_if_fail (KC_IS_LATE_SESSIONS (late_sessions), NULL);
  g_return_val_if_fail (KC_IS_CLOCK (clock), NULL);

  self = g_object_new (KC_TYPE_HISTORY_RECORDER, NULL);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (late_sessions, "finished-in-background",
                           G_CALLBACK (on_late_sessions_finished_in_background_cb), self,
                           G_CONNECT_SWAPPED);
  kc_history_recorder_set_history (self, history);

  return self;
}

void
kc_history_recorder_set_history (KcHistoryRecorder *self, KcHistory *history)
{
  g_return_if_fail (KC_IS_HISTORY_RECORDER (self));
  g_return_if_fail (KC_IS_HISTORY (history));

  g_set_object (&self->history, history);
  kc_app_hold_follow_records (KC_RECORDS (history));
  kc_records_load (KC_RECORDS (history));
}

void
kc_history_recorder_follow (KcHistoryRecorder *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_HISTORY_RECORDER (self));
  g_return_if_fail (attempt == NULL || KC_IS_ATTEMPT (attempt));

  g_clear_object (&self->entry);
  g_string_truncate (self->timeline, 0);
  self->n_lines = 0;
  self->start_ms = kc_clock_get_now (self->clock);
  g_signal_group_set_target (self->attempt_signals, attempt);
  if (attempt != NULL)
    add_line (self, attempt);
}

void
kc_history_recorder_close (KcHistoryRecorder *self)
{
  g_autoptr (KcAttempt) attempt = NULL;

  g_return_if_fail (KC_IS_HISTORY_RECORDER (self));

  attempt = g_signal_group_dup_target (self->attempt_signals);
  if (attempt != NULL && kc_attempt_get_session (attempt) != NULL)
    g_signal_group_set_target (self->attempt_signals, NULL);
}

KcHistory *
kc_history_recorder_get_history (KcHistoryRecorder *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_RECORDER (self), NULL);

  return self->history;
}

const char *
kc_history_recorder_get_timeline (KcHistoryRecorder *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_RECORDER (self), NULL);

  return self->timeline->str;
}
