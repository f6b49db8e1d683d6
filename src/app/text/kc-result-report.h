/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-result-report: how an attempt ended, for those who do not look at the window: the line on
 * standard output, and the desktop notification. Neither contains a secret.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

/* The line that Keebai's own command-line tool prints, without a newline; NULL unless connected. */
char *kc_result_report_to_line (KcAttempt *attempt);

/* `attempt` is over. Its default action is "app.show-window". */
GNotification *kc_result_report_to_notification (KcAttempt *attempt);

/* The attempt continues only with another key. Has the same default action. */
GNotification *kc_result_report_to_key_notification (void);
/* A number was connected by a session that the person had left, while the window shows something
 * else: the notification, and a sentence for the window. `channel` is NULL if Keebai did not name
 * it. */
char *kc_result_report_late_to_line (KcChannel *channel);
char *kc_result_report_late_to_text (KcChannel *channel);
GNotification *kc_result_report_late_to_notification (KcChannel *channel);

G_END_DECLS
