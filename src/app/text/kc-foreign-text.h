/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-foreign-text: makes names, numbers and ids from others safe to show, so that they can neither
 * control a terminal nor change how the text around them reads.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For standard output: control and format characters and line separators (Cc, Cf, Zl, Zp) are
 * replaced by U+FFFD. Always valid UTF-8. Free with g_free (). */
char *kc_foreign_text_to_line (const char *text);

/* For labels and notifications: the same, but joiners within letters and emoji are kept, and the
 * text is put into a bidirectional isolate (U+2068, U+2069). Free with g_free (). */
char *kc_foreign_text_to_label (const char *text);

/* The same for a name within a sentence: cut to about a line. Free with g_free (). */
char *kc_foreign_text_to_short_label (const char *text);

G_END_DECLS
