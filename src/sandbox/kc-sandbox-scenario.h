/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxScenario: how a connection in practice goes, chosen by one name. docs/practice.md says
 * what a client sees in each, for both ways to connect.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KcSandboxScenario:
 * @KC_SANDBOX_SCENARIO_WORKS: it works
 * @KC_SANDBOX_SCENARIO_CANCELLED: the session is cancelled
 * @KC_SANDBOX_SCENARIO_TIME_OUT: the time of the session runs out
 * @KC_SANDBOX_SCENARIO_REFUSED: the phone refuses to link, Meta refuses the number
 * @KC_SANDBOX_SCENARIO_DEVICE_LIMIT: the phone has four linked devices, the portfolio is full
 * @KC_SANDBOX_SCENARIO_NETWORK_DROPS: the network is gone for a while, and comes back
 * @KC_SANDBOX_SCENARIO_NO_PERMISSION: no key may connect
 * @KC_SANDBOX_SCENARIO_DOWN: Keebai is down for maintenance
 *
 * The nicks are the names: "works", "cancelled", "time-out", "refused", "device-limit",
 * "network-drops", "no-permission", "down".
 */
typedef enum {
  KC_SANDBOX_SCENARIO_WORKS,
  KC_SANDBOX_SCENARIO_CANCELLED,
  KC_SANDBOX_SCENARIO_TIME_OUT,
  KC_SANDBOX_SCENARIO_REFUSED,
  KC_SANDBOX_SCENARIO_DEVICE_LIMIT,
  KC_SANDBOX_SCENARIO_NETWORK_DROPS,
  KC_SANDBOX_SCENARIO_NO_PERMISSION,
  KC_SANDBOX_SCENARIO_DOWN,
} KcSandboxScenario;

#define KC_TYPE_SANDBOX_SCENARIO (kc_sandbox_scenario_get_type ())
GType kc_sandbox_scenario_get_type (void);

G_END_DECLS
