/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-json-check.h"

#include <string.h>

/* What fits into json-glib's 64 bits for certain; it wraps longer ones around. */
#define MAX_WHOLE_DIGITS 18

typedef struct {
  char *at;
  const char *end;
  guint depth_left;
  const char *complaint;
} Scanner;

static gboolean scan_value (Scanner *scanner);

static gboolean
refuse (Scanner *scanner, const char *complaint)
{
  if (scanner->complaint == NULL)
    scanner->complaint = complaint;

  return FALSE;
}

static void
skip_blanks (Scanner *scanner)
{
  while (scanner->at < scanner->end && strchr (" \t\r\n", *scanner->at) != NULL
         && *scanner->at != '\0')
    scanner->at++;
}

static gboolean
take (Scanner *scanner, char c)
{
  if (scanner->at == scanner->end || *scanner->at != c)
    return FALSE;
  scanner->at++;

  return TRUE;
}

static gboolean
scan_literal (Scanner *scanner, const char *literal)
{
  const gsize length = strlen (literal);

  if ((gsize) (scanner->end - scanner->at) < length || memcmp (scanner->at, literal, length) != 0)
    return refuse (scanner, "an unknown word");
  scanner->at += length;

  return TRUE;
}

static gboolean
scan_digits (Scanner *scanner)
{
  const char *start = scanner->at;

  while (scanner->at < scanner->end && g_ascii_isdigit (*scanner->at))
    scanner->at++;

  return scanner->at > start || refuse (scanner, "a number without digits");
}

static gboolean
scan_number (Scanner *scanner)
{
  const char *start;
  gsize n_digits;

  take (scanner, '-');
  start = scanner->at;
  if (!take (scanner, '0') && !scan_digits (scanner))
    return FALSE;
  n_digits = scanner->at - start;

  if (take (scanner, '.'))
    {
      n_digits = 0;
      if (!scan_digits (scanner))
        return FALSE;
    }
  if (take (scanner, 'e') || take (scanner, 'E'))
    {
      n_digits = 0;
      if (!take (scanner, '+'))
        take (scanner, '-');
      if (!scan_digits (scanner))
        return FALSE;
    }

  /* Its last two digits become an exponent: a real number of the same size. */
  if (n_digits > MAX_WHOLE_DIGITS)
    memcpy (scanner->at - 2, "e2", 2);

  return TRUE;
}

/* The four digits behind \u, or -1. Does not move on. */
static int
peek_code_unit (const char *at, const char *end)
{
  int unit = 0;

  if (end - at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return -1;
      unit = unit * 16 + g_ascii_xdigit_value (at[i]);
    }

  return unit;
}

/* Behind \u. A NUL would end a C string early: it becomes KC_JSON_NUL. Half a surrogate pair is
 * within the grammar (a name cut by a program that counts UTF-16 does contain one) but not within
 * UTF-8: it becomes U+FFFD. */
static gboolean
scan_code_unit (Scanner *scanner)
{
  const int unit = peek_code_unit (scanner->at, scanner->end);
  char *digits = scanner->at;

  if (unit < 0)
    return refuse (scanner, "a broken escape");
  if (unit == 0)
    memcpy (digits, "ffff", 4);
  scanner->at += 4;

  if (unit >= 0xd800 && unit < 0xdc00 && scanner->end - scanner->at >= 6 && scanner->at[0] == '\\'
      && scanner->at[1] == 'u')
    {
      const int low = peek_code_unit (scanner->at + 2, scanner->end);

      if (low >= 0xdc00 && low < 0xe000)
        {
          scanner->at += 6;
          return TRUE;
        }
    }
  if (unit >= 0xd800 && unit < 0xe000)
    memcpy (digits, "fffd", 4);

  return TRUE;
}

static gboolean
scan_escape (Scanner *scanner)
{
  if (scanner->at == scanner->end)
    return refuse (scanner, "an unfinished text");

  switch (*scanner->at++)
    {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return TRUE;
    case 'u':
      return scan_code_unit (scanner);
    default:
      return refuse (scanner, "an unknown escape");
    }
}

static gboolean
scan_string (Scanner *scanner)
{
  if (!take (scanner, '"'))
    return refuse (scanner, "no text where one has to be");

  while (scanner->at < scanner->end)
    {
      const guchar c = (guchar) *scanner->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return refuse (scanner, "a control character in a text");
      if (c == '\\' && !scan_escape (scanner))
        return FALSE;
    }

  return refuse (scanner, "an unfinished text");
}

static gboolean
scan_member (Scanner *scanner)
{
  skip_blanks (scanner);
  if (!scan_string (scanner))
    return FALSE;
  skip_blanks (scanner);
  if (!take (scanner, ':'))
    return refuse (scanner, "a name without a value");

  return scan_value (scanner);
}

/* Behind the opening bracket. Recursion is bounded by depth_left. */
static gboolean
scan_container (Scanner *scanner, char closing, gboolean (*scan_item) (Scanner *scanner))
{
  if (scanner->depth_left == 0)
    return refuse (scanner, "nested too deep");
  scanner->depth_left--;

  skip_blanks (scanner);
  if (!take (scanner, closing))
    {
      do
        {
          if (!scan_item (scanner))
            return FALSE;
          skip_blanks (scanner);
        }
      while (take (scanner, ','));
      if (!take (scanner, closing))
        return refuse (scanner, "an unfinished array or object");
    }
  scanner->depth_left++;

  return TRUE;
}

static gboolean
scan_value (Scanner *scanner)
{
  skip_blanks (scanner);
  if (scanner->at == scanner->end)
    return refuse (scanner, "an early end");

  switch (*scanner->at)
    {
    case '{':
      scanner->at++;
      return scan_container (scanner, '}', scan_member);
    case '[':
      scanner->at++;
      return scan_container (scanner, ']', scan_value);
    case '"':
      return scan_string (scanner);
    case 't':
      return scan_literal (scanner, "true");
    case 'f':
      return scan_literal (scanner, "false");
    case 'n':
      return scan_literal (scanner, "null");
    default:
      return scan_number (scanner);
    }
}

gboolean
kc_json_check (char *text, gsize length, guint max_depth, GError **error)
{
  Scanner scanner = {.at = text, .end = text + length, .depth_left = max_depth};

  if (scan_value (&scanner))
    {
      skip_blanks (&scanner);
      if (scanner.at == scanner.end)
        return TRUE;
      refuse (&scanner, "something behind its end");
    }
  g_set_error (error, KC_ERROR, KC_ERROR_BAD_REPLY, "not JSON: %s at byte %zu", scanner.complaint,
               (gsize) (scanner.at - text));

  return FALSE;
}
