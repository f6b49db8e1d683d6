/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcAttemptMachine: what happens when in one attempt: the only setter of the state, what each state
 * waits for, and what is known. KcAttempt shows it to the rest of the program.
 */

#pragma once

#include "kc-attempt-facts.h"
#include "kc-connectivity-monitor.h"

G_BEGIN_DECLS

#define KC_TYPE_ATTEMPT_MACHINE (kc_attempt_machine_get_type ())
G_DECLARE_FINAL_TYPE (KcAttemptMachine, kc_attempt_machine, KC, ATTEMPT_MACHINE, GObject)

/* The properties and the signal ::finished are those of KcAttempt. A handler may do anything, even
 * drop the attempt.
 */

/* `request` is copied. */
KcAttemptMachine *kc_attempt_machine_new (KcClient *client,
                                          KcClock *clock,
                                          KcRateLimiter *rate_limiter,
                                          const KcConnectRequest *request);

/* Before the start. */
void kc_attempt_machine_set_session (KcAttemptMachine *self,
                                     const KcSession *session,
                                     GPtrArray *before,
                                     gint64 ms_left);
void kc_attempt_machine_set_network_monitor (KcAttemptMachine *self, GNetworkMonitor *monitor);

/* See the functions of the same names in kc-attempt.h. `pause_ms`: before anything is sent. */
void kc_attempt_machine_start (KcAttemptMachine *self, gint64 pause_ms);
void kc_attempt_machine_cancel (KcAttemptMachine *self);
void kc_attempt_machine_poll_now (KcAttemptMachine *self);
void kc_attempt_machine_set_client (KcAttemptMachine *self,
                                    KcClient *client,
                                    KcRateLimiter *rate_limiter);
/* FALSE if that one is not offered. */
gboolean kc_attempt_machine_accept_channel (KcAttemptMachine *self, KcChannel *channel);
void kc_attempt_machine_decline_channels (KcAttemptMachine *self);

/* Ends everything under way; nothing is notified. */
void kc_attempt_machine_stop (KcAttemptMachine *self);

/* Borrowed; never NULL. */
const KcAttemptFacts *kc_attempt_machine_get_facts (KcAttemptMachine *self);
KcConnectivityMonitor *kc_attempt_machine_get_connectivity_monitor (KcAttemptMachine *self);
/* NULL before the session is open, and in embedded mode. */
KcQrFeed *kc_attempt_machine_get_feed (KcAttemptMachine *self);
gboolean kc_attempt_machine_get_code_live (KcAttemptMachine *self);
/* In milliseconds; negative when it is over. */
gint64 kc_attempt_machine_get_time_left (KcAttemptMachine *self);

G_END_DECLS
