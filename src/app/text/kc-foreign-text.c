/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-foreign-text.h"

#define FIRST_STRONG_ISOLATE "\342\201\250" /* U+2068 */
#define POP_DIRECTIONAL_ISOLATE "\342\201\251"
#define REPLACEMENT 0xFFFD
#define MAX_SHORT_CHARS 60

/* Zero-width joiners and the tags of flags: Persian, Indic scripts and emoji need them. */
static gboolean
joins (gunichar c)
{
  return c == 0x200C || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F);
}

static gboolean
steers (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
replace (const char *text, gboolean keep_joiners)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *copy = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (copy, steers (c) && !(keep_joiners && joins (c)) ? REPLACEMENT : c);
    }

  return g_string_free (copy, FALSE);
}

char *
kc_foreign_text_to_line (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return replace (text, FALSE);
}

char *
kc_foreign_text_to_label (const char *text)
{
  g_autofree char *safe = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  safe = replace (text, TRUE);

  return g_strconcat (FIRST_STRONG_ISOLATE, safe, POP_DIRECTIONAL_ISOLATE, NULL);
}

char *
kc_foreign_text_to_short_label (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *start = NULL;
  g_autofree char *cut = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  if (g_utf8_strlen (valid, -1) <= MAX_SHORT_CHARS)
    return kc_foreign_text_to_label (valid);

  start = g_utf8_substring (valid, 0, MAX_SHORT_CHARS - 1);
  cut = g_strconcat (start, "…", NULL);

  return kc_foreign_text_to_label (cut);
}
