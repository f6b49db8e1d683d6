/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-pending-question: a number was not finished, and the person is about to connect another: asks
 * what becomes of the first, for two at a time would get in each other's way.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Its response is one of these, or another word: neither. Present it; it destroys itself. */
#define KC_PENDING_QUESTION_GO_ON "go-on"
#define KC_PENDING_QUESTION_LEAVE "leave"

GtkWindow *kc_pending_question_new (GtkWindow *parent);

G_END_DECLS
