/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-number-lines.h"

#include <string.h>

/* E.164: at most 15. Fewer than six digits are a house number or a year. */
#define MIN_DIGITS 6
#define MAX_DIGITS 15

/* Marks that start an item of a list, whatever follows. */
static const char BULLETS[] = "•◦▪▫■□●○‣⁃∙·★☆✓✔☐☑☒➔→";
/* The same, but only before a space: a minus sign or an asterisk may belong to a name. */
static const char DASHES[] = "-*–—+>#";
static const char QUOTES[] = "\"'“”„«»‘’`,;";

static gboolean
is_one_of (gunichar c, const char *set)
{
  return g_utf8_strchr (set, -1, c) != NULL;
}

/* Zero-width characters, direction marks, a byte order mark. */
static gboolean
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || g_unichar_type (c) == G_UNICODE_CONTROL;
}

/* Replaces any run of spaces and tabs by one space, and removes invisible characters. */
static char *
tidy (const char *line)
{
  GString *text = g_string_new (NULL);

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          if (text->len > 0 && text->str[text->len - 1] != ' ')
            g_string_append_c (text, ' ');
        }
      else if (!is_invisible (c))
        {
          g_string_append_unichar (text, c);
        }
    }

  return g_strchomp (g_string_free (text, FALSE));
}

/* The length of "1. ", "12) ", "(3) ", "[ ] " or "[x] " at the start, without the space; 0 for
 * anything else. */
static gsize
get_numbering_length (const char *line)
{
  const char *p = line;
  gboolean opened = *p == '(' || *p == '[';
  gsize n_digits;

  if (opened)
    p++;
  n_digits = strspn (p, "0123456789");
  if (n_digits > 2)
    return 0;
  p += n_digits;
  if (n_digits == 0)
    {
      if (line[0] != '[')
        return 0;
      if (*p == ' ' || *p == 'x' || *p == 'X')
        p++;
    }
  if (*p != ')' && *p != ']' && (opened || *p != '.'))
    return 0;
  p++;

  return *p == ' ' ? (gsize) (p - line) : 0;
}

static const char *
skip_marks (const char *line)
{
  for (;;)
    {
      gunichar c = g_utf8_get_char (line);
      const char *rest = *line != '\0' ? g_utf8_next_char (line) : line;
      gsize numbering = get_numbering_length (line);

      if (c == ' ' || (c != '\0' && (is_one_of (c, BULLETS) || is_one_of (c, QUOTES)))
          || (c != '\0' && is_one_of (c, DASHES) && (*rest == ' ' || *rest == '\0')))
        line = rest;
      else if (numbering > 0)
        line += numbering;
      else
        return line;
    }
}

static char *
clean (const char *line)
{
  g_autofree char *tidied = tidy (line);
  const char *start = skip_marks (tidied);
  const char *end = start + strlen (start);

  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);
      gunichar c = g_utf8_get_char (last);

      if (c != ' ' && !is_one_of (c, QUOTES))
        break;
      end = last;
    }
  if (g_utf8_strlen (start, end - start) > KC_NUMBER_LINES_MAX_CHARS)
    end = g_utf8_offset_to_pointer (start, KC_NUMBER_LINES_MAX_CHARS);

  return g_strndup (start, end - start);
}

/* The digits of a phone number, with a plus if it is international; NULL for a name. */
static char *
get_digits (const char *line)
{
  GString *digits = g_string_new (NULL);
  guint n;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = g_unichar_digit_value (c);

      if (digit >= 0)
        g_string_append_c (digits, (char) ('0' + digit));
      else if (c == '+' && digits->len == 0)
        g_string_append_c (digits, '+');
      else if (c != ' ' && !is_one_of (c, "().-/‐‑–"))
        {
          g_string_free (digits, TRUE);
          return NULL;
        }
    }
  if (g_str_has_prefix (digits->str, "00"))
    g_string_overwrite (g_string_erase (digits, 0, 1), 0, "+");

  n = (guint) strspn (digits->str + (*digits->str == '+'), "0123456789");
  if (n < MIN_DIGITS || n > MAX_DIGITS)
    {
      g_string_free (digits, TRUE);
      return NULL;
    }

  return g_string_free (digits, FALSE);
}

/* The form in which two lines are compared. */
static char *
get_key (const char *line)
{
  char *digits = get_digits (line);

  return digits != NULL ? digits : g_utf8_casefold (line, -1);
}

static char **
split (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *lines = g_string_new (valid);

  g_string_replace (lines, "\r", "\n", 0);
  g_string_replace (lines, "\f", "\n", 0);
  g_string_replace (lines, "\v", "\n", 0);
  g_string_replace (lines, "\xe2\x80\xa8", "\n", 0); /* U+2028 and U+2029 */
  g_string_replace (lines, "\xe2\x80\xa9", "\n", 0);

  {
    g_autofree char *whole = g_string_free (lines, FALSE);

    return g_strsplit (whole, "\n", -1);
  }
}

KcNumberLines *
kc_number_lines_parse (const char *text, GPtrArray *there, guint room)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = NULL;
  KcNumberLines *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (KcNumberLines, 1);
  self->lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; there != NULL && i < there->len; i++)
    g_hash_table_add (keys, get_key (g_ptr_array_index (there, i)));

  lines = split (text);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = clean (lines[i]);

      if (*line == '\0')
        continue;
      if (!g_hash_table_add (keys, get_key (line)))
        self->n_duplicates++;
      else if (self->lines->len == room)
        self->n_beyond++;
      else
        g_ptr_array_add (self->lines, g_steal_pointer (&line));
    }

  return self;
}

void
kc_number_lines_free (KcNumberLines *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

gboolean
kc_number_lines_is_phone_number (const char *line)
{
  g_autofree char *digits = NULL;

  g_return_val_if_fail (line != NULL, FALSE);

  digits = get_digits (line);

  return digits != NULL;
}
