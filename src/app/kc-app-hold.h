/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-app-hold: something has to be written to its end, also if the last window closes meanwhile:
 * the program goes on until then. Without a program, as in a test, nothing happens.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As often the one as the other. */
void kc_app_hold_begin (void);
void kc_app_hold_end (void);

G_END_DECLS
