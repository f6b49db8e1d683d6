/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcOutput: what the terminal program says, and where. The result goes to standard output, all else
 * to standard error; with JSON there is only standard output, one object a line.
 *
 * Where standard error is a terminal that takes drawing, a status line can be rewritten in place,
 * and a whole screen can be shown (the terminal's alternate one, so that no code stays behind in
 * what can be scrolled back to). Elsewhere there are lines and nothing else: no colours, no control
 * characters.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KC_TYPE_OUTPUT (kc_output_get_type ())
G_DECLARE_FINAL_TYPE (KcOutput, kc_output, KC, OUTPUT, GObject)

/* The descriptors stay the caller's. Looks at the environment: TERM, NO_COLOR. */
KcOutput *kc_output_new (int out_fd, int err_fd, gboolean json);

gboolean kc_output_is_json (KcOutput *self);
/* A terminal, with colours and UTF-8, and not JSON. */
gboolean kc_output_can_draw (KcOutput *self);
/* Characters; 80 × 24 if the terminal does not tell. */
void kc_output_get_size (KcOutput *self, guint *columns, guint *rows);

/* The result, on standard output; nothing with JSON. `line` is without a line end. */
void kc_output_print (KcOutput *self, const char *line);
/* A line for the person; nothing with JSON. */
void kc_output_print_message (KcOutput *self, const char *line);
/* The object, on standard output, if it is JSON. Takes `json`, freed with g_free (). */
void kc_output_take_event (KcOutput *self, char *json);

/* What is going on: rewritten in place if that is possible, otherwise printed once and without
 * `time`. Both may be NULL. */
void kc_output_set_status (KcOutput *self, const char *status, const char *time);

/* Shows `lines` (NULL-terminated) and nothing else, with the status below. NULL: goes back to
 * printing lines. Does nothing if it cannot draw. */
void kc_output_set_screen (KcOutput *self, const char *const *lines);

/* Leaves the terminal as it was found. Also from a second Ctrl+C. */
void kc_output_restore (KcOutput *self);

G_END_DECLS
