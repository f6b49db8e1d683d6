/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-about: the About window: version, licence, credits, and what a bug report needs
 * (kc-debug-info).
 */

#pragma once

#include "kc-controller.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Both may be NULL. */
void kc_about_present (GtkWindow *parent, KcController *controller);

G_END_DECLS
