/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcDetails: a technical text, one click away and easy to copy: what support wants to see, and
 * nobody else.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KC_TYPE_DETAILS (kc_details_get_type ())
G_DECLARE_FINAL_TYPE (KcDetails, kc_details, KC, DETAILS, AdwBin)

GtkWidget *kc_details_new (void);

/* Already without secrets (kc_redact ()). NULL or "" hides it; another text folds it up. */
void kc_details_set_text (KcDetails *self, const char *text);

G_END_DECLS
