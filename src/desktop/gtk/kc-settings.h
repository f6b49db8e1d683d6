/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-settings: the few things that are kept in GSettings: the size of the window, whether the key
 * is to be kept, the kind of phone, and the answers about the last number. Without the schema (not
 * installed, or an older one) nothing is kept and nothing breaks.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kc_settings_restore_window (GtkWindow *window);
void kc_settings_save_window (GtkWindow *window);

/* As long as it lives the switch shows whether a key is to be kept, and changes that. FALSE: it may
 * not be changed. */
gboolean kc_settings_bind_keep_key (GtkSwitch *keep_switch);

/* The stack shows the page "android" or "iphone", whichever was shown last, and remembers it, for
 * as long as it exists. */
void kc_settings_bind_phone (GtkStack *phones);

/* What was answered about the last number, in the words of kc_number_answers_to_words (); empty if
 * nothing is kept. Free with g_strfreev (). */
GStrv kc_settings_get_number_answers (void);
void kc_settings_set_number_answers (const char *const *words);

G_END_DECLS
