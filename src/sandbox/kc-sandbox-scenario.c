/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-scenario.h"

G_DEFINE_ENUM_TYPE (KcSandboxScenario,
                    kc_sandbox_scenario,
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_WORKS, "works"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_TIME_OUT, "time-out"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_DEVICE_LIMIT, "device-limit"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_NETWORK_DROPS, "network-drops"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_NO_PERMISSION, "no-permission"),
                    G_DEFINE_ENUM_VALUE (KC_SANDBOX_SCENARIO_DOWN, "down"))

/* Its values stay as long as the class, which this keeps for good. */
static GEnumClass *
get_class (void)
{
  static GEnumClass *enum_class;

  if (g_once_init_enter (&enum_class))
    g_once_init_leave (&enum_class, g_type_class_ref (KC_TYPE_SANDBOX_SCENARIO));
  return enum_class;
}

const char *
kc_sandbox_scenario_to_string (KcSandboxScenario scenario)
{
  const GEnumValue *value = g_enum_get_value (get_class (), (int) scenario);

  g_return_val_if_fail (value != NULL, NULL);

  return value->value_nick;
}

gboolean
kc_sandbox_scenario_from_string (const char *nick, KcSandboxScenario *scenario)
{
  const GEnumValue *value = g_enum_get_value_by_nick (get_class (), nick);

  if (value != NULL)
    *scenario = (KcSandboxScenario) value->value;
  return value != NULL;
}
