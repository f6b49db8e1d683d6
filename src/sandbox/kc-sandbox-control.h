/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The addresses under /practice/TOKEN: how a test in another process inspects the practice service,
 * turns its knobs and makes the pretend phone scan.
 */

#pragma once

#include "kc-sandbox-service.h"

G_BEGIN_DECLS

/* Answers `message`, which is being handled; `path` is what follows
 * "/practice/TOKEN". */
void
kc_sandbox_control_handle (KcSandboxService *self, SoupServerMessage *message, const char *path);

G_END_DECLS
