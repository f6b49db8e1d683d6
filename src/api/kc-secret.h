/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-secret: access keys and verification URIs are wiped from memory when they are freed. Whoever
 * copies one frees the copy with this function.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Overwrites a string before its memory is freed with g_free (). May be NULL. */
void kc_secret_free (char *secret);

G_END_DECLS
