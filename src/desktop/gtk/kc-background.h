/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBackground: lets an attempt continue while its window is closed.
 *
 * Scenario: the person closes the window while they are busy in the browser. The window is hidden,
 * and the Background portal is asked, with a reason, whether the program may keep running. If not,
 * the window is shown again; without an answer, the attempt continues. When it ends, a notification
 * says so (KcNotifier); a click on it, or a second start, shows the window with the result. If
 * nobody does that for a while, the program quits.
 */

#pragma once

#include "kc-attempt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_BACKGROUND (kc_background_get_type ())
G_DECLARE_FINAL_TYPE (KcBackground, kc_background, KC, BACKGROUND, GObject)

/* Signal: refused (): the desktop does not allow it, and the window was shown again. */

/* How long the program waits, hidden, for somebody to look at the result, in seconds. */
#define KC_BACKGROUND_TIMEOUT_S 600

KcBackground *kc_background_new (guint timeout_s);

/* Whether the attempt can run without a window. It cannot while a code must be visible on the
 * screen. `attempt` may be NULL. */
gboolean kc_background_can_run (KcAttempt *attempt);

/* Hides `window`, in which `attempt` runs, if the attempt can run without it. `bus` NULL: does not
 * ask the portal. */
void kc_background_enter (KcBackground *self,
                          GtkWindow *window,
                          KcAttempt *attempt,
                          GDBusConnection *bus);

G_END_DECLS
