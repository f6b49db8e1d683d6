/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-app-hold: keeps the program running until a write has finished, even if the last window closes
 * meanwhile. Holds the GApplication; a program without one sets a function instead.
 */

#pragma once

#include "kc-records.h"

G_BEGIN_DECLS

/* Each call of kc_app_hold_begin () needs one of kc_app_hold_end (). */
void kc_app_hold_begin (void);
void kc_app_hold_end (void);

/* Holds the application whenever `records` are read or written, for as long as they exist: their
 * owner may be gone before the disk is done. Call once for each object. */
void kc_app_hold_follow_records (KcRecords *records);

/* Whether something is being written. */
gboolean kc_app_hold_is_held (void);
/* kc_app_hold_end () calls `func` each time the last write has finished. NULL: calls nothing. */
void kc_app_hold_set_released_func (GSourceOnceFunc func, gpointer user_data);

G_END_DECLS
