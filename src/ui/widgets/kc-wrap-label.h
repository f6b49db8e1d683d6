/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-wrap-label: labels for running text that are made in code; most stand in .ui files. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A label that begins at its start and takes as many lines as it needs. `text` and `css_class` may
 * be NULL. Returns: (transfer floating) */
GtkWidget *kc_wrap_label_new (const char *text, const char *css_class);

G_END_DECLS
