/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-number-queue.h"

#include "kc-app-hold.h"
#include "kc-number-lines.h"
#include "kc-rate-limiter.h"
#include "kc-result-text.h"
#include "kc-session-monitor.h"

/* The requests for one number, besides polls: the list of channels before it, and three for each
 * look of the first page and of the after-care; the start, and the stream. */
#define REQUESTS_PER_NUMBER 8
#define POLL_MS 5000

struct _KcNumberQueue {
  GObject parent_instance;

  KcNumberList *list;
  GSignalGroup *attempt_signals;
  int chosen;
  int current; /* the entry that the attempt is for, or -1 */
};

G_DEFINE_FINAL_TYPE (KcNumberQueue, kc_number_queue, G_TYPE_OBJECT)

enum { PROP_0, PROP_CHOSEN, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
set_chosen (KcNumberQueue *self, int index)
{
  if (self->chosen == index)
    return;

  self->chosen = index;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

/* Whether the number of that place is known to be `phone_number`: it says so, or it was connected
 * as that. */
static gboolean
is_number (KcNumberQueue *self, guint index, const char *phone_number)
{
  const KcListedNumber *number = kc_number_list_get (self->list, index);

  return kc_number_lines_compare (number->text, phone_number) == KC_NUMBER_MATCH_SAME
         || (number->state == KC_LISTED_CONNECTED && number->phone_number != NULL
             && kc_number_lines_compare (number->phone_number, phone_number)
                    == KC_NUMBER_MATCH_SAME);
}

/* The place of `phone_number`, which was connected in the turn of the number at `index`; -1: it is
 * none of the list. A name can be any number that is not another one's. */
static int
find_connected (KcNumberQueue *self, guint index, const char *phone_number)
{
  KcNumberMatch match
      = kc_number_lines_compare (kc_number_list_get (self->list, index)->text, phone_number);

  if (match == KC_NUMBER_MATCH_SAME)
    return (int) index;
  for (guint i = 0; i < kc_number_list_get_length (self->list); i++)
    {
      if (i != index && is_number (self, i, phone_number))
        return (int) i;
    }

  return match == KC_NUMBER_MATCH_UNKNOWN ? (int) index : -1;
}

static void
set_connected (KcNumberQueue *self, guint index, const char *phone_number, const char *channel_id)
{
  kc_number_list_set_channel (self->list, index, channel_id);
  kc_number_list_set_state (self->list, index, KC_LISTED_CONNECTED, phone_number, NULL);
}

/* Something was connected in the turn of the number at `index`. Both texts may be NULL. */
static void
note_connected (KcNumberQueue *self, guint index, const char *phone_number, const char *channel_id)
{
  int connected = phone_number != NULL ? find_connected (self, index, phone_number) : (int) index;

  if (connected == (int) index)
    {
      set_connected (self, index, phone_number, channel_id);
      return;
    }

  if (connected >= 0)
    set_connected (self, (guint) connected, phone_number, channel_id);
  kc_number_list_set_channel (self->list, index, NULL);
  kc_number_list_set_state (self->list, index, KC_LISTED_OTHER, phone_number, NULL);
}

static void
note_end (KcNumberQueue *self, KcAttempt *attempt)
{
  g_autoptr (KcErrorText) text = kc_result_text_new (attempt);

  /* The error has nothing to do with the number: it was not tried. */
  if (g_error_matches (kc_attempt_get_error (attempt), KC_ERROR, KC_ERROR_RATE_LIMITED))
    kc_number_list_set_state (self->list, (guint) self->current, KC_LISTED_WAITING, NULL, NULL);
  else
    kc_number_list_set_state (self->list, (guint) self->current, KC_LISTED_NOT_CONNECTED, NULL,
                              text->title);
}

static void
on_attempt_state_notified_cb (KcNumberQueue *self, GParamSpec *pspec, KcAttempt *attempt)
{
  const KcSession *session = kc_attempt_get_session (attempt);
  KcChannel *channel = kc_attempt_get_channel (attempt);

  g_assert (KC_IS_NUMBER_QUEUE (self));

  if (self->current < 0)
    return;

  if (session != NULL)
    kc_number_list_set_session (self->list, (guint) self->current, session->session_id);
  if (kc_attempt_get_state (attempt) == KC_ATTEMPT_CONNECTED)
    note_connected (self, (guint) self->current, kc_attempt_get_phone_number (attempt),
                    channel != NULL ? kc_channel_get_id (channel) : NULL);
  else if (kc_attempt_state_is_terminal (kc_attempt_get_state (attempt)))
    note_end (self, attempt);
  else
    kc_number_list_set_state (self->list, (guint) self->current, KC_LISTED_NOW, NULL, NULL);
}

/* Keebai had not said which number was connected. */
static void
on_after_care_number_told_cb (KcNumberQueue *self, const char *channel_id, const char *phone_number)
{
  g_assert (KC_IS_NUMBER_QUEUE (self));

  for (guint i = 0; i < kc_number_list_get_length (self->list); i++)
    {
      const KcListedNumber *number = kc_number_list_get (self->list, i);

      if (number->state == KC_LISTED_CONNECTED && number->phone_number == NULL
          && g_strcmp0 (number->channel_id, channel_id) == 0)
        note_connected (self, i, phone_number, channel_id);
    }
}

/* A running attempt does not belong to any number of the next list. */
static void
on_list_changed_cb (KcNumberQueue *self)
{
  g_assert (KC_IS_NUMBER_QUEUE (self));

  if (kc_number_list_get_length (self->list) > 0)
    return;

  self->current = -1;
  set_chosen (self, -1);
}

static int
get_place (GArray *places, int before)
{
  return before >= 0 && before < (int) places->len ? g_array_index (places, int, before) : -1;
}

/* The file was read after a number was chosen. */
static void
on_list_merged_cb (KcNumberQueue *self, GArray *places)
{
  g_assert (KC_IS_NUMBER_QUEUE (self));

  self->current = get_place (places, self->current);
  set_chosen (self, get_place (places, self->chosen));
}

/* Something else is on the screen. */
static void
on_late_sessions_finished_in_background_cb (KcNumberQueue *self, const KcLateSession *late)
{
  int index = kc_number_queue_find_session (self, late->session->session_id);

  g_assert (KC_IS_NUMBER_QUEUE (self));

  if (index >= 0)
    note_connected (self, (guint) index,
                    late->channel != NULL ? kc_channel_get_phone_number (late->channel) : NULL,
                    late->channel != NULL ? kc_channel_get_id (late->channel) : NULL);
}

static void
kc_number_queue_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_CHOSEN)
    g_value_set_int (value, KC_NUMBER_QUEUE (object)->chosen);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kc_number_queue_finalize (GObject *object)
{
  KcNumberQueue *self = KC_NUMBER_QUEUE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->attempt_signals);

