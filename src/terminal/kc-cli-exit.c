/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-cli-exit.h"

#include "kc-result-actions.h"

KcCliExit
kc_cli_exit_from_error (const GError *error)
{
  if (error == NULL || error->domain != KC_ERROR)
    return KC_CLI_EXIT_FAILED;

  switch (error->code)
    {
    case KC_ERROR_UNAUTHORIZED:
    case KC_ERROR_KEY_MALFORMED:
      return KC_CLI_EXIT_UNAUTHORIZED;
    case KC_ERROR_FORBIDDEN:
      return KC_CLI_EXIT_FORBIDDEN;
    default:
      return kc_error_is_transient (error) ? KC_CLI_EXIT_UNREACHABLE : KC_CLI_EXIT_FAILED;
    }
}

KcCliExit
kc_cli_exit_from_attempt (KcAttempt *attempt)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), KC_CLI_EXIT_FAILED);

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_CONNECTED:
      return KC_CLI_EXIT_OK;
    case KC_ATTEMPT_EXPIRED:
      /* A failed session is over, too, and may be reported that way. */
      return kc_result_reason_find (attempt) == KC_RESULT_REASON_NOT_LINKED ? KC_CLI_EXIT_FAILED
                                                                            : KC_CLI_EXIT_EXPIRED;
    case KC_ATTEMPT_CANCELLED:
      return KC_CLI_EXIT_CANCELLED;
    case KC_ATTEMPT_FAILED:
      return kc_cli_exit_from_error (kc_attempt_get_error (attempt));
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    default:
      g_return_val_if_reached (KC_CLI_EXIT_FAILED);
    }
}

KcCliExit
kc_cli_exit_from_task (GAsyncResult *result)
{
  GError *error = NULL;
  gssize code;

  g_return_val_if_fail (g_task_is_valid (result, NULL), KC_CLI_EXIT_FAILED);

  code = g_task_propagate_int (G_TASK (result), &error);
  if (error == NULL)
    return (KcCliExit) code;

  g_error_free (error);

  return KC_CLI_EXIT_INTERRUPTED;
}

const char *
kc_cli_exit_to_outcome (KcCliExit code)
{
  switch (code)
    {
    case KC_CLI_EXIT_OK:
      return "connected";
    case KC_CLI_EXIT_CANCELLED:
      return "cancelled";
    case KC_CLI_EXIT_EXPIRED:
      return "expired";
    case KC_CLI_EXIT_UNAUTHORIZED:
      return "unauthorized";
    case KC_CLI_EXIT_FORBIDDEN:
      return "forbidden";
    case KC_CLI_EXIT_UNREACHABLE:
      return "unreachable";
    case KC_CLI_EXIT_PENDING:
      return "pending";
    case KC_CLI_EXIT_INTERRUPTED:
      return "interrupted";
    case KC_CLI_EXIT_FAILED:
    case KC_CLI_EXIT_USAGE:
    default:
      return "failed";
    }
}
