/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-message-dialog: a message dialog with the heading and the body in labels of our own.
 *
 * libadwaita 1.7 measures its own heading for widths that are too small for it, of each of which
 * GTK 4.18 warns.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Without responses yet. `parent` may be NULL. GTK owns it, as any window. */
AdwMessageDialog *kc_message_dialog_new (GtkWindow *parent, const char *heading, const char *body);

G_END_DECLS
