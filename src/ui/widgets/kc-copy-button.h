/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcCopyButton: copies a text to the clipboard when it is pressed, and says so with "win.toast".
 * The text appears nowhere else, neither in a tooltip nor for assistive technology.
 */

#pragma once

#include "kc-wrap-button.h"

G_BEGIN_DECLS

#define KC_TYPE_COPY_BUTTON (kc_copy_button_get_type ())
G_DECLARE_FINAL_TYPE (KcCopyButton, kc_copy_button, KC, COPY_BUTTON, KcWrapButton)

/* Signal: copied (): the text is in the clipboard. */

/* `label` with a mnemonic. */
GtkWidget *kc_copy_button_new (const char *label);

/* The text to copy; NULL makes the button insensitive. */
void kc_copy_button_set_text (KcCopyButton *self, const char *text);

G_END_DECLS
