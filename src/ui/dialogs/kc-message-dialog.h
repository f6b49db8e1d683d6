/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-message-dialog: a message dialog with its own labels for heading and body.
 *
 * libadwaita 1.7 measures its heading at widths that are too small, and GTK 4.18 warns each time.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A dialog without responses. `parent` may be NULL. Present it; GTK owns it. */
AdwMessageDialog *kc_message_dialog_new (GtkWindow *parent, const char *heading, const char *body);

G_END_DECLS
