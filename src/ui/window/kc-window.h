/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcWindow: the one window. It shows the page that belongs to the state of the attempt
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

/* `application` may be NULL in tests. The key is looked for after the first frame. */
KcWindow *kc_window_new (GtkApplication *application, KcController *controller);

/* Borrowed. */
KcController *kc_window_get_controller (KcWindow *self);

/* Throws the pages away and starts again with another controller: into practice and out of it. The
 * one before is closed. */
void kc_window_set_controller (KcWindow *self, KcController *controller);

/* Whether an attempt may go on while the window is hidden: only where something brings it back. */
void kc_window_set_can_hide (KcWindow *self, gboolean can_hide);

/* The name of the page that is shown. */
const char *kc_window_get_page_name (KcWindow *self);

void kc_window_show_toast (KcWindow *self, const char *text);

G_END_DECLS
