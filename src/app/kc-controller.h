/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcController: what the program decides, for the window and the terminal alike: which attempt
 * runs, and what happens to one that was abandoned. It owns no widget. Pages read it, call it and
 * listen to its properties; what they need to know about the key they ask KcKeyManager.
 */

#pragma once

#include "kc-after-care.h"
#include "kc-attempt.h"
#include "kc-auto-renewal.h"
#include "kc-history-recorder.h"
#include "kc-key-manager.h"
#include "kc-late-sessions.h"
#include "kc-number-queue.h"
#include "kc-presets.h"
#include "kc-sandbox.h"
#include "kc-session-resumer.h"

G_BEGIN_DECLS

#define KC_TYPE_CONTROLLER (kc_controller_get_type ())
G_DECLARE_FINAL_TYPE (KcController, kc_controller, KC, CONTROLLER, GObject)

/* Properties, all notified on change only:
 *   looking (gboolean): it is not known yet whether there is a key, or a session to resume; from
 * the start until kc_controller_look_for_key () has its answer, or the person typed one attempt
 * (KcAttempt or NULL): the one that the pages show; stays after its end until the next keebai
 * (gboolean): kc_controller_is_keebai (); never changes
 */

/* `sandbox` is the running practice service in practice mode, else NULL. `environment_key` and
 * `keyring` may be NULL. */
KcController *kc_controller_new (const char *base_url,
                                 const char *environment_key,
                                 KcSandbox *sandbox,
                                 KcKeyring *keyring,
                                 KcClock *clock);

/* Where sessions that are open are noted; without it, as in practice, only in memory. Before
 * anything else. */
void kc_controller_set_journal (KcController *self, KcJournal *journal);

KcHistoryRecorder *kc_controller_get_history_recorder (KcController *self);

const char *kc_controller_get_base_url (KcController *self);
KcSandbox *kc_controller_get_sandbox (KcController *self);
gboolean kc_controller_is_practice (KcController *self);
/* Whether it is Keebai itself, whose web pages are known; practice and another host have theirs
 * elsewhere, or none. */
gboolean kc_controller_is_keebai (KcController *self);
KcClock *kc_controller_get_clock (KcController *self);
KcKeyManager *kc_controller_get_key_manager (KcController *self);
KcSessionResumer *kc_controller_get_resumer (KcController *self);
KcLateSessions *kc_controller_get_late_sessions (KcController *self);
KcSessionStore *kc_controller_get_session_store (KcController *self);
KcAttempt *kc_controller_get_attempt (KcController *self);
KcAfterCare *kc_controller_get_after_care (KcController *self);
KcNumberQueue *kc_controller_get_number_queue (KcController *self);

/* The channel whose page is shown next ("channel"), and the state that it was listed in. Borrowed;
 * NULL before the first. */
void kc_controller_choose_channel (KcController *self, KcChannel *channel, KcChannelState state);
KcChannel *kc_controller_get_chosen_channel (KcController *self, KcChannelState *state);

/* At the start: looks for an unfinished session of an earlier run, and for a key; checks the key if
 * there is one. If the session's time is over by then, asks Keebai at once how it ended. Once
 * ::looking is FALSE the key manager has a client, or a key-error, or neither: no key was found.
 * Does nothing while it runs. */
void kc_controller_look_for_key (KcController *self);
gboolean kc_controller_is_looking (KcController *self);

/* What was decided before the start; what is built in if nothing was. The choice becomes theirs.
 * Never NULL; copied. Before anything else. */
void kc_controller_set_presets (KcController *self, const KcPresets *presets);
const KcPresets *kc_controller_get_presets (KcController *self);

/* The choice, kept between attempts; never NULL. Copied, and made to conform to the presets. */
const KcConnectRequest *kc_controller_get_request (KcController *self);
void kc_controller_set_request (KcController *self, const KcConnectRequest *request);

/* Whether the link of the next attempts is for somebody else, who is the admin. FALSE at first. */
void kc_controller_set_hand_over (KcController *self, gboolean hand_over);
gboolean kc_controller_is_hand_over (KcController *self);

/* Starts an attempt with the choice. Does nothing while one runs, so that a double click makes no
 * second session; nor while there is a pending session: the person decides about that first
 * (KcSessionResumer); nor if the presets offer no way. */
void kc_controller_begin (KcController *self);

/* The same, but nobody asked for it: on KcAutoRenewal::due. */
void kc_controller_renew (KcController *self);
KcAutoRenewal *kc_controller_get_renewal (KcController *self);

/* Whether ::attempt resumed a session that was open before. */
gboolean kc_controller_was_resumed (KcController *self);

/* TRUE while the running attempt waits for another key. */
gboolean kc_controller_is_key_wanted (KcController *self);

/* Abandons the running attempt for another one with the same choice. */
void kc_controller_start_over (KcController *self);

/* Cancels the running attempt, if any, and a planned renewal; ::attempt stays. */
void kc_controller_cancel (KcController *self);

/* Whether it was cancelled here, and not in the browser. */
gboolean kc_controller_was_cancelled_here (KcController *self);

/* TRUE while an attempt is neither idle nor over. */
gboolean kc_controller_is_running (KcController *self);

/* The window no longer needs it: cancels the attempt and every request. A running attempt can be
 * resumed at the next start. */
void kc_controller_close (KcController *self);

G_END_DECLS
