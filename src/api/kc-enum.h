/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-enum: the nicks of registered enums: the words in which their values are sent, stored and
 * logged.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Never freed. NULL with a critical if the enum has no such value. */
const char *kc_enum_get_nick (GType type, int value);

/* The value of `nick`; `fallback` if `nick` is NULL or none of the enum's. */
int kc_enum_parse (GType type, const char *nick, int fallback);

G_END_DECLS
