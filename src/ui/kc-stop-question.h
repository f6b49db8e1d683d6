/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-stop-question: asks whether to stop the attempt that runs, or only to close the window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Its response is KC_STOP_QUESTION_STOP, KC_STOP_QUESTION_HIDE if `can_hide`: go on without the
 * window, or anything else: go on. Owned by GTK. */
#define KC_STOP_QUESTION_STOP "stop"
#define KC_STOP_QUESTION_HIDE "hide"

GtkWindow *kc_stop_question_new (GtkWindow *parent, gboolean can_hide);

G_END_DECLS
