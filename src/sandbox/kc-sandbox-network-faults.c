/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-network-faults.h"

gboolean
kc_sandbox_network_faults_swallow (KcSandboxKnobs *knobs)
{
  return kc_sandbox_knobs_is (knobs, "half-open", "on");
}

gboolean
kc_sandbox_network_faults_split (KcSandboxKnobs *knobs)
{
  return kc_sandbox_knobs_get_number (knobs, "pieces") > 0;
}

void
kc_sandbox_network_faults_apply (KcSandboxKnobs *knobs, KcSandboxConnection *connection)
{
  double piece = kc_sandbox_knobs_get_number (knobs, "pieces");
  double idle = kc_sandbox_knobs_get_number (knobs, "idle-cut");

  kc_sandbox_connection_set_piece (connection, (gsize) piece);
  kc_sandbox_connection_set_idle_cut (connection, (gint64) (idle * 1000));
}
