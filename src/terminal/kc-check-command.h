/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-check-command: `keebai-connect-cli check`: what is in the way on this computer: key,
 * permissions, network, clock, proxy, keyring, notes, browser, portal, terminal; each a line that
 * says that it is fine, or what to do.
 */

#pragma once

#include "kc-cli-exit.h"
#include "kc-controller.h"
#include "kc-output.h"

G_BEGIN_DECLS

/* The controller has looked for a key, and may have found none. */
void kc_check_command_run_async (KcController *controller,
                                 KcOutput *output,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* KC_CLI_EXIT_OK if nothing is in the way of connecting; else as for connecting. */
KcCliExit kc_check_command_run_finish (GAsyncResult *result);

G_END_DECLS
