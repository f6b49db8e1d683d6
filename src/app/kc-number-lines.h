/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-number-lines: reads names or numbers from a text that was typed or pasted, one per line. Pure.
 *
 * Removes bullets, numbering, quotes, trailing commas and invisible characters around a line, and
 * joins the columns of a spreadsheet. The same phone number in another format is a duplicate.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A longer line is cut. */
#define KC_NUMBER_LINES_MAX_CHARS 100

typedef struct {
  GPtrArray *lines;   /* char *, in the order of the text */
  guint n_duplicates; /* left out because they are in the text or the list already */
  guint n_beyond;     /* left out because the list is full */
} KcNumberLines;

/* `text`: any bytes, not necessarily UTF-8. `there`: what is in the list already (char *), or NULL.
 * `room`: the most lines to take. */
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
