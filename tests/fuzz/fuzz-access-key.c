/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Text that is pasted as an access key. */

#include "kc-access-key.h"
#include "kc-fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  char *key = kc_access_key_normalize (text, NULL, &error);
  KcAccessKeyExtras extras;
  char *again;

  if (key == NULL)
    {
      g_assert_error (error, KC_ERROR, KC_ERROR_KEY_MALFORMED);
      return 0;
    }
  g_assert_cmpuint (strlen (key), <=, KC_ACCESS_KEY_MAX_BYTES);
  g_assert_cmpstr (key, !=, "");
  for (const char *c = key; *c != '\0'; c++) /* RFC 6750, section 2.1 */
    g_assert_true (g_ascii_isalnum (*c) || strchr ("-._~+/=", *c) != NULL);

  again = kc_access_key_normalize (key, &extras, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, again);
  g_assert_cmpint (extras, ==, KC_ACCESS_KEY_EXTRAS_NONE);

  kc_secret_free (again);
  kc_secret_free (key);

  return 0;
}
