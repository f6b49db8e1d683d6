/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcIntroView: the first page while there is no key: what the program is for, that it is looking
 * for a key, or why the key that it found cannot be used.
 */

#pragma once

#include "kc-controller.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_INTRO_VIEW (kc_intro_view_get_type ())
G_DECLARE_FINAL_TYPE (KcIntroView, kc_intro_view, KC, INTRO_VIEW, AdwBin)

GtkWidget *kc_intro_view_new (KcController *controller);

/* Shows the current state of the controller. */
void kc_intro_view_update (KcIntroView *self);

/* Call when the view is not visible any more: stops spinners and waits. */
void kc_intro_view_stop (KcIntroView *self);

/* The suggested button; NULL if there is none. Borrowed. */
GtkWidget *kc_intro_view_get_button (KcIntroView *self);

G_END_DECLS
