/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-cli-event: describes what happens as JSON for other programs: one object on one line, whose
 * member "event" says what it is. docs/cli-events.schema.json describes them. They never contain an
 * access key; they do contain the link and the codes, which the caller asked for.
 *
 * All functions return a string without a newline. Free it with g_free ().
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
/* QR pairing: the code, or that the last one must not be scanned any more. */
char *kc_cli_event_new_code (KcAttempt *attempt);
/* A session that was not finished, with the time that it has left. */
char *kc_cli_event_new_pending (KcMode mode, gint64 seconds_left);
/* The last event. `channel`, `phone_number`, `title` and `reason` may be NULL. */
char *kc_cli_event_new_outcome (KcCliExit code,
                                KcChannel *channel,
                                const char *phone_number,
                                const char *title,
                                const char *reason);

char *kc_cli_event_new_channel (KcChannel *channel, KcChannelState state);
char *kc_cli_event_new_account (const KcKeyCheck *check);
/* `name`: what was checked. `result`: "ok", "warning", "problem" or "unknown". */
char *kc_cli_event_new_check (const char *name, const char *result, const char *text);
char *kc_cli_event_new_report (const char *text);

G_END_DECLS
