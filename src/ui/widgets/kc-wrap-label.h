/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-wrap-label: creates labels for running text in code; most are in .ui files. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A start-aligned label that wraps. `text` and `css_class` may be NULL. Returns: (transfer
 * floating) */
GtkWidget *kc_wrap_label_new (const char *text, const char *css_class);

G_END_DECLS
