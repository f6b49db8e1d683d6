/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-check-command: `keebai-connect-cli check`: checks what connecting needs on this computer: key,
 * permissions, network, clock, proxy, keyring, notes, browser, portal, terminal. Prints a line for
 * each: that it is fine, or what to do.
 */

#pragma once

#include "kc-cli-exit.h"
#include "kc-controller.h"
#include "kc-output.h"

G_BEGIN_DECLS

/* `controller` has finished looking for a key; there may be none. */
void kc_check_command_run_async (KcController *controller,
                                 KcOutput *output,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* KC_CLI_EXIT_OK if connecting should work; else the status that connecting would end with. */
KcCliExit kc_check_command_run_finish (GAsyncResult *result);

G_END_DECLS
