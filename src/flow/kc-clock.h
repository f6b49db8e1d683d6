/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcClock: time that continues while the computer sleeps, and timers on it. Tests derive their own
 * class, which they move by hand.
 *
 * The system clock is CLOCK_BOOTTIME: never the wall clock, which may be wrong or jump, and not
 * CLOCK_MONOTONIC, which stops while a laptop is closed. A timer that became due during the sleep
 * fires at once on waking.
 *
 * Connections do not survive a sleep, and nothing reports that: ::woke is for those who have one
 * open. The system clock notices a sleep only while a timer waits; kc-sleep-monitor reports it at
 * once where there is logind.
 */

#pragma once

#include "kc-deadline.h"

G_BEGIN_DECLS

#define KC_TYPE_CLOCK (kc_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (KcClock, kc_clock, KC, CLOCK, GObject)

/* Signals:
 *   woke (gint64 slept_ms): the computer has slept, before any timer of that time fires. 0 if it is
 *     not known how long, or if it only was about to sleep.
 */

struct _KcClockClass {
  GObjectClass parent_class;

  gint64 (*get_now) (KcClock *self);
  GSource *(*create_timer) (KcClock *self, gint64 delay_ms);
  /* How long the computer has slept since the last call, 0 if not at all; may be NULL. */
  gint64 (*take_sleep) (KcClock *self);
};

/* CLOCK_BOOTTIME. */
KcClock *kc_clock_new_system (void);

/* Milliseconds since some fixed point. Never goes back. */
gint64 kc_clock_get_now (KcClock *self);

/* Calls `func` once after `delay_ms` (0 and less: in the next iteration of the main loop) in the
 * thread-default main context. Returns the source: the caller owns a reference and stops it with
 * kc_clear_timer (). */
GSource *kc_clock_add_timer (KcClock *self,
                             gint64 delay_ms,
                             GSourceOnceFunc func,
                             gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

/* For an operation that `caller` (or NULL) may cancel, with a deadline by this clock. */
KcDeadline *kc_clock_create_deadline (KcClock *self, GCancellable *caller, gint64 deadline_ms);

/* Stops a timer and sets it to NULL. It may have fired, or be NULL. */
void kc_clear_timer (GSource **timer);

/* The computer has woken up: emits ::woke. */
void kc_clock_wake (KcClock *self);

G_END_DECLS
