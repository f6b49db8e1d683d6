/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The addresses under /v1: what Keebai itself answers. */

#pragma once

#include "kc-sandbox-service.h"

G_BEGIN_DECLS

/* Answers `message`, which is being handled; `path` is what follows "/v1". */
void kc_sandbox_api_handle (KcSandboxService *self,
                            SoupServerMessage *message,
                            const char *path,
                            GHashTable *query);

G_END_DECLS
