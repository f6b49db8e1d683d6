/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-enum.h"

/* The class stays: its nicks are handed out. */
static GEnumClass *
get_class (GType type)
{
  GEnumClass *enum_class = g_type_class_peek (type);

  return enum_class != NULL ? enum_class : g_type_class_ref (type);
}

const char *
kc_enum_get_nick (GType type, int value)
{
  const GEnumValue *found = g_enum_get_value (get_class (type), value);

  g_return_val_if_fail (found != NULL, NULL);

  return found->value_nick;
}

int
kc_enum_parse (GType type, const char *nick, int fallback)
{
  const GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (get_class (type), nick) : NULL;

  return found != NULL ? found->value : fallback;
}
