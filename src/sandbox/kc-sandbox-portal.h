/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The pages for people: the portal page that a verification URI opens, and the pretend phone. Plain
 * forms; a POST is always answered with a redirect, so that reloading repeats nothing.
 */

#pragma once

#include "kc-sandbox-service.h"

G_BEGIN_DECLS

/* Answers `message`, which is being handled; `path` is what follows
 * "/portal/TOKEN". */
void
kc_sandbox_portal_handle (KcSandboxService *self, SoupServerMessage *message, const char *path);

/* The same for the path "/practice/TOKEN/phone". */
void kc_sandbox_phone_handle (KcSandboxService *self, SoupServerMessage *message);

G_END_DECLS
