/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-result-text: what to say of an attempt that ended without a connected number. */

#pragma once

#include "kc-attempt.h"
#include "kc-error-text.h"

G_BEGIN_DECLS

/* `attempt` is EXPIRED, CANCELLED or FAILED. "" as details: there is nothing that support could
 * use. */
KcErrorText *kc_result_text_new (KcAttempt *attempt);

/* Sessions have run out one after the other, and nobody did anything meanwhile. */
KcErrorText *kc_result_text_new_still_there (void);

/* A sentence about the channels that appeared meanwhile (kc_attempt_get_new_channels ()): a
 * question if they are offered, else a fact; NULL if there are none. Free with g_free (). */
char *kc_result_text_describe_new_channels (KcAttempt *attempt);
/* What tells a new channel from others: its name and when it was made. "" if neither is known. */
char *kc_result_text_describe_channel (KcChannel *channel);

G_END_DECLS
