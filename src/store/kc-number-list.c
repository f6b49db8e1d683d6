/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-number-list.h"

#include "kc-enum.h"
#include "kc-json.h"

struct _KcNumberFile {
  KcRecordFile parent_instance;
};

struct _KcNumberList {
  KcRecords parent_instance;
};

G_DEFINE_FINAL_TYPE (KcNumberFile, kc_number_file, KC_TYPE_RECORD_FILE)
G_DEFINE_FINAL_TYPE (KcNumberList, kc_number_list, KC_TYPE_RECORDS)
G_DEFINE_BOXED_TYPE (KcListedNumber, kc_listed_number, kc_listed_number_copy, kc_listed_number_free)
G_DEFINE_ENUM_TYPE (KcListedState,
                    kc_listed_state,
                    G_DEFINE_ENUM_VALUE (KC_LISTED_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (KC_LISTED_NOW, "now"),
                    G_DEFINE_ENUM_VALUE (KC_LISTED_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (KC_LISTED_NOT_CONNECTED, "not-connected"),
                    G_DEFINE_ENUM_VALUE (KC_LISTED_SKIPPED, "skipped"),
                    G_DEFINE_ENUM_VALUE (KC_LISTED_OTHER, "other"))

enum { MERGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- one number ------------------------------------------------------------------------------ */

KcListedNumber *
kc_listed_number_new (const char *text)
{
  KcListedNumber *self = g_new0 (KcListedNumber, 1);

  self->text = g_strdup (text);

  return self;
}

KcListedNumber *
kc_listed_number_copy (const KcListedNumber *self)
{
  KcListedNumber *copy = kc_listed_number_new (self->text);

  copy->state = self->state;
  copy->session_id = g_strdup (self->session_id);
  copy->channel_id = g_strdup (self->channel_id);
  copy->phone_number = g_strdup (self->phone_number);
  copy->reason = g_strdup (self->reason);

  return copy;
}

void
kc_listed_number_free (KcListedNumber *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->session_id);
  g_free (self->channel_id);
  g_free (self->phone_number);
  g_free (self->reason);
  g_free (self);
}

static void
write_number (gconstpointer record, JsonBuilder *builder)
{
  const KcListedNumber *number = record;

  kc_records_add_string (builder, "text", number->text);
  kc_records_add_string (builder, "state",
                         kc_enum_get_nick (KC_TYPE_LISTED_STATE, (int) number->state));
  kc_records_add_string (builder, "session_id", number->session_id);
  kc_records_add_string (builder, "channel_id", number->channel_id);
  kc_records_add_string (builder, "phone_number", number->phone_number);
  kc_records_add_string (builder, "reason", number->reason);
}

static gpointer
read_number (JsonObject *object)
{
  const char *text = kc_json_peek_string (object, "text", KC_RECORDS_MAX_TEXT);
  int state
      = kc_enum_parse (KC_TYPE_LISTED_STATE,
                       kc_json_peek_string (object, "state", KC_RECORDS_MAX_TEXT), KC_LISTED_NOW);
  KcListedNumber *number;

  if (text == NULL || *text == '\0')
    return NULL;

  number = kc_listed_number_new (text);
  /* The program ended in the middle of it. If the session is still there, it can be resumed. */
  if (state != KC_LISTED_NOW)
    number->state = (KcListedState) state;
  number->session_id = g_strdup (kc_json_peek_string (object, "session_id", KC_RECORDS_MAX_TEXT));
  number->channel_id = g_strdup (kc_json_peek_string (object, "channel_id", KC_RECORDS_MAX_TEXT));
  number->phone_number
      = g_strdup (kc_json_peek_string (object, "phone_number", KC_RECORDS_MAX_TEXT));
  number->reason = g_strdup (kc_json_peek_string (object, "reason", KC_RECORDS_MAX_TEXT));

  return number;
}

/* --- the file -------------------------------------------------------------------------------- */

static void
kc_number_file_class_init (KcNumberFileClass *klass)
{
  KcRecordFileClass *file_class = KC_RECORD_FILE_CLASS (klass);

  file_class->stem = "numbers";
  file_class->member = "numbers";
}

static void
kc_number_file_init (KcNumberFile *self)
{
}

/* --- the list -------------------------------------------------------------------------------- */

static int
find_text (GPtrArray *numbers, const char *text)
{
  for (guint i = 0; i < numbers->len; i++)
    {
      const KcListedNumber *number = g_ptr_array_index (numbers, i);

      if (g_str_equal (number->text, text))
        return (int) i;
    }

  return -1;
}

/* Adds a copy of the number and returns its place; -1: there is no room for it. A text that is
 * there already keeps its place, and what has happened to it meanwhile is newer. */
static int
put (GPtrArray *numbers, const KcListedNumber *number)
{
  int place = find_text (numbers, number->text);

  if (place < 0 && numbers->len >= KC_NUMBER_LIST_MAX)
    return -1;
  if (place < 0)
    {
      g_ptr_array_add (numbers, kc_listed_number_copy (number));
      return (int) numbers->len - 1;
    }

  if (number->state != KC_LISTED_WAITING)
    {
      kc_listed_number_free (g_ptr_array_index (numbers, place));
      g_ptr_array_index (numbers, place) = kc_listed_number_copy (number);
    }

  return place;
}

/* What was added before the file was read comes after it. */
static void
kc_number_list_merge (KcRecords *records, GPtrArray *loaded)
{
  GPtrArray *numbers = kc_records_get_all (records);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < numbers->len; i++)
    {
      int place = put (loaded, g_ptr_array_index (numbers, i));

      g_array_append_val (places, place);
    }
  g_ptr_array_set_size (numbers, 0);
  g_ptr_array_extend_and_steal (numbers, g_ptr_array_ref (loaded));
  g_signal_emit (records, signals[MERGED], 0, places);
}

static void
kc_number_list_class_init (KcNumberListClass *klass)
{
  KcRecordsClass *records_class = KC_RECORDS_CLASS (klass);

  records_class->max = KC_NUMBER_LIST_MAX;
  records_class->free_record = (GDestroyNotify) kc_listed_number_free;
  records_class->write_record = write_number;
  records_class->read_record = read_number;
  records_class->merge = kc_number_list_merge;

  signals[MERGED] = g_signal_new ("merged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
}

static void
kc_number_list_init (KcNumberList *self)
{
}

static KcListedNumber *
get (KcNumberList *self, guint index)
{
  GPtrArray *numbers = kc_records_get_all (KC_RECORDS (self));

  g_return_val_if_fail (index < numbers->len, NULL);

  return g_ptr_array_index (numbers, index);
}

KcNumberList *
kc_number_list_new (void)
{
  return g_object_new (KC_TYPE_NUMBER_LIST, NULL);
}

guint
kc_number_list_get_length (KcNumberList *self)
{
  g_return_val_if_fail (KC_IS_NUMBER_LIST (self), 0);

  return kc_records_get_all (KC_RECORDS (self))->len;
}

const KcListedNumber *
kc_number_list_get (KcNumberList *self, guint index)
{
  g_return_val_if_fail (KC_IS_NUMBER_LIST (self), NULL);

  return get (self, index);
}

void
kc_number_list_add (KcNumberList *self, GPtrArray *texts)
{
  GPtrArray *numbers;

  g_return_if_fail (KC_IS_NUMBER_LIST (self));
  g_return_if_fail (texts != NULL);

  numbers = kc_records_get_all (KC_RECORDS (self));
  for (guint i = 0; i < texts->len && numbers->len < KC_NUMBER_LIST_MAX; i++)
    g_ptr_array_add (numbers, kc_listed_number_new (g_ptr_array_index (texts, i)));
  kc_records_note_change (KC_RECORDS (self));
}

void
kc_number_list_set_state (KcNumberList *self,
                          guint index,
                          KcListedState state,
                          const char *phone_number,
                          const char *reason)
{
  KcListedNumber *number;

  g_return_if_fail (KC_IS_NUMBER_LIST (self));

  number = get (self, index);
  if (number->state == state && g_strcmp0 (number->phone_number, phone_number) == 0
      && g_strcmp0 (number->reason, reason) == 0)
    return;

  number->state = state;
  g_free (number->phone_number);
  number->phone_number = g_strdup (phone_number);
  g_free (number->reason);
  number->reason = g_strdup (reason);
  kc_records_note_change (KC_RECORDS (self));
}

static void
set_string (KcNumberList *self, char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  kc_records_note_change (KC_RECORDS (self));
}

void
kc_number_list_set_session (KcNumberList *self, guint index, const char *session_id)
{
  g_return_if_fail (KC_IS_NUMBER_LIST (self));

  set_string (self, &get (self, index)->session_id, session_id);
}

void
kc_number_list_set_channel (KcNumberList *self, guint index, const char *channel_id)
{
  g_return_if_fail (KC_IS_NUMBER_LIST (self));

  set_string (self, &get (self, index)->channel_id, channel_id);
}