  G_OBJECT_CLASS (kc_number_queue_parent_class)->finalize (object);
}

static void
kc_number_queue_class_init (KcNumberQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kc_number_queue_get_property;
  object_class->finalize = kc_number_queue_finalize;

  properties[PROP_CHOSEN]
      = g_param_spec_int ("chosen", NULL, NULL, -1, KC_NUMBER_LIST_MAX - 1, -1,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kc_number_queue_init (KcNumberQueue *self)
{
  self->chosen = -1;
  self->current = -1;
  self->list = kc_number_list_new ();
  kc_app_hold_follow_records (KC_RECORDS (self->list));
  g_signal_connect_object (self->list, "changed", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "merged", G_CALLBACK (on_list_merged_cb), self,
                           G_CONNECT_SWAPPED);
  self->attempt_signals = g_signal_group_new (KC_TYPE_ATTEMPT);
  g_signal_group_connect_swapped (self->attempt_signals, "notify::state",
                                  G_CALLBACK (on_attempt_state_notified_cb), self);
}

KcNumberQueue *
kc_number_queue_new (KcLateSessions *late_sessions, KcAfterCare *after_care)
{
  KcNumberQueue *self;

  g_return_val_if_fail (KC_IS_AFTER_CARE (after_care), NULL);
  g_return_val_if_fail (KC_IS_LATE_SESSIONS (late_sessions), NULL);

  self = g_object_new (KC_TYPE_NUMBER_QUEUE, NULL);
  g_signal_connect_object (late_sessions, "finished-in-background",
                           G_CALLBACK (on_late_sessions_finished_in_background_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (after_care, "number-told", G_CALLBACK (on_after_care_number_told_cb),
                           self, G_CONNECT_SWAPPED);

  return self;
}

void
kc_number_queue_set_file (KcNumberQueue *self, KcNumberFile *file)
{
  g_return_if_fail (KC_IS_NUMBER_QUEUE (self));

  kc_records_set_file (KC_RECORDS (self->list), KC_RECORD_FILE (file));
}

KcNumberList *
kc_number_queue_get_list (KcNumberQueue *self)
{
  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (self), NULL);

  return self->list;
}

/* -1: it is for none of them. */
static int
find_for (KcNumberQueue *self, KcAttempt *attempt)
{
  const KcSession *session = kc_attempt_get_session (attempt);
  const KcListedNumber *chosen;
  int index = session != NULL ? kc_number_queue_find_session (self, session->session_id) : -1;

  if (index >= 0 || self->chosen < 0)
    return index;

  chosen = kc_number_list_get (self->list, (guint) self->chosen);
  /* An earlier session of the same number was finished after all. */
  if (session != NULL && g_strcmp0 (kc_attempt_get_request (attempt)->name, chosen->text) != 0)
    return -1;

  return chosen->state != KC_LISTED_CONNECTED ? self->chosen : -1;
}

void
kc_number_queue_follow (KcNumberQueue *self, KcAttempt *attempt)
{
  g_return_if_fail (KC_IS_NUMBER_QUEUE (self));
  g_return_if_fail (attempt == NULL || KC_IS_ATTEMPT (attempt));

  self->current = attempt != NULL ? find_for (self, attempt) : -1;
  /* Pages name the number that is chosen: none, beside an attempt for none of them. */
  if (attempt != NULL)
    set_chosen (self, self->current);
  g_signal_group_set_target (self->attempt_signals, attempt);
}

void
kc_number_queue_choose (KcNumberQueue *self, int index)
{
  g_return_if_fail (KC_IS_NUMBER_QUEUE (self));
  g_return_if_fail (index < (int) kc_number_list_get_length (self->list));

  set_chosen (self, index);
}

int
kc_number_queue_get_chosen (KcNumberQueue *self)
{
  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (self), -1);

  return self->chosen;
}

int
kc_number_queue_find_session (KcNumberQueue *self, const char *session_id)
{
  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (self), -1);
  g_return_val_if_fail (session_id != NULL, -1);

  for (guint i = 0; i < kc_number_list_get_length (self->list); i++)
    {
      if (g_strcmp0 (kc_number_list_get (self->list, i)->session_id, session_id) == 0)
        return (int) i;
    }

  return -1;
}

static gboolean
is_waiting (const KcListedNumber *number)
{
  return number->state == KC_LISTED_WAITING || number->state == KC_LISTED_OTHER;
}

int
kc_number_queue_find_next (KcNumberQueue *self)
{
  guint length;
  guint first;

  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (self), -1);

  length = kc_number_list_get_length (self->list);
  first = (guint) MAX (self->chosen, 0);
  for (guint i = 0; i < length; i++)
    {
      guint index = (first + i) % length;

      if (is_waiting (kc_number_list_get (self->list, index)))
        return (int) index;
    }

  return -1;
}

