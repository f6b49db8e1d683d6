/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-history-entry.h"

#include "kc-enum.h"
#include "kc-json.h"
#include "kc-record-json.h"

#include <string.h>

#define MAX_CHARACTERS 200
/* In UTF-8 a character has four bytes at most. */
#define MAX_BYTES (4 * MAX_CHARACTERS)
/* The year 9999, beyond which no time can be shown. */
#define MAX_TIME G_GINT64_CONSTANT (253402300799)

struct _KcHistoryEntry {
  GObject parent_instance;

  gint64 time;
  KcMode mode;
  KcOutcome outcome;
  char *name;
  char *phone_number;
  char *channel_id;
  char *reason;
  char *error;
  char *report;
};

G_DEFINE_ENUM_TYPE (KcOutcome,
                    kc_outcome,
                    G_DEFINE_ENUM_VALUE (KC_OUTCOME_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (KC_OUTCOME_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (KC_OUTCOME_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (KC_OUTCOME_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (KC_OUTCOME_UNKNOWN, "unknown"))
G_DEFINE_FINAL_TYPE (KcHistoryEntry, kc_history_entry, G_TYPE_OBJECT)

static char *
copy_text (const char *text)
{
  if (text == NULL || *text == '\0')
    return NULL;
  if (g_utf8_strlen (text, -1) <= MAX_CHARACTERS)
    return g_strdup (text);

  return g_utf8_substring (text, 0, MAX_CHARACTERS);
}

static void
kc_history_entry_finalize (GObject *object)
{
  KcHistoryEntry *self = KC_HISTORY_ENTRY (object);

  g_free (self->name);
  g_free (self->phone_number);
  g_free (self->channel_id);
  g_free (self->reason);
  g_free (self->error);
  g_free (self->report);

  G_OBJECT_CLASS (kc_history_entry_parent_class)->finalize (object);
}

static void
kc_history_entry_class_init (KcHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_history_entry_finalize;
}

static void
kc_history_entry_init (KcHistoryEntry *self)
{
}

KcHistoryEntry *
kc_history_entry_new (gint64 time,
                      KcMode mode,
                      KcOutcome outcome,
                      const char *name,
                      const char *phone_number,
                      const char *channel_id)
{
  KcHistoryEntry *self = g_object_new (KC_TYPE_HISTORY_ENTRY, NULL);

  self->time = CLAMP (time, 0, MAX_TIME);
  self->mode = mode;
  self->outcome = outcome;
  self->name = copy_text (name);
  self->phone_number = copy_text (phone_number);
  self->channel_id = copy_text (channel_id);

  return self;
}

void
kc_history_entry_set_end (KcHistoryEntry *self,
                          const char *reason,
                          const char *error,
                          const char *report)
{
  g_return_if_fail (KC_IS_HISTORY_ENTRY (self));

  g_free (self->reason);
  self->reason = copy_text (reason);
  g_free (self->error);
  self->error = copy_text (error);
  g_free (self->report);
  self->report = report != NULL
                     ? g_utf8_make_valid (report, strnlen (report, KC_HISTORY_ENTRY_MAX_REPORT))
                     : NULL;
}

gint64
kc_history_entry_get_time (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), 0);

  return self->time;
}

KcMode
kc_history_entry_get_mode (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), KC_MODE_EMBEDDED_SIGNUP);

  return self->mode;
}

KcOutcome
kc_history_entry_get_outcome (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), KC_OUTCOME_UNKNOWN);

  return self->outcome;
}

const char *
kc_history_entry_get_name (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), NULL);

  return self->name;
}

const char *
kc_history_entry_get_phone_number (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), NULL);

  return self->phone_number;
}

const char *
kc_history_entry_get_channel_id (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), NULL);

  return self->channel_id;
}

const char *
kc_history_entry_get_reason (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), NULL);

  return self->reason;
}

const char *
kc_history_entry_get_error (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), NULL);

  return self->error;
}

const char *
kc_history_entry_get_report (KcHistoryEntry *self)
{
  g_return_val_if_fail (KC_IS_HISTORY_ENTRY (self), NULL);

  return self->report;
}

void
kc_history_entry_write (gconstpointer record, JsonBuilder *builder)
{
  const KcHistoryEntry *self = record;

  json_builder_set_member_name (builder, "time");
  json_builder_add_int_value (builder, self->time);
  kc_record_json_add_string (builder, "mode", kc_enum_get_nick (KC_TYPE_MODE, (int) self->mode));
  kc_record_json_add_string (builder, "outcome",
                             kc_enum_get_nick (KC_TYPE_OUTCOME, (int) self->outcome));
  kc_record_json_add_string (builder, "name", self->name);
  kc_record_json_add_string (builder, "phone_number", self->phone_number);
  kc_record_json_add_string (builder, "channel_id", self->channel_id);
  kc_record_json_add_string (builder, "reason", self->reason);
  kc_record_json_add_string (builder, "error", self->error);
  kc_record_json_add_string (builder, "report", self->report);
}

gpointer
kc_history_entry_read (JsonObject *object)
{
  const char *mode = kc_json_peek_string (object, "mode", MAX_BYTES);
  int outcome
      = kc_enum_parse (KC_TYPE_OUTCOME, kc_json_peek_string (object, "outcome", MAX_BYTES), -1);
  KcHistoryEntry *entry;
  gint64 time;

  if (mode == NULL || outcome < 0 || !kc_json_get_int (object, "time", 0, MAX_TIME, &time, NULL))
    return NULL;

  entry
      = kc_history_entry_new (time,
                              (KcMode) kc_enum_parse (KC_TYPE_MODE, mode, KC_MODE_EMBEDDED_SIGNUP),
                              (KcOutcome) outcome, kc_json_peek_string (object, "name", MAX_BYTES),
                              kc_json_peek_string (object, "phone_number", MAX_BYTES),
                              kc_json_peek_string (object, "channel_id", MAX_BYTES));
  kc_history_entry_set_end (entry, kc_json_peek_string (object, "reason", MAX_BYTES),
                            kc_json_peek_string (object, "error", MAX_BYTES),
                            kc_json_peek_string (object, "report", KC_HISTORY_ENTRY_MAX_REPORT));

  return entry;
}
