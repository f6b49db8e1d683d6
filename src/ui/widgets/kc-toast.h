/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-toast: a sentence that the window shows for some seconds, and that screen readers announce. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* `text`: plain, no markup. */
void kc_toast_show (AdwToastOverlay *overlay, const char *text);

G_END_DECLS
