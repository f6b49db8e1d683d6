/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-hint.h"

#include "kc-access-key.h"

#include <glib/gi18n.h>

char *
kc_key_hint_new (const char *text)
{
  KcAccessKeyExtras extras;
  char *key = kc_access_key_normalize (text, &extras, NULL);
  char *hint = NULL;

  if (key == NULL)
    return NULL;

  if ((extras & KC_ACCESS_KEY_EXTRAS_NAME) != 0)
    hint = g_strdup (_ ("Only the key itself is used, without the words before it."));
  else if ((extras & KC_ACCESS_KEY_EXTRAS_QUOTES) != 0)
    hint = g_strdup (_ ("Only the key itself is used, without the quotation marks."));
  else if ((extras & KC_ACCESS_KEY_EXTRAS_INVISIBLE) != 0)
    hint = g_strdup (_ ("Only the key itself is used, without the invisible characters that came "
                        "along."));
  else if (!g_str_has_prefix (key, KC_ACCESS_KEY_PREFIX)
           && !g_str_has_prefix (KC_ACCESS_KEY_PREFIX, key))
    hint = g_strdup_printf (
        /* Translators: %s is how an access key begins, "kbai_pk_". */
        _ ("Keebai’s access keys usually begin with “%s”. You can check this one all the same."),
        KC_ACCESS_KEY_PREFIX);
  kc_secret_free (key);

  return hint;
}
