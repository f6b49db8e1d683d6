/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-stop-question: asks whether to stop the attempt that runs. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Its response is KC_STOP_QUESTION_STOP, or anything else: go on. Owned by GTK. */
#define KC_STOP_QUESTION_STOP "stop"

GtkWindow *kc_stop_question_new (GtkWindow *parent);

G_END_DECLS
