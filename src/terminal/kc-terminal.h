/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcTerminal: the program in a terminal, from the key to the exit status. Owns the controller and
 * the command that runs, and handles signals: the first Ctrl+C ends the command properly, the
 * second at once.
 */

#pragma once

#include "kc-cli-exit.h"
#include "kc-cli-options.h"

G_BEGIN_DECLS

#define KC_TYPE_TERMINAL (kc_terminal_get_type ())
G_DECLARE_FINAL_TYPE (KcTerminal, kc_terminal, KC, TERMINAL, GObject)

/* `options` is borrowed. `environment_key` (a secret, copied) may be NULL. `out_fd`: for the
 * result; `err_fd`: for everything else; `in_fd`: where the person answers. */
KcTerminal *kc_terminal_new (
    const KcCliOptions *options, const char *environment_key, int out_fd, int err_fd, int in_fd);

/* Runs a main loop until the command is done. Call it once. */
KcCliExit kc_terminal_run (KcTerminal *self);

G_END_DECLS
