/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-app-hold: keeps the program running until something is written, also if the last window closes
 * meanwhile: by the GApplication, or, in a program without one, by whoever asks to be told.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each begin needs one end. */
void kc_app_hold_begin (void);
void kc_app_hold_end (void);

/* Whether something is being written. */
gboolean kc_app_hold_is_held (void);
/* Calls `func` each time that nothing is being written any more, from within
 * kc_app_hold_end (); NULL: nobody any more. */
void kc_app_hold_set_released_func (GSourceOnceFunc func, gpointer user_data);

G_END_DECLS
