/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-number-lines: the names or numbers in a text that was typed or pasted, one a line. Pure.
 *
 * Bullets, numbering, quotes, commas at the end and invisible characters around a line are taken
 * off; the columns of a spreadsheet become one line. The same phone number in another format is a
 * duplicate.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A longer line is cut. */
#define KC_NUMBER_LINES_MAX_CHARS 100

typedef struct {
  GPtrArray *lines;   /* char *, in their order */
  guint n_duplicates; /* left out: duplicates, in the text or of the list */
  guint n_beyond;     /* left out: the list was full */
} KcNumberLines;

/* `text` may be anything. `there`: what is in the list already (char *), or NULL. At most `room`
 * lines are taken. */
KcNumberLines *kc_number_lines_parse (const char *text, GPtrArray *there, guint room);
void kc_number_lines_free (KcNumberLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcNumberLines, kc_number_lines_free)

/* Whether a line is a phone number and not a name. */
gboolean kc_number_lines_is_phone_number (const char *line);

/**
 * KcNumberMatch:
 * @KC_NUMBER_MATCH_UNKNOWN: the line has no phone number in it
 * @KC_NUMBER_MATCH_SAME: the line is, or has in it, that phone number
 * @KC_NUMBER_MATCH_DIFFERENT: it is another one
 */
typedef enum {
  KC_NUMBER_MATCH_UNKNOWN,
  KC_NUMBER_MATCH_SAME,
  KC_NUMBER_MATCH_DIFFERENT,
} KcNumberMatch;

/* `phone_number`: the international number that was connected, with or without its plus. The line
 * may lack the country code, or have zeros or a prefix that is dialed in front. */
KcNumberMatch kc_number_lines_compare (const char *line, const char *phone_number);

G_END_DECLS
