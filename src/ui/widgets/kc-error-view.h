/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcErrorView: an error as a person can use it: a sentence, a reason, one button, and the technical
 * text behind "Details" with a copy button.
 */

#pragma once

#include "kc-clock.h"
#include "kc-error-text.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_ERROR_VIEW (kc_error_view_get_type ())
G_DECLARE_FINAL_TYPE (KcErrorView, kc_error_view, KC, ERROR_VIEW, AdwBin)

/* Signal: try-again (gboolean by_itself): the person wants it; or the network, which was away, is
 * back, or some time has passed, and then the error stays in sight until there is an answer. The
 * view handles the other remedies itself. */
GtkWidget *kc_error_view_new (void);

/* From now on an error that may pass by itself is tried again after a growing pause, by `clock`. */
void kc_error_view_set_clock (KcErrorView *self, KcClock *clock);

/* NULL hides it. Announced to assistive technology when it changes. */
void kc_error_view_set_error (KcErrorView *self, const GError *error);

G_END_DECLS
