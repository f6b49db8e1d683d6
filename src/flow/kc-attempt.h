/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAttempt: one attempt to connect one number; one object, one owner, one session.
 *
 * Every button acts on it, pages only show its properties. docs/architecture.md draws its states.
 *
 * Scenario, Embedded Signup: kc_attempt_start () sends the request (STARTING); Keebai answers with
 * a link (WAITING: ::verification-uri is there, the page opens it); the attempt polls until Keebai
 * says completed (CONNECTED), expired or cancelled. Scenario, QR: the answer names an event stream
 * (SCANNING); each code that comes replaces ::code; the phone scans (LINKING); the stream says
 * connected (CONNECTED). Whatever ends without a final word goes through CONFIRMING: the server is
 * asked before anything is said.
 *
 * A terminal state is left in one case only: if Keebai has not said how the session ended, and a
 * new channel has appeared meanwhile, the person may recognise it. ::finished is emitted exactly
 * once, after the first terminal state was entered.
 */

#pragma once

#include "kc-attempt-state.h"
#include "kc-rate-limiter.h"
#include "kc-client.h"
#include "kc-clock.h"
#include "kc-connectivity-monitor.h"

G_BEGIN_DECLS

#define KC_TYPE_ATTEMPT (kc_attempt_get_type ())
G_DECLARE_FINAL_TYPE (KcAttempt, kc_attempt, KC, ATTEMPT, GObject)

/* Properties, all read-only, notified on change only:
 *   state (KcAttemptState)
 *   connectivity (KcConnectivity): shown on top of the state
 *   code (GBytes or NULL): QR: the text of the newest code; a secret
 *   code-picture (GBytes or NULL): QR: instead of a text, a picture of the newest code, a square
 *     PNG file; a secret
 *   code-live (gboolean): QR: FALSE while the code has to be covered: the stream is not live, or
 *     the code is older than the rotation observed so far allows
 *   key-wanted (gboolean): Keebai rejected the key in WAITING, SCANNING or LINKING: 401, 403, or
 *     404 for a key that was given later and may be another company's. kc_attempt_get_error () says
 *     why. The state and the session stay, the code is covered, and nothing is asked until
 *     kc_attempt_set_client (), or until the time is over and CONFIRMING asks once more
 *   new-channels (KcNewChannels): what is done about kc_attempt_get_new_channels ()
 * Signals:
 *   finished (): once, after a terminal state was entered
 *   accepted (): after kc_attempt_accept_channel ()
 */

/* `rate_limiter` is shared by everything that uses the same key; NULL for a new one. `request` is
 * copied. */
KcAttempt *kc_attempt_new (KcClient *client,
                           KcClock *clock,
                           KcRateLimiter *rate_limiter,
                           const KcConnectRequest *request);

/* Continues a session that is already open: of an earlier run, or of an attempt that ended without
 * a known result. kc_attempt_start () then opens none: it enters STARTING and, before it returns,
 * WAITING or SCANNING, or CONFIRMING if `ms_left` is 0 or less. The session is polled at once.
 *
 * `session` is copied; its verification_uri may be NULL: the link is lost, and the attempt only
 * finds out how it ends. `before` are the channels before the session (KcChannel); NULL if not
 * known. */
KcAttempt *kc_attempt_new_resumed (KcClient *client,
                                   KcClock *clock,
                                   KcRateLimiter *rate_limiter,
                                   const KcConnectRequest *request,
                                   const KcSession *session,
                                   GPtrArray *before,
                                   gint64 ms_left);

/* Tells whether this computer has a network; NULL for a service on this computer. By default the
 * system's, or NULL if the client's address is a loopback address. Before the start. */
void kc_attempt_set_network_monitor (KcAttempt *self, GNetworkMonitor *monitor);

/* How long STARTING waits before it sends anything, in milliseconds. Before the start. */
void kc_attempt_set_pause (KcAttempt *self, gint64 pause_ms);

/* Once, from IDLE; a further call does nothing (a double click starts no second session). */
void kc_attempt_start (KcAttempt *self);

/* From any state; nothing in a terminal one. ::finished has been emitted when it returns. */
void kc_attempt_cancel (KcAttempt *self);

