/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcNumberQueue: several numbers, one after the other, one session at a time. Owned by the
 * controller, which lets it follow each attempt.
 *
 * Scenario: the person fills the list (kc_number_queue_get_list ()) and chooses a number of it
 * (kc_number_queue_choose ()). The attempts that start from then on are for that number: how each
 * ends is noted in the list, until another one or none is chosen, or an attempt for none of them
 * starts. An attempt that continues a session of an earlier run is known by the session.
 *
 * What was connected need not be the number whose turn it was: another phone scanned, or another
 * number was entered. Then the place of that number in the list is the one that is connected, if it
 * has one, and the number whose turn it was still waits (KC_LISTED_OTHER). If Keebai says only
 * later which number it was, the list is corrected then.
 */

#pragma once

#include "kc-after-care.h"
#include "kc-late-sessions.h"
#include "kc-number-list.h"

G_BEGIN_DECLS

#define KC_TYPE_NUMBER_QUEUE (kc_number_queue_get_type ())
G_DECLARE_FINAL_TYPE (KcNumberQueue, kc_number_queue, KC, NUMBER_QUEUE, GObject)

/* Property, read-only, notified on change only:
 *   chosen (int): kc_number_queue_get_chosen ()
 */

KcNumberQueue *kc_number_queue_new (KcLateSessions *late_sessions, KcAfterCare *after_care);

/* Where the list is kept from now on; before anything else. Without it, as in practice, it lasts
 * for this run. */
void kc_number_queue_set_file (KcNumberQueue *self, KcNumberFile *file);
KcNumberList *kc_number_queue_get_list (KcNumberQueue *self);

/* `attempt` is about to start; NULL: how the one before ends is not noted, for the program closes.
 */
void kc_number_queue_follow (KcNumberQueue *self, KcAttempt *attempt);

/* The number that the next attempts are for, by its place in the list; -1: none. */
void kc_number_queue_choose (KcNumberQueue *self, int index);
int kc_number_queue_get_chosen (KcNumberQueue *self);
/* The number that an attempt for this session was made for; -1: none. */
int kc_number_queue_find_session (KcNumberQueue *self, const char *session_id);

/* The one whose turn it is: the chosen one if it waits, the next that waits after it, else the
 * first that waits; -1: none waits. */
int kc_number_queue_find_next (KcNumberQueue *self);
/* For a number that waits because another one was connected in its turn: the place of that one; -1:
 * it is none of the list. */
int kc_number_queue_find_instead (KcNumberQueue *self, guint index);

guint kc_number_queue_count (KcNumberQueue *self, KcListedState state);
/* How many wait for their turn, or for it to come again. */
guint kc_number_queue_count_waiting (KcNumberQueue *self);
/* Whether one waits, or was not connected. */
gboolean kc_number_queue_is_unfinished (KcNumberQueue *self);

/* How many numbers the hourly limit of a key allows in an hour, if nothing else uses the key. In
 * the browser a session is asked for every 5 s, which leaves less for each number. */
guint kc_number_queue_get_hourly (KcMode mode);

G_END_DECLS
