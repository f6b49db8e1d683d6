/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-shortcuts: the window that lists the keyboard shortcuts. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kc_shortcuts_present (GtkWindow *parent);

G_END_DECLS
