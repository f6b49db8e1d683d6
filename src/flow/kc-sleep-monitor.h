/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSleepMonitor: learns from logind when the computer wakes up, and tells the clock at once.
 * Without logind, or without access to it (Flatpak, containers), it does nothing: the clock notices
 * a sleep when the next timer is due.
 */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_TYPE_SLEEP_MONITOR (kc_sleep_monitor_get_type ())
G_DECLARE_FINAL_TYPE (KcSleepMonitor, kc_sleep_monitor, KC, SLEEP_MONITOR, GObject)

/* Listens to org.freedesktop.login1 on the system bus until it is disposed. */
KcSleepMonitor *kc_sleep_monitor_new (KcClock *clock);

G_END_DECLS
