/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAfterCare: the state of the channels that were connected here lately. A new connection may not
 * last: the name may still be under review, and the phone may log the connection out.
 *
 * Keebai is asked once, KC_AFTER_CARE_DELAY_MS after a success (three requests, not while the key
 * is short of them). At the next start nothing is asked on its account: it reads the list that the
 * first page loads anyway (kc_after_care_take_query ()). A channel is cared for until it was found
 * active in a later run of the program, was dismissed, or is KC_AFTER_CARE_DAYS old.
 */

#pragma once

#include "kc-channel-notes.h"
#include "kc-channel-query.h"
#include "kc-key-manager.h"
#include "kc-late-sessions.h"
#include "kc-presets.h"

G_BEGIN_DECLS

#define KC_AFTER_CARE_DELAY_MS 30000
#define KC_AFTER_CARE_DAYS 7

/**
 * KcAfterCareState:
 * @KC_AFTER_CARE_NOT_SEEN: not looked at since it was connected, or not in the list of another key
 * @KC_AFTER_CARE_ACTIVE: connected and active
 * @KC_AFTER_CARE_NOT_ACTIVE: connected, not active yet or any more
 * @KC_AFTER_CARE_GONE: disconnected, or not in the company's list any more
 */
typedef enum {
  KC_AFTER_CARE_NOT_SEEN,
  KC_AFTER_CARE_ACTIVE,
  KC_AFTER_CARE_NOT_ACTIVE,
  KC_AFTER_CARE_GONE,
} KcAfterCareState;

#define KC_TYPE_AFTER_CARE_STATE (kc_after_care_state_get_type ())
GType kc_after_care_state_get_type (void);

#define KC_TYPE_AFTER_CARE (kc_after_care_get_type ())
G_DECLARE_FINAL_TYPE (KcAfterCare, kc_after_care, KC, AFTER_CARE, GObject)

/* Signals:
 *   changed (): a channel is in another state, or there are other channels
 *   number-told (string id, string phone_number): Keebai names the number of a channel that it did
 * not name when it was connected
 */

/* Notes what is connected, by the attempts that it follows and by `late_sessions`, in memory. */
KcAfterCare *
kc_after_care_new (KcKeyManager *key_manager, KcLateSessions *late_sessions, KcClock *clock);

/* Where that is noted from now on; before anything else. */
void kc_after_care_set_file (KcAfterCare *self, KcChannelFile *file);
KcChannelNotes *kc_after_care_get_notes (KcAfterCare *self);

/* Notes the channel that `attempt` connects; replaces the earlier attempt. */
void kc_after_care_follow (KcAfterCare *self, KcAttempt *attempt);

/* The list was loaded, for whatever reason. */
void kc_after_care_take_query (KcAfterCare *self, KcChannelQuery *query);

/* The notes of the channels in whose state there is news, newest first; free the array, whose notes
 * are borrowed until ::changed. */
GPtrArray *kc_after_care_get_news (KcAfterCare *self);
KcAfterCareState kc_after_care_get_state (KcAfterCare *self, const char *channel_id);

/* The person has read it. A channel that was not active is looked at again at the next start. */
void kc_after_care_dismiss (KcAfterCare *self, const char *channel_id);

/* What to ask for to connect a channel of that kind again: the same way, under the same name;
 * without a name, a phone gets the number that it had here. The rest is as `presets` have it.
 * `name` and `phone_number` may be NULL.
 */
KcConnectRequest *kc_after_care_create_request (const KcPresets *presets,
                                                KcChannelKind kind,
                                                const char *name,
                                                const char *phone_number);

/* Stops asking, for good. */
void kc_after_care_stop (KcAfterCare *self);

G_END_DECLS
