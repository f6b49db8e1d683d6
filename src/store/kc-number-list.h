/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNumberList: the names or numbers that the person wants to connect one after the other, and how
 * far each has come; kept over restarts. No secrets.
 */

#pragma once

#include "kc-records.h"

G_BEGIN_DECLS

#define KC_NUMBER_LIST_MAX 50

/**
 * KcListedState:
 * @KC_LISTED_WAITING: its turn has not come; or it has, and the session was not finished
 * @KC_LISTED_NOW: an attempt for it runs
 * @KC_LISTED_CONNECTED: connected
 * @KC_LISTED_NOT_CONNECTED: an attempt for it has ended otherwise
 * @KC_LISTED_SKIPPED: the person left it out
 * @KC_LISTED_OTHER: another number was connected in its turn; this one still waits
 */
typedef enum {
  KC_LISTED_WAITING,
  KC_LISTED_NOW,
  KC_LISTED_CONNECTED,
  KC_LISTED_NOT_CONNECTED,
  KC_LISTED_SKIPPED,
  KC_LISTED_OTHER,
} KcListedState;

#define KC_TYPE_LISTED_STATE (kc_listed_state_get_type ())
GType kc_listed_state_get_type (void);

typedef struct {
  char *text; /* the name or number, as the person wrote it */
  KcListedState state;
  char *session_id;   /* of the last session for it; NULL: there was none */
  char *channel_id;   /* CONNECTED; NULL if Keebai did not tell */
  char *phone_number; /* CONNECTED, OTHER: what was connected; NULL if Keebai did not tell */
  char *reason;       /* NOT_CONNECTED: the heading of the result, as it was shown; or NULL */
} KcListedNumber;

#define KC_TYPE_LISTED_NUMBER (kc_listed_number_get_type ())
GType kc_listed_number_get_type (void) G_GNUC_CONST;
KcListedNumber *kc_listed_number_new (const char *text);
KcListedNumber *kc_listed_number_copy (const KcListedNumber *self);
void kc_listed_number_free (KcListedNumber *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcListedNumber, kc_listed_number_free)

/* The file of one address. */
#define KC_TYPE_NUMBER_FILE (kc_number_file_get_type ())
G_DECLARE_FINAL_TYPE (KcNumberFile, kc_number_file, KC, NUMBER_FILE, KcRecordFile)

#define KC_TYPE_NUMBER_LIST (kc_number_list_get_type ())
G_DECLARE_FINAL_TYPE (KcNumberList, kc_number_list, KC, NUMBER_LIST, KcRecords)

/* Signal:
 *   merged (GArray places): the file was read after numbers had been added. `places` (int) has for
 *     each of those the place that it has now; -1: there was no room for it
 */

KcNumberList *kc_number_list_new (void);

guint kc_number_list_get_length (KcNumberList *self);
/* Borrowed, until the next change. */
const KcListedNumber *kc_number_list_get (KcNumberList *self, guint index);

/* At the end, WAITING; nothing once there are KC_NUMBER_LIST_MAX. `texts`: char *. */
void kc_number_list_add (KcNumberList *self, GPtrArray *texts);

/* The texts may be NULL and are copied. Nothing is written if nothing changes. */
void kc_number_list_set_state (KcNumberList *self,
                               guint index,
                               KcListedState state,
                               const char *phone_number,
                               const char *reason);
void kc_number_list_set_session (KcNumberList *self, guint index, const char *session_id);
void kc_number_list_set_channel (KcNumberList *self, guint index, const char *channel_id);

G_END_DECLS
