/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakClock: time that runs many times faster, on a computer that can be put to sleep. */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_TYPE_SOAK_CLOCK (kc_soak_clock_get_type ())
G_DECLARE_FINAL_TYPE (KcSoakClock, kc_soak_clock, KC, SOAK_CLOCK, KcClock)

KcClock *kc_soak_clock_new (guint scale);

/* The computer has slept for that long and wakes up now. */
void kc_soak_clock_sleep (KcSoakClock *self, gint64 ms);

/* An array of timers, which are cancelled when it is truncated or freed. */
GPtrArray *kc_soak_timers_new (void);
void kc_soak_timers_add (
    GPtrArray *timers, KcClock *clock, gint64 delay_ms, GSourceOnceFunc func, gpointer user_data);

G_END_DECLS
