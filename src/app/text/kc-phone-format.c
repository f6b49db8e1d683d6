/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-phone-format.h"

#include "kc-foreign-text.h"

#include <string.h>

/* U+2066 and U+2069: in a right-to-left sentence the groups must not change places. */
#define LEFT_TO_RIGHT_ISOLATE "\342\201\246"
#define POP_ISOLATE "\342\201\251"
#define NO_BREAK_SPACE "\302\240"

/* E.164 country codes of two digits; 1 and 7 have one, all others three. */
static const char TWO_DIGIT_CODES[]
    = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
      "65 66 81 82 84 86 90 91 92 93 94 95 98";

static gsize
get_country_code_length (const char *digits)
{
  const char start[] = {digits[0], digits[1], '\0'};

  if (digits[0] == '1' || digits[0] == '7')
    return 1;

  return strstr (TWO_DIGIT_CODES, start) != NULL ? 2 : 3;
}

char *
kc_phone_format_format (const char *number)
{
  const char *digits;
  gsize length, code_length;
  GString *text;

  g_return_val_if_fail (number != NULL, NULL);

  digits = number + 1;
  length = *number == '+' ? strspn (digits, "0123456789") : 0;
  if (length < 7 || length > 15 || digits[length] != '\0' || digits[0] == '0')
    return kc_foreign_text_to_label (number);

  code_length = get_country_code_length (digits);
  text = g_string_new (LEFT_TO_RIGHT_ISOLATE "+");
  g_string_append_len (text, digits, code_length);
  digits += code_length;
  length -= code_length;
  while (length > 0)
    {
      /* Groups of three; a remainder makes the last group a four, or two twos. */
      gsize group = length > 4 ? 3 : (length == 4 && code_length != 1 ? 2 : length);

      g_string_append (text, NO_BREAK_SPACE);
      g_string_append_len (text, digits, group);
      digits += group;
      length -= group;
    }
  g_string_append (text, POP_ISOLATE);

  return g_string_free (text, FALSE);
}
