/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Between kc-application and kc-application-actions. */

#pragma once

#include "kc-application.h"
#include "kc-window.h"

G_BEGIN_DECLS

/* The one window; NULL before it is there. Borrowed. */
KcWindow *kc_application_get_window (KcApplication *self);

/* The window with the real service, or with the practice service (FALSE if that did not start). */
void kc_application_show_real (KcApplication *self);
gboolean kc_application_show_practice (KcApplication *self, GError **error);

/* Presets go into the window that is there, or into a new one. One that is busy is only shown. */
void kc_application_show_preset (KcApplication *self, const KcConnectRequest *request);

/* The attempt that runs goes on without the window. */
void kc_application_go_on_hidden (KcApplication *self);

/* Once, at the startup. */
void kc_application_add_actions (KcApplication *self);

G_END_DECLS
