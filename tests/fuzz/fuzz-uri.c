/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A line with the address of a service, then a reference from a reply. */

#include "kc-fuzz.h"
#include "kc-uri.h"

static void
check_reference (const char *base, const char *reference)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = kc_uri_resolve_same_origin (base, reference, &error);
  g_autofree char *base_host = kc_uri_copy_host (base);
  g_autofree char *host = uri != NULL ? kc_uri_copy_host (uri) : NULL;

  if (uri == NULL)
    g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);
  else
    g_assert_cmpstr (host, ==, base_host);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *address = kc_fuzz_take_line (&data, &size);
  g_autofree char *reference = kc_fuzz_take_line (&data, &size);
  g_autoptr (GError) error = NULL;
  g_autofree char *service = kc_uri_normalize_service (address, &error);
  g_autofree char *again = NULL;

  if (kc_uri_is_allowed (reference, FALSE))
    {
      g_assert_true (g_ascii_strncasecmp (reference, "https:", 6) == 0);
      g_assert_true (kc_uri_is_allowed (reference, TRUE));
    }
  if (service == NULL)
    {
      g_assert_true (g_error_matches (error, KC_ERROR, KC_ERROR_INSECURE)
                     || g_error_matches (error, KC_ERROR, KC_ERROR_INVALID_ADDRESS));
      return 0;
    }

  again = kc_uri_normalize_service (service, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (service, ==, again);
  check_reference (service, reference);

  return 0;
}
