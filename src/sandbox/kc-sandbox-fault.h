/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcSandboxFault: one way in which an answer goes wrong, as a `next-…` knob names it: an HTTP
 * status, or a word (docs/practice.md).
 */

#pragma once

#include "kc-sandbox-reply.h"
#include "kc-sandbox-connection.h"

G_BEGIN_DECLS

typedef struct _KcSandboxFault KcSandboxFault;

/* "WORD", "WORD=ARGUMENT" or a status, each with ";retry-after=TEXT" or without. NULL if unknown.
 */
KcSandboxFault *kc_sandbox_fault_parse (const char *text);
void kc_sandbox_fault_free (KcSandboxFault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcSandboxFault, kc_sandbox_fault_free)

/* What is said instead of the answer, or NULL if the request is still to be answered. `scope` is
 * what a 403 misses, `what` ("SESSION", "CHANNEL") what a 404 did not find. */
KcSandboxReply *
kc_sandbox_fault_create_reply (KcSandboxFault *self, const char *scope, const char *what);

/* TRUE if the answer cannot be left to the HTTP server: kc_sandbox_fault_deliver (). */
gboolean kc_sandbox_fault_needs_connection (KcSandboxFault *self);
/* Service seconds before anything is said. */
double kc_sandbox_fault_get_delay (KcSandboxFault *self);
void kc_sandbox_fault_deliver (KcSandboxFault *self,
                               KcSandboxReply *reply,
                               KcSandboxConnection *connection);

G_END_DECLS
