/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-time-left-text: the time that a session has left, in words. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Up to this time seconds are shown; above it only minutes, which change less often. */
#define KC_TIME_LEFT_EXACT_SECONDS 120

/* "4 minutes left" (rounded up); from KC_TIME_LEFT_EXACT_SECONDS on "1 min 12 s left"; "" for a
 * negative number. Free with g_free (). */
char *kc_time_left_text_new (int seconds_left);

G_END_DECLS
