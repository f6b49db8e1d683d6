/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-window-size: the size of the window, kept in GSettings. Without the schema (not installed, or
 * an older one) nothing is kept and nothing breaks.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kc_window_size_restore (GtkWindow *window);
void kc_window_size_save (GtkWindow *window);

G_END_DECLS
