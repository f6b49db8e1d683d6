/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcStopGuard: asks before a running attempt is stopped, and remembers meanwhile what the person
 * was about to do. There is one question at a time: asking again shows the same one, or replaces it
 * by one that offers more.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_STOP_GUARD (kc_stop_guard_get_type ())
G_DECLARE_FINAL_TYPE (KcStopGuard, kc_stop_guard, KC, STOP_GUARD, GObject)

/* Signals:
 *   stop (gboolean then_close, string then_go): the attempt is to be stopped; afterwards the window
 *     is closed, or the page `then_go` is shown (NULL: where the end of the attempt leads)
 *   hide (): the attempt goes on without the window
 * Neither is emitted if the attempt just goes on.
 */

/* `window` owns the object. */
KcStopGuard *kc_stop_guard_new (GtkWindow *window);

/* `can_hide`: the attempt could go on without the window. `then_go` may be NULL. */
void
kc_stop_guard_ask (KcStopGuard *self, gboolean then_close, const char *then_go, gboolean can_hide);

/* Closes the question, because nothing is left to ask. */
void kc_stop_guard_drop (KcStopGuard *self);

G_END_DECLS
