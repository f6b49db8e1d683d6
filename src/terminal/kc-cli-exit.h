/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-cli-exit: the exit statuses of keebai-connect-cli. Scripts rely on the numbers; the manual
 * page lists them.
 */

#pragma once

#include "kc-attempt.h"

G_BEGIN_DECLS

/**
 * KcCliExit:
 * @KC_CLI_EXIT_OK: connected, or the command succeeded
 * @KC_CLI_EXIT_FAILED: failed for another reason
 * @KC_CLI_EXIT_USAGE: the command line is invalid
 * @KC_CLI_EXIT_CANCELLED: cancelled in the browser
 * @KC_CLI_EXIT_EXPIRED: the time of the session, or --timeout, is over
 * @KC_CLI_EXIT_UNAUTHORIZED: no access key, or Keebai does not accept it (401)
 * @KC_CLI_EXIT_FORBIDDEN: the access key lacks a permission (403)
 * @KC_CLI_EXIT_UNREACHABLE: Keebai cannot be reached, or not safely
 * @KC_CLI_EXIT_PENDING: an unfinished session is in the way, or there is none to resume
 * @KC_CLI_EXIT_INTERRUPTED: Ctrl+C or SIGTERM; the number that shells use
 */
typedef enum {
  KC_CLI_EXIT_OK = 0,
  KC_CLI_EXIT_FAILED = 1,
  KC_CLI_EXIT_USAGE = 2,
  KC_CLI_EXIT_CANCELLED = 3,
  KC_CLI_EXIT_EXPIRED = 4,
  KC_CLI_EXIT_UNAUTHORIZED = 5,
  KC_CLI_EXIT_FORBIDDEN = 6,
  KC_CLI_EXIT_UNREACHABLE = 7,
  KC_CLI_EXIT_PENDING = 8,
  KC_CLI_EXIT_INTERRUPTED = 130,
} KcCliExit;

/* `error` NULL: KC_CLI_EXIT_FAILED. */
KcCliExit kc_cli_exit_from_error (const GError *error);

/* `attempt` is over. */
KcCliExit kc_cli_exit_from_attempt (KcAttempt *attempt);

/* For the _finish function of a command whose GTask returns a KcCliExit; KC_CLI_EXIT_INTERRUPTED if
 * it was cancelled. */
KcCliExit kc_cli_exit_from_task (GAsyncResult *result);

/* The outcome as a word for programs ("connected", "refused", …). Static, not translated. */
const char *kc_cli_exit_to_outcome (KcCliExit code);

G_END_DECLS
