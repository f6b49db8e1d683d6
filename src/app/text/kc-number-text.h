/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-number-text: the texts about a list of numbers (KcNumberQueue). */

#pragma once

#include "kc-number-lines.h"
#include "kc-number-queue.h"

G_BEGIN_DECLS

/* The name or number, safe to show. Free with g_free (). */
char *kc_number_text_format_title (const KcListedNumber *number);
/* The state of the number: "Connected · +34 600 111 222". Free with g_free (). */
char *kc_number_text_format_state (const KcListedNumber *number);
/* The name of an icon. Borrowed. */
const char *kc_number_text_get_icon (KcListedState state);

/* "2 of 5 connected". Free with g_free (). */
char *kc_number_text_format_progress (KcNumberQueue *queue);

/* What the hourly limit of the key means for `n_numbers`; NULL if they all fit into an hour. Free
 * with g_free (). */
char *kc_number_text_format_limit (guint n_numbers, KcMode mode);

/* When the next one can start, if the key has no requests left for `wait_ms`. Free with g_free ().
 */
char *kc_number_text_format_wait (gint64 wait_ms);

/* What was left out of a pasted text; NULL if nothing was. Free with g_free (). */
char *kc_number_text_format_left_out (const KcNumberLines *lines);

/* "Number 2 of 5: Front desk"; `on_page`: for a phone number, also that it must be entered on
 * Meta's page. NULL if no number is chosen. Free with g_free (). */
char *kc_number_text_format_chosen (KcNumberQueue *queue, gboolean on_page);

/* After a success: that what was connected is not the chosen number, or may not be. NULL if it is,
 * or no number is chosen. Free with g_free (). */
char *kc_number_text_format_difference (KcNumberQueue *queue);

G_END_DECLS
