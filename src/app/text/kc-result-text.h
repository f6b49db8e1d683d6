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

/* Whether it ended because its time was up, and not for another reason that is told that way. */
gboolean kc_result_text_is_time_up (KcAttempt *attempt);

G_END_DECLS
