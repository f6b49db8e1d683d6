/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The clock of the tests, which stands still until a test moves it. */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

/* Starts at 1,000,000 ms. */
KcClock *kc_clock_new_manual (void);

/* Manual clock only: moves on by `ms`, firing each timer that becomes due, in order, at its own
 * time, and running the main context between them as long as something is pending. */
void kc_clock_advance (KcClock *self, gint64 ms);

/* Manual clock only: the computer sleeps for `ms` and wakes up. Nothing happens meanwhile; what
 * became due fires afterwards, all of it at the time of waking. */
void kc_clock_sleep (KcClock *self, gint64 ms);

G_END_DECLS
