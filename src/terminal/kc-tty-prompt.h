/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-tty-prompt: asks the person at the terminal for a line, or reads a line from a descriptor. The
 * line may be a secret: buffers are wiped.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether somebody can be asked: both are a terminal. */
gboolean kc_tty_prompt_is_possible (int in_fd, int out_fd);

/* Writes `question` (may be NULL) to `out_fd`, and reads a line from `in_fd`. `hidden`: does not
 * show what is typed. `cancellable` is not NULL. Returns the line without its newline, or NULL
 * without an error at the end of the input; free it with kc_secret_free (). Only one call at a
 * time. */
void kc_tty_prompt_async (int in_fd,
                          int out_fd,
                          const char *question,
                          gboolean hidden,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
char *kc_tty_prompt_finish (GAsyncResult *result, GError **error);

/* Shows again what is typed. Call it to end the program in the middle of a question. */
void kc_tty_prompt_restore (void);

G_END_DECLS
