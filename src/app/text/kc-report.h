/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-report: what support has to know about an attempt. An allow-list: each line is made out of
 * what is named here, and nothing is collected. No key, link, code, session, name or company; of a
 * phone number the country and the last two digits; of what the server said its status and its
 * code.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

/* In English, for those who read reports. `attempt` may be NULL: then it is about the program
 * alone. `timeline` and `debug_info` are as kc-history-recorder and kc-debug-info make them, or
 * NULL. Free with g_free (). */
char *kc_report_new (KcAttempt *attempt, const char *timeline, const char *debug_info);

/* "+120•••••••06": enough to tell two numbers apart. NULL for what is no number (E.164). Free with
 * g_free (). */
char *kc_report_cut_number (const char *number);

G_END_DECLS
