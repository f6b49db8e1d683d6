/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-tty-prompt: asks the person at the terminal for one line, or reads one line from a descriptor.
 * Answers may be secrets: they are freed with kc_secret_free (), and what held them is wiped.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether there is somebody to ask: both are a terminal. */
gboolean kc_tty_prompt_is_possible (int in_fd, int out_fd);

/* Writes `question` to `out_fd` (NULL: asks nothing) and reads a line of `in_fd`. `hidden`: what is
 * typed is not shown. `cancellable` is not NULL. The line is without its end; NULL without an error
 * if there was none. One at a time. */
void kc_tty_prompt_async (int in_fd,
                          int out_fd,
                          const char *question,
                          gboolean hidden,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
char *kc_tty_prompt_finish (GAsyncResult *result, GError **error);

/* Shows what is typed again; for who ends the program in the middle of a question. */
void kc_tty_prompt_restore (void);

G_END_DECLS
