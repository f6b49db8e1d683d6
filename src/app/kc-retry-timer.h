/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcRetryTimer: when a request that failed outside of an attempt is made again by itself: after 5 s
 * at first, then after pauses that grow to some five minutes.
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_RETRY_TIMER_FIRST_MS 5000
#define KC_RETRY_TIMER_CAP_MS (300 * 1000)

#define KC_TYPE_RETRY_TIMER (kc_retry_timer_get_type ())
G_DECLARE_FINAL_TYPE (KcRetryTimer, kc_retry_timer, KC, RETRY_TIMER, GObject)

/* Signal: due (): make the request again, and note its result. */
KcRetryTimer *kc_retry_timer_new (KcClock *clock);

/* The result of the request. The next pause begins if `error` is one that may pass by itself; with
 * any other, and with NULL, there is none, and the pauses start from the first. */
void kc_retry_timer_note (KcRetryTimer *self, const GError *error);

G_END_DECLS
