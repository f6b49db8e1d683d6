/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcController: makes the program's decisions, for the window and the terminal alike: which attempt
 * runs, and what happens to one that was abandoned. It owns no widget. Pages read it, call it and
 * listen to its properties; about the key they ask KcKeyManager.
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
 *   looking (gboolean): it is not known yet whether there is a key, or a session to resume. From
 *     the start until kc_controller_look_for_key () is done, or the person has typed a key.
 *   attempt (KcAttempt or NULL): the one that the pages show; after its end, until the next one.
 *   keebai (gboolean): kc_controller_is_keebai (); never changes.
 */

/* `sandbox` is the running practice service in practice mode, else NULL. `environment_key` and
 * `keyring` may be NULL. */
KcController *kc_controller_new (const char *base_url,
                                 const char *environment_key,
                                 KcSandbox *sandbox,
                                 KcKeyring *keyring,
                                 KcClock *clock);

/* Notes open sessions in `journal`. Without a journal, as in practice, they are noted in memory
 * only. Call this first. */
void kc_controller_set_journal (KcController *self, KcJournal *journal);

KcHistoryRecorder *kc_controller_get_history_recorder (KcController *self);

const char *kc_controller_get_base_url (KcController *self);
KcSandbox *kc_controller_get_sandbox (KcController *self);
gboolean kc_controller_is_practice (KcController *self);
/* Whether the service is Keebai itself, whose web pages are known. Practice and other services have
 * other pages, or none. */
gboolean kc_controller_is_keebai (KcController *self);
KcClock *kc_controller_get_clock (KcController *self);
KcKeyManager *kc_controller_get_key_manager (KcController *self);
KcSessionResumer *kc_controller_get_resumer (KcController *self);
KcLateSessions *kc_controller_get_late_sessions (KcController *self);
KcSessionStore *kc_controller_get_session_store (KcController *self);
KcAttempt *kc_controller_get_attempt (KcController *self);
KcAfterCare *kc_controller_get_after_care (KcController *self);
KcNumberQueue *kc_controller_get_number_queue (KcController *self);

/* The channel that the page "channel" shows next, and the state in which it was listed. Borrowed;
 * NULL before the first. `state` may be NULL. */
void kc_controller_choose_channel (KcController *self, KcChannel *channel, KcChannelState state);
KcChannel *kc_controller_get_chosen_channel (KcController *self, KcChannelState *state);

/* Call at the start. Looks for an unfinished session of an earlier run and for a key, and checks
 * the key. If the session's time is over, asks Keebai at once how it ended. When ::looking becomes
 * FALSE, the key manager has a client (the key is good), a key-error (it is not), or neither (there
 * is none). Does nothing if it is called again meanwhile. */
void kc_controller_look_for_key (KcController *self);
gboolean kc_controller_is_looking (KcController *self);

/* Sets the presets, and the request that follows from them. Copied. Call this first; otherwise the
 * built-in presets apply. Never returns NULL. */
void kc_controller_set_presets (KcController *self, const KcPresets *presets);
const KcPresets *kc_controller_get_presets (KcController *self);

/* What the next attempt asks for; kept between attempts. Never NULL. What is set is copied, and
 * changed to what the presets allow (kc_presets_apply ()). */
const KcConnectRequest *kc_controller_get_request (KcController *self);
void kc_controller_set_request (KcController *self, const KcConnectRequest *request);

/* Whether the link of the next attempts is for somebody else, who is the admin. FALSE by default.
 */
void kc_controller_set_hand_over (KcController *self, gboolean hand_over);
gboolean kc_controller_is_hand_over (KcController *self);

/* Starts an attempt with the current request. Does nothing while one runs, so that a double click
 * opens no second session; while there is a pending session, about which the person decides first
 * (KcSessionResumer); and if the presets offer no way to connect. */
void kc_controller_begin (KcController *self);

/* The same, started automatically: call on KcAutoRenewal::due. */
void kc_controller_renew (KcController *self);
KcAutoRenewal *kc_controller_get_renewal (KcController *self);

/* Whether ::attempt resumed a session that was open before. */
gboolean kc_controller_was_resumed (KcController *self);

/* Whether the running attempt waits for another key. */
gboolean kc_controller_is_key_wanted (KcController *self);

/* Abandons the running attempt, and starts another one with the same request. */
void kc_controller_start_over (KcController *self);

/* Cancels the running attempt, if any, and a planned renewal; ::attempt stays. */
void kc_controller_cancel (KcController *self);

/* Whether ::attempt was cancelled here, and not in the browser. */
gboolean kc_controller_was_cancelled_here (KcController *self);

/* Whether an attempt has started and is not over. */
gboolean kc_controller_is_running (KcController *self);

/* Call when the window does not need it any more: cancels the attempt and all requests. A running
 * attempt can be resumed at the next start. */
void kc_controller_close (KcController *self);

G_END_DECLS
