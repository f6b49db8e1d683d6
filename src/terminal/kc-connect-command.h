/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcConnectCommand: `keebai-connect-cli whatsapp connect`.
 *
 * Scenario: the controller has looked for a key and for what an earlier run has left. A session
 * that was not finished is resumed or dropped, as the options or the person say; then a new
 * attempt begins, KcConnectView shows it, and ::done tells how it ended.
 */

#pragma once

#include "kc-cli-exit.h"
#include "kc-connect-view.h"

G_BEGIN_DECLS

#define KC_TYPE_CONNECT_COMMAND (kc_connect_command_get_type ())
G_DECLARE_FINAL_TYPE (KcConnectCommand, kc_connect_command, KC, CONNECT_COMMAND, GObject)

/* Signal: done (int: KcCliExit): emitted once, when everything has been printed. */

/* The controller has a key and does not look for one any more. `options` are borrowed, and outlive
 * the command. `in_fd`, `err_fd`: where the person is asked, if both are a terminal. */
KcConnectCommand *kc_connect_command_new (
    KcController *controller, KcOutput *output, const KcCliOptions *options, int in_fd, int err_fd);

void kc_connect_command_run (KcConnectCommand *self);

/* The terminal has another size. */
void kc_connect_command_redraw (KcConnectCommand *self);

/* The person does not want to wait any more (KC_CLI_EXIT_INTERRUPTED): spends a few seconds asking
 * Keebai for the state, says what may still happen, and is done. */
void kc_connect_command_stop (KcConnectCommand *self, KcCliExit code);

/* The program ends now: nothing readable stays behind. */
void kc_connect_command_remove_traces (KcConnectCommand *self);

G_END_DECLS
