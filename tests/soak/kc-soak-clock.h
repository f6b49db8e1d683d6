/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSoakClock: the system's clock, so many times faster. Its timers are the system's timers. */

#pragma once

#include "kc-clock.h"

G_BEGIN_DECLS

#define KC_TYPE_SOAK_CLOCK (kc_soak_clock_get_type ())
G_DECLARE_FINAL_TYPE (KcSoakClock, kc_soak_clock, KC, SOAK_CLOCK, KcClock)

KcClock *kc_soak_clock_new (guint scale);

G_END_DECLS
