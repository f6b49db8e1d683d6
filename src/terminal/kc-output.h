/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcOutput: prints the output of the terminal program. The result goes to standard output,
 * everything else to standard error. With JSON, everything goes to standard output, one object per
 * line.
 *
 * If standard error is a terminal that can draw, the status line is rewritten in place, and a
 * screen of lines can be shown. That uses the terminal's alternate screen, so that no code stays in
 * the scrollback. Otherwise only plain lines are printed, without colours or control characters.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KC_TYPE_OUTPUT (kc_output_get_type ())
G_DECLARE_FINAL_TYPE (KcOutput, kc_output, KC, OUTPUT, GObject)

/* The caller keeps the descriptors. Reads TERM and NO_COLOR from the environment. */
KcOutput *kc_output_new (int out_fd, int err_fd, gboolean json);

gboolean kc_output_is_json (KcOutput *self);
/* Whether it is a terminal with colours and UTF-8, and not JSON. */
gboolean kc_output_can_draw (KcOutput *self);
/* The size of the terminal in characters; 80 × 24 if it is not known. */
void kc_output_get_size (KcOutput *self, guint *columns, guint *rows);

/* Prints the result on standard output; nothing with JSON. `line` has no newline. */
void kc_output_print (KcOutput *self, const char *line);
/* Prints a line for the person on standard error; nothing with JSON. */
void kc_output_print_message (KcOutput *self, const char *line);
/* Prints the object on standard output; nothing without JSON. `json`: (transfer full) */
void kc_output_take_event (KcOutput *self, char *json);

/* Shows what is going on: rewritten in place if possible, otherwise printed once and without
 * `time`. Both may be NULL. */
void kc_output_set_status (KcOutput *self, const char *status, const char *time);

/* Shows only `lines` (NULL-terminated), with the status below. NULL: returns to printing lines.
 * Does nothing if it cannot draw. */
void kc_output_set_screen (KcOutput *self, const char *const *lines);

/* Restores the terminal. May be called from the handler of a second Ctrl+C. */
void kc_output_restore (KcOutput *self);

G_END_DECLS
