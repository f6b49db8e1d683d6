/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-about: what the program is, and what a report about a fault has to say. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kc_about_present (GtkWindow *parent);

G_END_DECLS