int
kc_number_queue_find_instead (KcNumberQueue *self, guint index)
{
  const KcListedNumber *number;

  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (self), -1);

  number = kc_number_list_get (self->list, index);
  for (guint i = 0; number->state == KC_LISTED_OTHER && i < kc_number_list_get_length (self->list);
       i++)
    {
      const KcListedNumber *other = kc_number_list_get (self->list, i);

      if (other->state == KC_LISTED_CONNECTED && is_number (self, i, number->phone_number))
        return (int) i;
    }

  return -1;
}

guint
kc_number_queue_count (KcNumberQueue *self, KcListedState state)
{
  guint n = 0;

  g_return_val_if_fail (KC_IS_NUMBER_QUEUE (self), 0);

  for (guint i = 0; i < kc_number_list_get_length (self->list); i++)
    n += kc_number_list_get (self->list, i)->state == state;

  return n;
}

guint
kc_number_queue_count_waiting (KcNumberQueue *self)
{
  return kc_number_queue_count (self, KC_LISTED_WAITING)
         + kc_number_queue_count (self, KC_LISTED_OTHER);
}

gboolean
kc_number_queue_is_unfinished (KcNumberQueue *self)
{
  return kc_number_queue_find_next (self) >= 0 || kc_number_queue_count (self, KC_LISTED_NOW) > 0
         || kc_number_queue_count (self, KC_LISTED_NOT_CONNECTED) > 0;
}

guint
kc_number_queue_get_hourly (KcMode mode)
{
  const guint interval_ms = mode == KC_MODE_QR ? KC_SESSION_MONITOR_SLOW_MS : POLL_MS;

  return (KC_RATE_LIMITER_PER_HOUR - 60 * 60 * 1000 / interval_ms) / REQUESTS_PER_NUMBER;
}
