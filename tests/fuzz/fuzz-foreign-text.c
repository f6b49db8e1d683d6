/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Names and numbers that somebody else wrote, and technical texts for a report. */

#include "kc-foreign-text.h"
#include "kc-fuzz.h"
#include "kc-phone-format.h"
#include "kc-redact.h"

/* Characters that could control a terminal or the text around them. */
static void
check_line (const char *line)
{
  g_assert_true (g_utf8_validate (line, -1, NULL));
  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    switch (g_unichar_type (g_utf8_get_char (c)))
      {
      case G_UNICODE_CONTROL:
      case G_UNICODE_FORMAT:
      case G_UNICODE_LINE_SEPARATOR:
      case G_UNICODE_PARAGRAPH_SEPARATOR:
        g_assert_not_reached ();
      default:
        break;
      }
}

static void
check_label (const char *label)
{
  g_assert_true (g_utf8_validate (label, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *line = kc_foreign_text_to_line (text);
  g_autofree char *label = kc_foreign_text_to_label (text);
  g_autofree char *number = kc_phone_format_format (text);
  g_autofree char *redacted = kc_redact (text);

  check_line (line);
  check_label (label);
  check_label (number);
  check_label (redacted);

  return 0;
}
