/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What passes the check can be read by json-glib too, and gives the same result when checked again.
 */

#include "kc-fuzz.h"
#include "kc-json-check.h"
#include "kc-json.h"

#include <string.h>

static void
check_again (const guint8 *data, gsize size)
{
  g_autofree char *text = (char *) kc_fuzz_copy (data, size);
  g_autofree char *mended = NULL;

  if (!g_utf8_validate_len (text, size, NULL)
      || !kc_json_check (text, size, KC_JSON_MAX_DEPTH, NULL))
    return;
  mended = (char *) kc_fuzz_copy ((const guint8 *) text, size);
  g_assert_true (kc_json_check (text, size, KC_JSON_MAX_DEPTH, NULL));
  g_assert_cmpmem (text, size, mended, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = kc_json_parse (bytes, &error);

  check_again (data, size);
  if (node == NULL)
    g_assert_error (error, KC_ERROR, KC_ERROR_BAD_REPLY);

  return 0;
}
