/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-time-left-text: how much time a session has left, in words. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Up to here seconds are shown; above it minutes, which are calmer. */
#define KC_TIME_LEFT_EXACT_SECONDS 120

/* "4 minutes left" (rounded up), from KC_TIME_LEFT_EXACT_SECONDS on "1 min 12 s left"; "" for a
 * negative number. Free with g_free (). */
char *kc_time_left_text_new (int seconds_left);

G_END_DECLS
