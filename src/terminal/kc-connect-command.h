/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConnectCommand: `keebai-connect-cli whatsapp connect`.
 *
 * Scenario: the controller has finished looking for a key and for an unfinished session. That
 * session is resumed or dropped, as the options or the person decide. Otherwise a new attempt
 * starts. KcConnectView shows the attempt, and ::done says how it ended.
 */

#pragma once

#include "kc-cli-exit.h"
#include "kc-connect-view.h"

G_BEGIN_DECLS

#define KC_TYPE_CONNECT_COMMAND (kc_connect_command_get_type ())
G_DECLARE_FINAL_TYPE (KcConnectCommand, kc_connect_command, KC, CONNECT_COMMAND, GObject)

/* Signal: done (int: KcCliExit): emitted once, when everything has been printed. */

/* The controller has a key and has finished looking. `options` is borrowed and must outlive the
 * command. `in_fd`, `err_fd`: where the person is asked if both are a terminal. */
KcConnectCommand *kc_connect_command_new (
    KcController *controller, KcOutput *output, const KcCliOptions *options, int in_fd, int err_fd);

void kc_connect_command_run (KcConnectCommand *self);

/* Call when the size of the terminal has changed. */
void kc_connect_command_redraw (KcConnectCommand *self);

/* Stops, for the reason `code` (such as KC_CLI_EXIT_INTERRUPTED): asks Keebai for the state, for a
 * few seconds at most, says what may still happen, and emits ::done. */
void kc_connect_command_stop (KcConnectCommand *self, KcCliExit code);

/* Call when the program ends at once: removes the picture of the code. */
void kc_connect_command_remove_traces (KcConnectCommand *self);

G_END_DECLS
