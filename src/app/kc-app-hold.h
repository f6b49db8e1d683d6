/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-app-hold: keeps the program running until something is written, also if the last window closes
 * meanwhile. Does nothing without a GApplication, as in most tests.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each begin needs one end. */
void kc_app_hold_begin (void);
void kc_app_hold_end (void);

G_END_DECLS
