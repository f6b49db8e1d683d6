/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-key-hint.h"

#include "kc-access-key.h"

#include <glib/gi18n.h>

/* What was removed from the pasted text; NULL: nothing. */
static const char *
describe_extras (KcAccessKeyExtras extras)
{
  /* White space is copied along with everything else. */
  const KcAccessKeyExtras others = extras & ~KC_ACCESS_KEY_EXTRAS_BLANKS;

  switch ((guint) others)
    {
    case KC_ACCESS_KEY_EXTRAS_NONE:
      return extras != KC_ACCESS_KEY_EXTRAS_NONE
                 ? _ ("Only the key itself is used, without the spaces and line breaks.")
                 : NULL;
    case KC_ACCESS_KEY_EXTRAS_NAME:
      return _ ("Only the key itself is used, without the words before it.");
    case KC_ACCESS_KEY_EXTRAS_QUOTES:
      return _ ("Only the key itself is used, without the quotation marks.");
    case KC_ACCESS_KEY_EXTRAS_INVISIBLE:
      return _ ("Only the key itself is used, without the invisible characters that came along.");
    default:
      return _ ("Only the key itself is used, without the words and characters around it.");
    }
}

char *
kc_key_hint_new (const char *text)
{
  KcAccessKeyExtras extras;
  char *key = kc_access_key_normalize (text, &extras, NULL);
  char *hint = NULL;

  if (key == NULL)
    return NULL;

  hint = g_strdup (describe_extras (extras));
  if (hint == NULL && !g_str_has_prefix (key, KC_ACCESS_KEY_PREFIX)
      && !g_str_has_prefix (KC_ACCESS_KEY_PREFIX, key))
    hint = g_strdup_printf (
        /* Translators: %s is how an access key begins, "kbai_pk_". */
        _ ("Keebai’s access keys usually begin with “%s”. You can still check this one."),
        KC_ACCESS_KEY_PREFIX);
  kc_secret_free (key);

  return hint;
}
