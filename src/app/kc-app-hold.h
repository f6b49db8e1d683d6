/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-app-hold: keeps the program running until something is written, even if the last window closes
 * meanwhile: through the GApplication, or, in a program without one, through the function that it
 * sets.
 */

#pragma once

#include "kc-records.h"

G_BEGIN_DECLS

/* Each begin needs one end. */
void kc_app_hold_begin (void);
void kc_app_hold_end (void);

/* Holds the application whenever these are read or written, as long as they exist: their owner may
 * be gone when the disk is done. Call once for each object. */
void kc_app_hold_follow_records (KcRecords *records);

/* Whether something is being written. */
gboolean kc_app_hold_is_held (void);
/* Calls `func` each time the last write has ended, from within kc_app_hold_end (); NULL: nothing is
 * called any more. */
void kc_app_hold_set_released_func (GSourceOnceFunc func, gpointer user_data);

G_END_DECLS
