/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-query-command: the commands that ask and end: channels, whoami, report. */

#pragma once

#include "kc-cli-exit.h"
#include "kc-controller.h"
#include "kc-output.h"

G_BEGIN_DECLS

/* Lists the channels. The controller has a key. */
void kc_query_command_list_channels_async (KcController *controller,
                                           KcOutput *output,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
KcCliExit kc_query_command_list_channels_finish (GAsyncResult *result);

/* Whose key it is. The controller has one. */
KcCliExit kc_query_command_print_account (KcController *controller, KcOutput *output);

/* The contents of a report about a fault. */
KcCliExit kc_query_command_print_report (KcController *controller, KcOutput *output);

/* Prints why it failed, in words, and what the person can still try. */
KcCliExit kc_query_command_print_error (KcOutput *output, const GError *error);

G_END_DECLS
