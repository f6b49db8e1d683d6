/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-end-text: what to say of an attempt that ended without a connected number. */

#pragma once

#include "kc-attempt.h"
#include "kc-error-text.h"

G_BEGIN_DECLS

/* `attempt` is EXPIRED, CANCELLED or FAILED. "" as details: there is nothing that support could
 * use. */
KcErrorText *kc_end_text_new (KcAttempt *attempt);

G_END_DECLS
