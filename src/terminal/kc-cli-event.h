/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-cli-event: what happens, as JSON for other programs: one object, on one line, whose "event"
 * says what it is. docs/cli-events.schema.json describes each. No access key is ever in them; the
 * link and the codes are, for that is what was asked for.
 *
 * All functions return a text without a line end, freed with g_free (); other names may be NULL.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-channel-query.h"
#include "kc-cli-exit.h"
#include "kc-key-check.h"

G_BEGIN_DECLS

/* State, connectivity and time left. */
char *kc_cli_event_new_state (KcAttempt *attempt);
/* Only the time left. */
char *kc_cli_event_new_time (KcAttempt *attempt);
/* The link of Embedded Signup. */
char *kc_cli_event_new_link (KcAttempt *attempt, const char *verification_uri);
/* The code in the QR way; without it if it must not be scanned any more. */
char *kc_cli_event_new_code (KcAttempt *attempt);
/* `seconds_left` of a session that was not finished. */
char *kc_cli_event_new_pending (KcMode mode, gint64 seconds_left);
/* The last one. `channel` and `title` and `reason` may be NULL. */
char *kc_cli_event_new_outcome (KcCliExit code,
                                KcChannel *channel,
                                const char *phone_number,
                                const char *title,
                                const char *reason);

char *kc_cli_event_new_channel (KcChannel *channel, KcChannelState state);
char *kc_cli_event_new_account (const KcKeyCheck *check);
/* `name`: what was looked at; `result`: "ok", "warning", "problem" or "unknown". */
char *kc_cli_event_new_check (const char *name, const char *result, const char *text);
char *kc_cli_event_new_report (const char *text);

G_END_DECLS
