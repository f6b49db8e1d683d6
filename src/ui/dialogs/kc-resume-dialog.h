/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-resume-dialog: when one number is unfinished and the person is about to connect another, asks
 * whether to continue with the first, because two at a time would interfere with each other.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The response is one of these; anything else means neither. Present it; GTK owns it. */
#define KC_RESUME_DIALOG_GO_ON "go-on"
#define KC_RESUME_DIALOG_LEAVE "leave"

GtkWindow *kc_resume_dialog_new (GtkWindow *parent);

G_END_DECLS
