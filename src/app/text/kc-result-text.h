/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-result-text: what to say of an attempt that ended without a connected number. */

#pragma once

#include "kc-attempt.h"
#include "kc-error-text.h"
#include "kc-result-actions.h"

G_BEGIN_DECLS

/* `attempt` is EXPIRED, CANCELLED or FAILED. While new channels are offered, the text asks whether
 * one of them is the one, and the remedy is still that of the end. "" as details: there is nothing
 * that support could use. Free with kc_error_text_free (). */
KcErrorText *kc_result_text_new (KcAttempt *attempt);

/* The heading for that reason, for the page, the terminal and the history alike. `error_code` is
 * that of KC_ERROR with which the attempt ended, or -1. Borrowed, translated. */
const char *kc_result_text_get_title (KcResultReason reason, int error_code);

/* The heading of an earlier attempt, as the page said it when that ended. Borrowed, translated. */
const char *kc_result_text_get_entry_title (KcHistoryEntry *entry);

/* The time of several sessions in a row ran out, and nobody did anything meanwhile. */
KcErrorText *kc_result_text_new_still_there (void);

/* What to say when the person has stopped an attempt in `state`. Borrowed, translated. */
const char *kc_result_text_get_stopped (KcAttemptState state);

/* The newest of the channels that the person may say is theirs (kc_attempt_is_offered ()),
 * borrowed; NULL if there is none. `n_offered` (may be NULL): how many there are. */
KcChannel *kc_result_text_find_offered (KcAttempt *attempt, guint *n_offered);

/* A sentence about channels that appeared meanwhile and are not offered; NULL if there are none or
 * they are offered. Free with g_free (). */
char *kc_result_text_describe_new_channels (KcAttempt *attempt);
/* What distinguishes a new channel: its name, if the number is shown beside it, when it was made,
 * and whether it is active. Safe to show; "" if nothing is known. Free with g_free (). */
char *kc_result_text_describe_channel (KcChannel *channel);

/* What only developers and support want to know of a connected channel, a line each. Free with
 * g_free (). */
char *kc_result_text_describe_ids (KcChannel *channel);

G_END_DECLS
