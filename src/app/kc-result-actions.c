/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-actions.h"

/* The index is a KcResultReason. If the number may be connected already, a second session could
 * connect it twice. Messages help only if a page was opened or a code was shown. */
static const KcResultActions ACTIONS[] = {
    [KC_RESULT_REASON_TIME_UP] = {KC_OUTCOME_EXPIRED, .other_way = TRUE, .messages = TRUE},
    [KC_RESULT_REASON_ENDED_EARLY] = {KC_OUTCOME_EXPIRED, .other_way = TRUE, .messages = TRUE},
    [KC_RESULT_REASON_CANCELLED] = {KC_OUTCOME_CANCELLED, .other_way = TRUE, .messages = TRUE},
    [KC_RESULT_REASON_NOT_LINKED] = {KC_OUTCOME_FAILED, .other_way = TRUE, .messages = TRUE},
    [KC_RESULT_REASON_DECLINED] = {KC_OUTCOME_FAILED, .other_way = TRUE, .messages = TRUE},
    [KC_RESULT_REASON_NOT_KNOWN] = {KC_OUTCOME_UNKNOWN, .messages = TRUE},
    [KC_RESULT_REASON_NOT_KNOWN_KEY] = {KC_OUTCOME_UNKNOWN},
    [KC_RESULT_REASON_SESSION_LOST] = {KC_OUTCOME_FAILED, .other_way = TRUE, .messages = TRUE},
    [KC_RESULT_REASON_NO_CODES] = {KC_OUTCOME_FAILED, .other_way = TRUE},
    [KC_RESULT_REASON_REFUSED] = {KC_OUTCOME_FAILED, .other_way = TRUE},
    [KC_RESULT_REASON_PERMISSION] = {KC_OUTCOME_FAILED, .ask_for_key = TRUE},
    [KC_RESULT_REASON_KEY] = {KC_OUTCOME_FAILED},
    [KC_RESULT_REASON_UNREACHABLE] = {KC_OUTCOME_FAILED},
    [KC_RESULT_REASON_TROUBLE] = {KC_OUTCOME_FAILED, .other_way = TRUE},
};

G_DEFINE_ENUM_TYPE (KcResultReason,
                    kc_result_reason,
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_TIME_UP, "time-up"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_ENDED_EARLY, "ended-early"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_NOT_LINKED, "not-linked"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_DECLINED, "declined"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_NOT_KNOWN, "not-known"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_NOT_KNOWN_KEY, "not-known-key"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_SESSION_LOST, "session-lost"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_NO_CODES, "no-codes"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_PERMISSION, "permission"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_KEY, "key"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_UNREACHABLE, "unreachable"),
                    G_DEFINE_ENUM_VALUE (KC_RESULT_REASON_TROUBLE, "trouble"))

static KcResultReason
find_reason_of_failure (KcAttempt *attempt)
{
  const GError *error = kc_attempt_get_error (attempt);

  if (kc_attempt_may_ask_again (attempt))
    return kc_error_locks_out (error) ? KC_RESULT_REASON_NOT_KNOWN_KEY : KC_RESULT_REASON_NOT_KNOWN;
  if (kc_attempt_get_server_reason (attempt) != NULL || error == NULL)
    return KC_RESULT_REASON_NOT_LINKED;
  /* No request was refused: Keebai said so about the session. */
  if (g_error_matches (error, KC_ERROR, KC_ERROR_REFUSED) && kc_error_get_http_status (error) == 0)
    return kc_attempt_get_mode (attempt) == KC_MODE_QR ? KC_RESULT_REASON_NOT_LINKED
                                                       : KC_RESULT_REASON_DECLINED;

  return kc_result_reason_from_error (error);
}

KcResultReason
kc_result_reason_find (KcAttempt *attempt)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), KC_RESULT_REASON_TROUBLE);

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_EXPIRED:
      if (kc_attempt_is_time_up (attempt)
          || (kc_attempt_get_mode (attempt) == KC_MODE_QR && !kc_attempt_is_scanned (attempt)))
        return KC_RESULT_REASON_TIME_UP;
      /* The stream said why. */
      return kc_attempt_get_server_reason (attempt) != NULL ? KC_RESULT_REASON_NOT_LINKED
                                                            : KC_RESULT_REASON_ENDED_EARLY;
    case KC_ATTEMPT_CANCELLED:
      return KC_RESULT_REASON_CANCELLED;
    case KC_ATTEMPT_FAILED:
      return find_reason_of_failure (attempt);
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    case KC_ATTEMPT_CONNECTED:
    default:
      g_return_val_if_reached (KC_RESULT_REASON_TROUBLE);
    }
}

KcResultReason
kc_result_reason_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, KC_RESULT_REASON_TROUBLE);

  if (error->domain != KC_ERROR)
    return KC_RESULT_REASON_TROUBLE;

  switch ((KcError) error->code)
    {
    case KC_ERROR_FORBIDDEN:
      return KC_RESULT_REASON_PERMISSION;
    case KC_ERROR_KEY_MALFORMED:
    case KC_ERROR_UNAUTHORIZED:
      return KC_RESULT_REASON_KEY;
    case KC_ERROR_NOT_FOUND:
    case KC_ERROR_GONE:
      return KC_RESULT_REASON_SESSION_LOST;
    case KC_ERROR_NO_STREAM:
      return KC_RESULT_REASON_NO_CODES;
    case KC_ERROR_REFUSED:
      return KC_RESULT_REASON_REFUSED;
    case KC_ERROR_OFFLINE:
    case KC_ERROR_TIMED_OUT:
    case KC_ERROR_TLS:
    case KC_ERROR_TLS_AUTHORITY:
    case KC_ERROR_TLS_TIME:
    case KC_ERROR_TLS_HOST:
    case KC_ERROR_PROXY:
    case KC_ERROR_PROXY_PASSWORD:
    case KC_ERROR_PORTAL:
    case KC_ERROR_GATEWAY:
    case KC_ERROR_INSECURE:
    case KC_ERROR_INVALID_ADDRESS:
    case KC_ERROR_WRONG_ADDRESS:
    case KC_ERROR_RATE_LIMITED:
    case KC_ERROR_MAINTENANCE:
      return KC_RESULT_REASON_UNREACHABLE;
    case KC_ERROR_SERVER:
    case KC_ERROR_BAD_REPLY:
    default:
      return KC_RESULT_REASON_TROUBLE;
    }
}

const KcResultActions *
kc_result_actions_get (KcResultReason reason)
{
  g_return_val_if_fail (reason < G_N_ELEMENTS (ACTIONS), &ACTIONS[KC_RESULT_REASON_TROUBLE]);

  return &ACTIONS[reason];
}

gboolean
kc_result_offers_messages (KcAttempt *attempt)
{
  KcAttemptState state;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), FALSE);

  state = kc_attempt_get_state (attempt);
  if (!kc_attempt_state_is_terminal (state))
    return TRUE;

  return state != KC_ATTEMPT_CONNECTED
         && kc_result_actions_get (kc_result_reason_find (attempt))->messages;
}
