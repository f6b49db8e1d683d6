/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is wrong with the network between the service and its clients while they are connected:
 * everything is lost (knob `half-open`), idle connections are cut (`idle-cut`), or everything comes
 * in small pieces (`pieces`). The listener has the knob `offline`.
 */

#pragma once

#include "kc-sandbox-connection.h"
#include "kc-sandbox-knobs.h"

G_BEGIN_DECLS

/* TRUE if requests are swallowed. */
gboolean kc_sandbox_network_faults_swallow (KcSandboxKnobs *knobs);

/* TRUE if each answer needs a connection of its own, because the HTTP server cannot split it. */
gboolean kc_sandbox_network_faults_split (KcSandboxKnobs *knobs);

void kc_sandbox_network_faults_apply (KcSandboxKnobs *knobs, KcSandboxConnection *connection);

G_END_DECLS
