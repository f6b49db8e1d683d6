/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcWindow: the main window. It shows the page that belongs to the state of the attempt
 * (KcPageStack), and asks before a running attempt is stopped (KcStopGuard).
 *
 * Actions: see KcPage.
 * Signal: hide (): the person closes the window and lets the attempt go on.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_WINDOW (kc_window_get_type ())
G_DECLARE_FINAL_TYPE (KcWindow, kc_window, KC, WINDOW, AdwApplicationWindow)

/* `application` may be NULL in tests. Looks for the key after the first frame. */
KcWindow *kc_window_new (GtkApplication *application, KcController *controller);

/* Borrowed. */
KcController *kc_window_get_controller (KcWindow *self);

/* Starts again with another controller, to enter or leave practice: destroys the pages, and closes
 * the previous controller. */
void kc_window_set_controller (KcWindow *self, KcController *controller);

/* Whether an attempt may continue while the window is hidden. Only if something can show it again.
 */
void kc_window_set_can_hide (KcWindow *self, gboolean can_hide);

/* The name of the page that is shown. Borrowed. */
const char *kc_window_get_page_name (KcWindow *self);

void kc_window_show_toast (KcWindow *self, const char *text);

G_END_DECLS
