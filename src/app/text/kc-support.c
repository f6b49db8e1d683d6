/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-support.h"

#include "kc-presets.h"

/* Interned, so that a caller may keep it. */
static const char *support_address = KC_PRESETS_SUPPORT_ADDRESS;

const char *
kc_support_get_address (void)
{
  return support_address;
}

char *
kc_support_replace_address (const char *sentence)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (sentence != NULL, NULL);

  parts = g_strsplit (sentence, KC_PRESETS_SUPPORT_ADDRESS, -1);

  return g_strjoinv (support_address, parts);
}

void
kc_support_set_address (const char *address)
{
  g_return_if_fail (address != NULL);

  support_address = g_intern_string (address);
}
