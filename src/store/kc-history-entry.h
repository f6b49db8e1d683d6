/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHistoryEntry: one attempt that has ended, as it is remembered on this computer. No secrets: no
 * key, no link, no code.
 */

#pragma once

#include "kc-session.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KcOutcome:
 * @KC_OUTCOME_CONNECTED: a number was connected
 * @KC_OUTCOME_CANCELLED: here or in the browser
 * @KC_OUTCOME_EXPIRED: its time was over
 * @KC_OUTCOME_FAILED: it was refused or went wrong
 * @KC_OUTCOME_UNKNOWN: nobody could be asked how it ended
 */
typedef enum {
  KC_OUTCOME_CONNECTED,
  KC_OUTCOME_CANCELLED,
  KC_OUTCOME_EXPIRED,
  KC_OUTCOME_FAILED,
  KC_OUTCOME_UNKNOWN,
} KcOutcome;

/* The nicks are the words of the file. */
#define KC_TYPE_OUTCOME (kc_outcome_get_type ())
GType kc_outcome_get_type (void);

#define KC_TYPE_HISTORY_ENTRY (kc_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (KcHistoryEntry, kc_history_entry, KC, HISTORY_ENTRY, GObject)

/* `time` is when it ended, in seconds since 1970. The texts are copied, cut to 200 characters, and
 * may be NULL. */
KcHistoryEntry *kc_history_entry_new (gint64 time,
                                      KcMode mode,
                                      KcOutcome outcome,
                                      const char *name,
                                      const char *phone_number,
                                      const char *channel_id);

/* Why it ended without a number and what a report says of it, before it is added. `reason` and
 * `error` are words of whoever records it; `report` is cut to KC_HISTORY_ENTRY_MAX_REPORT bytes.
 * All are copied, and may be NULL. */
#define KC_HISTORY_ENTRY_MAX_REPORT 1400
void kc_history_entry_set_end (KcHistoryEntry *self,
                               const char *reason,
                               const char *error,
                               const char *report);

gint64 kc_history_entry_get_time (KcHistoryEntry *self);
KcMode kc_history_entry_get_mode (KcHistoryEntry *self);
KcOutcome kc_history_entry_get_outcome (KcHistoryEntry *self);
/* Borrowed; NULL if it is not known. */
const char *kc_history_entry_get_name (KcHistoryEntry *self);
const char *kc_history_entry_get_phone_number (KcHistoryEntry *self);
const char *kc_history_entry_get_channel_id (KcHistoryEntry *self);
const char *kc_history_entry_get_reason (KcHistoryEntry *self);
const char *kc_history_entry_get_error (KcHistoryEntry *self);
const char *kc_history_entry_get_report (KcHistoryEntry *self);

/* For KcRecordsClass. */
void kc_history_entry_write (gconstpointer record, JsonBuilder *builder);
gpointer kc_history_entry_read (JsonObject *object);

G_END_DECLS
