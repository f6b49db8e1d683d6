/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBackground: an attempt that goes on while its window is closed.
 *
 * The person closes the window while they are busy in the browser, and is told when the attempt
 * ends. The window is hidden, and the Background portal is asked, with a reason, whether the
 * program may keep running. If it may not, the window comes back; without an answer, the attempt
 * goes on. At the end a notification tells (KcNotifier); its click, or a second start, brings the
 * window back with the result. If nobody comes for a while, the program ends.
 */

#pragma once

#include "kc-attempt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KC_TYPE_BACKGROUND (kc_background_get_type ())
G_DECLARE_FINAL_TYPE (KcBackground, kc_background, KC, BACKGROUND, GObject)

/* Signal: refused (): the desktop does not allow it; the window is shown again. */

/* How long the hidden window waits for somebody to look at the result, in seconds. */
#define KC_BACKGROUND_TIMEOUT_S 600

KcBackground *kc_background_new (guint timeout_s);

/* Whether the attempt can run without a window: a code on the screen must be visible. `attempt` may
 * be NULL. */
gboolean kc_background_can_run (KcAttempt *attempt);

/* Hides the window in which `attempt` runs, if the attempt can run without it. `bus` may be NULL:
 * then the portal is not asked. */
void kc_background_enter (KcBackground *self,
                          GtkWindow *window,
                          KcAttempt *attempt,
                          GDBusConnection *bus);

G_END_DECLS
