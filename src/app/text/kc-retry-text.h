/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-retry-text: what to say while Keebai cannot be reached and the program tries again. */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

/* `connectivity` is not LIVE. `error`: the latest error, or NULL. `wait_ms`: how long nothing may
 * be sent, in milliseconds; 0 if not known. Free with g_free (). */
char *kc_retry_text_new (KcConnectivity connectivity, const GError *error, gint64 wait_ms);

/* The same for an attempt; NULL if it is LIVE. `rate_limiter` is that of its key, or NULL. */
char *kc_retry_text_new_for_attempt (KcAttempt *attempt, KcRateLimiter *rate_limiter);

/* The time of day in `wait_ms` milliseconds, rounded up to a minute. Free with g_free (). */
char *kc_retry_text_format_time (gint64 wait_ms);

G_END_DECLS
