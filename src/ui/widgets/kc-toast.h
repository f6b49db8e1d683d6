/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-toast: a sentence that stands in the window for some seconds, and that screen readers say. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* `text`: plain, no markup. */
void kc_toast_show (AdwToastOverlay *overlay, const char *text);

G_END_DECLS
