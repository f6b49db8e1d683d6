/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-route.h"

const char *
kc_route_get_attempt_page (KcController *controller)
{
  KcAttempt *attempt;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);

  attempt = kc_controller_get_attempt (controller);
  if (attempt == NULL)
    return NULL;
  if (kc_controller_is_key_wanted (controller))
    return "key";

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_IDLE:
      return NULL;
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
      return kc_attempt_get_mode (attempt) == KC_MODE_QR ? "scan" : "browser";
    case KC_ATTEMPT_CANCELLED:
      /* Somebody who cancelled it here knows that. */
      return kc_controller_was_cancelled_here (controller) ? "choose" : "result";
    case KC_ATTEMPT_CONNECTED:
    case KC_ATTEMPT_EXPIRED:
    case KC_ATTEMPT_FAILED:
      return "result";
    default:
      g_return_val_if_reached (NULL);
    }
}

const char *
kc_route_get_page_for (KcController *controller, const char *name)
{
  g_return_val_if_fail (KC_IS_CONTROLLER (controller), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  /* Nothing can be chosen without a key. */
  if ((g_str_equal (name, "choose") || g_str_equal (name, "number"))
      && kc_key_manager_get_client (kc_controller_get_key_manager (controller)) == NULL)
    return "key";

  /* No question that is already decided. */
  if (g_str_equal (name, "number")
      && !kc_presets_asks_questions (kc_controller_get_presets (controller)))
    return "choose";

  if (g_str_equal (name, "channel") && kc_controller_get_chosen_channel (controller, NULL) == NULL)
    return "welcome";

  /* These pages belong to the attempt. */
  if (g_str_equal (name, "browser") || g_str_equal (name, "scan") || g_str_equal (name, "result"))
    return kc_route_get_attempt_page (controller);

  return name;
}
