/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The way between the service and whoever uses it, and what may be wrong with it: no way at all
 * (knob `offline`), one that swallows everything (`half-open`), one that cuts what is quiet
 * (`idle-cut`) or tears everything to pieces (`pieces`).
 */

#pragma once

#include "kc-sandbox-private.h"

G_BEGIN_DECLS

/* Opens the port. `port` 0: the system chooses. */
gboolean kc_sandbox_network_faults_listen (KcSandbox *self, guint port, GError **error);
/* Closes every connection, and the port. */
void kc_sandbox_network_faults_close (KcSandbox *self);

/* The knob `offline`: nobody can connect for so many seconds of service time; 0: now again. */
void kc_sandbox_network_faults_go_offline (KcSandbox *self, double seconds);
/* The knob `half-open` was turned. */
void kc_sandbox_network_faults_update (KcSandbox *self);

/* TRUE if what comes is swallowed. */
gboolean kc_sandbox_network_faults_is_dead (KcSandbox *self);
/* TRUE if an answer has to go over a wire, for the HTTP server knows no pieces. */
gboolean kc_sandbox_network_faults_is_special (KcSandbox *self);
void kc_sandbox_network_faults_shape (KcSandbox *self, KcSandboxWire *wire);

G_END_DECLS
