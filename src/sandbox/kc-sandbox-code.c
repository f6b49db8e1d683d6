/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-code.h"

#include <sys/random.h>

#define LINK_PREFIX "https://wa.me/settings/linked_devices#"

static void
fill_random (guchar *bytes, gsize length)
{
  /* Up to 256 bytes come at once and whole (getrandom(2)). */
  if (getrandom (bytes, length, 0) != (gssize) length)
    g_error ("the system has no random bytes");
}

static void
append_random (GString *text, gsize length)
{
  guchar bytes[64];
  g_autofree char *encoded = NULL;

  g_assert (length <= sizeof bytes);
  fill_random (bytes, length);
  encoded = g_base64_encode (bytes, length);
  g_string_append (text, encoded);
}

char *
kc_sandbox_code_new (const char *form, guint index)
{
  GString *text = g_string_new (NULL);

  if (g_str_equal (form, "link") || (g_str_equal (form, "alternate") && index % 2 == 0))
    g_string_append (text, LINK_PREFIX);
  /* A reference, then three keys of 32 bytes: Noise, identity, account. */
  g_string_append (text, "2@");
  append_random (text, 60);
  for (guint i = 0; i < 3; i++)
    {
      g_string_append_c (text, ',');
      append_random (text, 32);
    }
  return g_string_free (text, FALSE);
}

char *
kc_sandbox_code_create_secret (void)
{
  guchar bytes[16];
  GString *text = g_string_new (NULL);

  fill_random (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}
