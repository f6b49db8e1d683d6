/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-query-command: the commands that print something and end: channels, whoami, report. */

#pragma once

#include "kc-cli-exit.h"
#include "kc-controller.h"
#include "kc-output.h"

G_BEGIN_DECLS

/* Prints the channels. The controller has a key. */
void kc_query_command_list_channels_async (KcController *controller,
                                           KcOutput *output,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
KcCliExit kc_query_command_list_channels_finish (GAsyncResult *result);

/* Prints whose key it is. The controller has one. */
KcCliExit kc_query_command_print_account (KcController *controller, KcOutput *output);

/* Prints a report for support. */
KcCliExit kc_query_command_print_report (KcController *controller, KcOutput *output);

/* Prints why something failed, in words, and what the person can try. Returns the exit status. */
KcCliExit kc_query_command_print_error (KcOutput *output, const GError *error);

G_END_DECLS
