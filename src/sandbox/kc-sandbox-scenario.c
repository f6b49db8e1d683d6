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
