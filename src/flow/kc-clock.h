/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcClock: time that goes on while the computer sleeps, and timers on it. Replaceable in tests.
 *
 * The system clock is CLOCK_BOOTTIME: never the wall clock, which may be wrong or jump, and not
 * CLOCK_MONOTONIC, which stands still while a laptop is closed. A timer that became due during
 * the sleep fires at once on waking. The manual clock stands still until a test moves it.
 *
 * What was open over the network does not outlive a sleep, though nobody says so: ::woke is for
 * whoever has something open. The system clock sees a sleep itself as soon as it is looked at, that
 * is while a timer is waiting; kc-sleep-monitor tells it at once where there is somebody who knows.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KC_TYPE_CLOCK (kc_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (KcClock, kc_clock, KC, CLOCK, GObject)

/* Signals:
 *   woke (gint64 slept_ms): the computer has slept, before any timer of that time fires. 0 if it
 *     is not known how long, or if it only was about to.
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

/* Starts at 1,000,000 ms. */
KcClock *kc_clock_new_manual (void);

/* Milliseconds since some fixed point. Never goes back. */
gint64 kc_clock_get_now (KcClock *self);

/* Calls `func` once after `delay_ms` (0 and less: on the next turn of the main loop) in the
 * thread-default main context. Returns the source: the caller owns a reference and stops it with
 * kc_clear_timer (). */
GSource *kc_clock_add_timer (KcClock *self,
                             gint64 delay_ms,
                             GSourceOnceFunc func,
                             gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

/* Stops and forgets a timer; fine when it has fired, or on NULL. */
void kc_clear_timer (GSource **timer);

/* Somebody knows that the computer has woken up: emits ::woke. */
void kc_clock_wake (KcClock *self);

/* Manual clock only: moves on by `ms`, firing each timer that becomes due, in order, at its own
 * time, and running the main context between them as long as something is pending. */
void kc_clock_advance (KcClock *self, gint64 ms);

/* Manual clock only: the computer sleeps for `ms` and wakes up. Nothing happens meanwhile; what
 * became due fires afterwards, all of it at the time of waking. */
void kc_clock_sleep (KcClock *self, gint64 ms);

G_END_DECLS
