/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-fuzz.h"

#include <stdlib.h>
#include <string.h>

/* Ends with abort (), after which libFuzzer still saves the input; GLib would end with a
 * breakpoint. */
static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  g_log_default_handler (domain, level & G_LOG_LEVEL_MASK, message, user_data);
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0)
    abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (0);
  g_log_set_default_handler (log_cb, NULL);

  return 0;
}

guint8 *
kc_fuzz_copy (const guint8 *data, gsize size)
{
  guint8 *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, data, size);

  return copy;
}

guint8
kc_fuzz_take_byte (const guint8 **data, gsize *size)
{
  if (*size == 0)
    return 0;
  (*size)--;

  return *(*data)++;
}

char *
kc_fuzz_take_line (const guint8 **data, gsize *size)
{
  const guint8 *end = *size > 0 ? memchr (*data, '\n', *size) : NULL;
  const gsize length = end != NULL ? (gsize) (end - *data) : *size;
  char *line = g_strndup ((const char *) *data, length);

  *data += end != NULL ? length + 1 : length;
  *size -= end != NULL ? length + 1 : length;

  return line;
}

void
kc_fuzz_check_text (const char *text, gsize max_bytes)
{
  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, max_bytes);
}
