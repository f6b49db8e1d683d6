/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcHistoryRecorder: adds to the history how each attempt ended, and each session that was left and
 * is connected after all. Keeps a timeline of the latest attempt for a report (kc-report). Owned by
 * the controller.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-history.h"
#include "kc-late-sessions.h"

G_BEGIN_DECLS

#define KC_TYPE_HISTORY_RECORDER (kc_history_recorder_get_type ())
G_DECLARE_FINAL_TYPE (KcHistoryRecorder, kc_history_recorder, KC, HISTORY_RECORDER, GObject)

/* Its history lasts for this run (see kc_history_recorder_set_history ()). */
KcHistoryRecorder *kc_history_recorder_new (KcLateSessions *late_sessions, KcClock *clock);

/* Reads `history`, and writes to it from now on. Call this first. */
void kc_history_recorder_set_history (KcHistoryRecorder *self, KcHistory *history);

/* Follows this attempt from now on; NULL: none. */
void kc_history_recorder_follow (KcHistoryRecorder *self, KcAttempt *attempt);
/* Before the program stops an attempt that nobody asked to stop: its session, if it has one, stays
 * open, and how it ends is not known yet. */
void kc_history_recorder_close (KcHistoryRecorder *self);

/* Borrowed. */
KcHistory *kc_history_recorder_get_history (KcHistoryRecorder *self);

/* The states of the latest attempt, one a line: "12 s  scanning, retrying". Empty without an
 * attempt. Borrowed. */
const char *kc_history_recorder_get_timeline (KcHistoryRecorder *self);

G_END_DECLS
