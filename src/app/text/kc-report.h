/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-report: what support needs to know about an attempt. It contains only what is on an
 * allow-list: no key, link, code, session, name or company; of a phone number, only the country and
 * the last two digits; of the server's answers, only status and code.
 */

#pragma once

#include "kc-attempt.h"
#include "kc-history-entry.h"

G_BEGIN_DECLS

/* A report in English, for support. `attempt` may be NULL: then it is only about the program.
 * `timeline` and `debug_info` are as kc-history-recorder and kc-debug-info make them, or NULL. Free
 * with g_free (). */
char *kc_report_new (KcAttempt *attempt, const char *timeline, const char *debug_info);
/* The same about an earlier attempt. Free with g_free (). */
char *kc_report_new_for_entry (KcHistoryEntry *entry, const char *debug_info);

/* "+120•••••••06": enough to tell two numbers apart. NULL if it is not a number (E.164). Free with
 * g_free (). */
char *kc_report_mask_number (const char *number);

G_END_DECLS
