/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-utf8.h"

#include <string.h>

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

static gsize
count_ascii (const guint8 *bytes, gsize length)
{
  gsize n = 0;
  guint64 word;

  while (length - n >= sizeof word)
    {
      memcpy (&word, bytes + n, sizeof word);
      if ((word & HIGH_BITS) != 0)
        break;
      n += sizeof word;
    }
  while (n < length && bytes[n] < 0x80)
    n++;

  return n;
}

/* The length of the well-formed sequence, or of the maximal subpart of an ill-formed one, that
 * `bytes` begins with. */
static gsize
measure_sequence (const guint8 *bytes, gsize length, gboolean *well_formed)
{
  guint8 lower = 0x80;
  guint8 upper = 0xbf;
  gsize needed;
  gsize n;

  *well_formed = FALSE;

  if (bytes[0] >= 0xc2 && bytes[0] <= 0xdf)
    needed = 2;
  else if (bytes[0] >= 0xe0 && bytes[0] <= 0xef)
    needed = 3;
  else if (bytes[0] >= 0xf0 && bytes[0] <= 0xf4)
    needed = 4;
  else
    return 1;

  /* No overlong forms, no surrogates, nothing above U+10FFFF. */
  if (bytes[0] == 0xe0)
    lower = 0xa0;
  else if (bytes[0] == 0xed)
    upper = 0x9f;
  else if (bytes[0] == 0xf0)
    lower = 0x90;
  else if (bytes[0] == 0xf4)
    upper = 0x8f;

  for (n = 1; n < needed; n++)
    {
      if (n == length || bytes[n] < lower || bytes[n] > upper)
        return n;
      lower = 0x80;
      upper = 0xbf;
    }

  *well_formed = TRUE;
  return needed;
}

void
kc_utf8_append_decoded (GString *text, const guint8 *bytes, gsize length)
{
  gsize start = 0;
  gsize end = 0;

  while ((end += count_ascii (bytes + end, length - end)) < length)
    {
      gboolean well_formed;
      gsize n = measure_sequence (bytes + end, length - end, &well_formed);

      if (!well_formed)
        {
          kc_utf8_append_bytes (text, bytes + start, end - start);
          g_string_append (text, "\xef\xbf\xbd");
          start = end + n;
        }
      end += n;
    }

  kc_utf8_append_bytes (text, bytes + start, end - start);
}

gboolean
kc_utf8_is_valid (const guint8 *bytes, gsize length)
{
  gsize end = 0;

  while ((end += count_ascii (bytes + end, length - end)) < length)
    {
      gboolean well_formed;

      end += measure_sequence (bytes + end, length - end, &well_formed);
      if (!well_formed)
        return FALSE;
    }

  return TRUE;
}
