/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-foreign-text: makes names, numbers and ids that somebody else wrote safe to show: they must
 * neither control a terminal nor change how the text around them reads.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For standard output: control and format characters and line separators (Cc, Cf, Zl, Zp) are
 * replaced by U+FFFD. Always valid UTF-8. Free with g_free (). */
char *kc_foreign_text_to_line (const char *text);

/* For labels and notifications: the same, but characters that only join letters or emoji are kept;
 * and the text is put into an isolate (U+2068, U+2069), so that its direction ends with it. Free
 * with g_free (). */
char *kc_foreign_text_to_label (const char *text);

/* The same for a name within a sentence: no longer than about a line. */
char *kc_foreign_text_to_short_label (const char *text);

G_END_DECLS
