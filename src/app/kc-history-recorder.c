/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history-recorder.h"

#include "kc-app-hold.h"
#include "kc-enum.h"

/* A line is short; the record of an attempt that takes hours is cut. */
#define MAX_LINES 200

struct _KcHistoryRecorder {
  GObject parent_instance;

  KcHistory *history;
  KcClock *clock;
  GSignalGroup *attempt_signals;
  gint64 start_ms; /* when the attempt began */
  GString *timeline;
  guint n_lines;
};

G_DEFINE_FINAL_TYPE (KcHistoryRecorder, kc_history_recorder, G_TYPE_OBJECT)

static KcOutcome
get_outcome (KcAttempt *attempt)
{
  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_CONNECTED:
      return KC_OUTCOME_CONNECTED;
    case KC_ATTEMPT_CANCELLED:
      return KC_OUTCOME_CANCELLED;
    case KC_ATTEMPT_EXPIRED:
      return KC_OUTCOME_EXPIRED;
    case KC_ATTEMPT_FAILED:
      return kc_attempt_may_ask_again (attempt) ? KC_OUTCOME_UNKNOWN : KC_OUTCOME_FAILED;
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    default:
      return KC_OUTCOME_UNKNOWN;
    }
}

/* `channel` and `number` may be NULL. */
static void
record (KcHistoryRecorder *self,
        const KcConnectRequest *request,
        KcOutcome outcome,
        KcChannel *channel,
        const char *number)
{
  const char *name = request->name;
  g_autoptr (KcHistoryEntry) entry = NULL;

  if (channel != NULL && kc_channel_get_name (channel) != NULL)
    name = kc_channel_get_name (channel);
  if (number == NULL && channel != NULL)
    number = kc_channel_get_phone_number (channel);
  entry = kc_history_entry_new (g_get_real_time () / G_USEC_PER_SEC, request->mode, outcome, name,
                                number, channel != NULL ? kc_channel_get_id (channel) : NULL);
  kc_history_add (self->history, entry);
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

  record (self, kc_attempt_get_request (attempt), get_outcome (attempt),
          kc_attempt_get_channel (attempt), kc_attempt_get_phone_number (attempt));
}

/* A session whose result is shown becomes an attempt of its own. */
static void
on_late_sessions_finished_in_background_cb (KcHistoryRecorder *self, const KcLateSession *late)
{
  g_assert (KC_IS_HISTORY_RECORDER (self));

  record (self, late->request, KC_OUTCOME_CONNECTED, late->channel, NULL);
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

  g_string_truncate (self->timeline, 0);
  self->n_lines = 0;
  self->start_ms = kc_clock_get_now (self->clock);
  g_signal_group_set_target (self->attempt_signals, attempt);
  if (attempt != NULL)
    add_line (self, attempt);
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
