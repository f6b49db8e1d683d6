/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-settings: what the window remembers in GSettings: its size, whether to keep the key, the kind
 * of phone, and the answers about the last number. If the schema is not installed, or is older,
 * nothing is remembered.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kc_settings_restore_window (GtkWindow *window);
void kc_settings_save_window (GtkWindow *window);

/* Binds the switch, for as long as it exists, to whether a key is kept. Returns FALSE if the
 * setting is locked. */
gboolean kc_settings_bind_keep_key (GtkSwitch *keep_switch);

/* Makes the stack show the page "android" or "iphone", whichever was shown last, and remember it,
 * for as long as it exists. */
void kc_settings_bind_phone (GtkStack *phones);

/* The answers about the last number, in the form of kc_number_answers_to_words (); empty if there
 * are none. Free with g_strfreev (). */
GStrv kc_settings_get_number_answers (void);
void kc_settings_set_number_answers (const char *const *words);

G_END_DECLS
