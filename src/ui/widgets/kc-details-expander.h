/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcDetailsExpander: a technical text for support, one click away and easy to copy. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_DETAILS_EXPANDER (kc_details_expander_get_type ())
G_DECLARE_FINAL_TYPE (KcDetailsExpander, kc_details_expander, KC, DETAILS_EXPANDER, AdwBin)

/* `text` must not contain secrets (kc_redact ()). NULL or "" hides the expander; a new text
 * collapses it. */
void kc_details_expander_set_text (KcDetailsExpander *self, const char *text);

G_END_DECLS