/* The window has the focus again, or the network or the computer woke up: polls now, but never
 * twice within 2 s. */
void kc_attempt_poll_now (KcAttempt *self);

/* Another key for the same session (or the same one, if it may work again): continues at once. Its
 * list of channels counts only after Keebai has answered it for the session, because it may be
 * another company's. Before the start of a resumed attempt: the key is not the one that opened the
 * session. `rate_limiter` as for kc_attempt_new (). */
void kc_attempt_set_client (KcAttempt *self, KcClient *client, KcRateLimiter *rate_limiter);

KcAttemptState kc_attempt_get_state (KcAttempt *self);
KcConnectivity kc_attempt_get_connectivity (KcAttempt *self);
KcMode kc_attempt_get_mode (KcAttempt *self);
const KcConnectRequest *kc_attempt_get_request (KcAttempt *self);

/* What kc_attempt_new_resumed () needs. Both borrowed; both NULL before the session is open, and
 * `before` (KcChannel) also if the earlier channels are not known. The session contains a secret,
 * its link. */
const KcSession *kc_attempt_get_session (KcAttempt *self);
GPtrArray *kc_attempt_get_earlier_channels (KcAttempt *self);

/* WAITING and later; NULL before, in QR mode, and if the link is lost. Borrowed; a secret. */
const char *kc_attempt_get_verification_uri (KcAttempt *self);

/* Borrowed, NULL if there is none. */
GBytes *kc_attempt_get_code (KcAttempt *self);
GBytes *kc_attempt_get_code_picture (KcAttempt *self);
gboolean kc_attempt_get_code_live (KcAttempt *self);

gboolean kc_attempt_get_key_wanted (KcAttempt *self);

/* Terminal, but the result is not known, because nobody could be asked or the key was rejected. The
 * remedy is to continue it (kc_attempt_new_resumed ()), never a new session while this one may
 * still be finished. */
gboolean kc_attempt_may_ask_again (KcAttempt *self);
/* Terminal, and the session may still be finished in the browser or on the phone: cancelled here,
 * expired without Keebai's own word, or the result is not known. KcLateCompletion polls it. */
gboolean kc_attempt_may_succeed_late (KcAttempt *self);

/* EXPIRED because the time is up, by `expires_in` and our clock, and not earlier. */
gboolean kc_attempt_is_time_up (KcAttempt *self);
/* QR: a phone has scanned a code of this session, and no new code came since. */
gboolean kc_attempt_is_scanned (KcAttempt *self);

/* EXPIRED, CANCELLED or FAILED: channels of the same kind that have appeared since the start
 * (KcChannel), the newest first. They may not belong to this session. Borrowed; NULL if there are
 * none or it is not known. */
GPtrArray *kc_attempt_get_new_channels (KcAttempt *self);
/* Whether the person may recognise this one: it is offered and active. */
gboolean kc_attempt_is_offered (KcAttempt *self, KcChannel *channel);
/* The person recognises it: CONNECTED. Does nothing with a channel that is not offered. */
void kc_attempt_accept_channel (KcAttempt *self, KcChannel *channel);
/* The person recognises none of them. */
void kc_attempt_decline_channels (KcAttempt *self);

/* Seconds left of the session, never below 0; -1 before there is one. Rounded up. */
int kc_attempt_get_seconds_left (KcAttempt *self);
/* Seconds that the session had at its start; 0 before there is one. */
guint kc_attempt_get_seconds_total (KcAttempt *self);

/* CONNECTED: what was connected. The channel is NULL only if Keebai never named it. */
KcChannel *kc_attempt_get_channel (KcAttempt *self);
const char *kc_attempt_get_phone_number (KcAttempt *self);
const char *kc_attempt_get_push_name (KcAttempt *self);

/* FAILED: why (KC_ERROR; KC_ERROR_REFUSED without an HTTP status: the phone or WhatsApp refused).
 * While a key is wanted: why it was rejected. While connectivity is not LIVE: the latest trouble.
 * NULL otherwise. Borrowed. */
const GError *kc_attempt_get_error (KcAttempt *self);

/* FAILED by an event of the QR stream: the server's reason, for "Details" only; may be NULL. */
const char *kc_attempt_get_server_reason (KcAttempt *self);

G_END_DECLS
