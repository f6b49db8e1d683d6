/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A clock for tests, which stands still until a test advances it. */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

/* Starts at 1,000,000 ms. */
KcClock *kc_clock_new_manual (void);

/* For a manual clock only: advances it by `ms`. Fires each timer that becomes due, in order and at
 * its own time, and runs the main context in between as long as something is pending. */
void kc_clock_advance (KcClock *self, gint64 ms);

/* For a manual clock only: the computer sleeps for `ms` and wakes up. Nothing happens meanwhile;
 * timers that became due fire afterwards, all at the time of waking. */
void kc_clock_sleep (KcClock *self, gint64 ms);

G_END_DECLS
