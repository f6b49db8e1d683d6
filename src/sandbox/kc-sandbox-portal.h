/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The pages for people: the portal page that a verification URI opens, and the pretend phone. Plain
 * forms; a POST is always answered with a redirect, so that reloading repeats nothing.
 */

#pragma once

#include "kc-sandbox-private.h"

G_BEGIN_DECLS

#define KC_SANDBOX_PHONE_PATH "/practice/phone"

/* Answers `message`, which is being handled; `path` is what follows "/portal". */
void kc_sandbox_portal_handle (KcSandbox *self, SoupServerMessage *message, const char *path);

/* The same for KC_SANDBOX_PHONE_PATH. */
void kc_sandbox_phone_handle (KcSandbox *self, SoupServerMessage *message);

G_END_DECLS
