/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-result-report: reports how an attempt ended to people who do not look at the window: a line on
 * standard output, and a desktop notification. Neither contains a secret.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

/* The line that Keebai's own command-line tool prints, without a newline; NULL unless connected.
 * Free with g_free (). */
char *kc_result_report_to_line (KcAttempt *attempt);

/* `attempt` is over. The default action is "app.show-window". Returns: (transfer full) */
GNotification *kc_result_report_to_notification (KcAttempt *attempt);

/* Says that the attempt needs another key to continue. The same default action. Returns: (transfer
 * full) */
GNotification *kc_result_report_to_key_notification (void);
/* For a session that the person had left and that has connected a number while the window shows
 * something else: the line, a sentence for the window, and the notification. `channel` is NULL if
 * Keebai did not name it. Free the strings with g_free (), unref the notification. */
char *kc_result_report_late_to_line (KcChannel *channel);
char *kc_result_report_late_to_text (KcChannel *channel);
GNotification *kc_result_report_late_to_notification (KcChannel *channel);

G_END_DECLS
