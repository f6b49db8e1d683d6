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

/* "+49 (0)171…": the zero is dialed only within the country. */
#define TRUNK_ZERO "(0)"

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

      if (g_str_has_prefix (p, TRUNK_ZERO) && *digits->str == '+')
        p += strlen (TRUNK_ZERO) - 1;
      else if (digit >= 0)
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

/* The phone number that the line is or, in international form, has in it beside a name; NULL if
 * there is none. */
static char *
find_digits (const char *line)
{
  g_autofree char *whole = get_digits (line);
  const char *plus = strchr (line, '+');
  const char *end = plus;
  g_autofree char *part = NULL;

  if (whole != NULL || plus == NULL)
    return g_steal_pointer (&whole);

  while (*end != '\0'
         && (g_unichar_digit_value (g_utf8_get_char (end)) >= 0
             || is_one_of (g_utf8_get_char (end), "+ ().-/‐‑–")))
    end = g_utf8_next_char (end);
  part = g_strndup (plus, end - plus);

  return get_digits (part);
}

static void
take (GPtrArray *forms, char *form)
{
  g_ptr_array_add (forms, form);
}

/* The forms in which one international number is written (char *, without a plus). WhatsApp knows
 * mobile numbers of Brazil, Mexico and Argentina by other digits than people dial. */
static GPtrArray *
create_forms (const char *digits)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func (g_free);
  const gsize length = strlen (digits);

  take (forms, g_strdup (digits));
  /* +55 11 9 1234 5678 without the ninth digit, and the reverse. */
  if (g_str_has_prefix (digits, "55") && length == 12)
    take (forms, g_strdup_printf ("%.4s9%s", digits, digits + 4));
  if (g_str_has_prefix (digits, "55") && length == 13 && digits[4] == '9')
    take (forms, g_strdup_printf ("%.4s%s", digits, digits + 5));
  /* +52 1 55 1234 5678 without the 1, and the reverse. */
  if (g_str_has_prefix (digits, "52") && length == 12)
    take (forms, g_strdup_printf ("521%s", digits + 2));
  if (g_str_has_prefix (digits, "521") && length == 13)
    take (forms, g_strdup_printf ("52%s", digits + 3));
  /* +54 9 11 1234 5678 without the 9, and the reverse; at home 011 15 1234 5678, with an area code
   * of two to four digits. */
  if (g_str_has_prefix (digits, "54") && (length == 12 || (length == 13 && digits[2] == '9')))
    {
      const char *national = digits + length - 10;

      take (forms, g_strdup_printf ("%s%s", length == 12 ? "549" : "54", national));
      for (int area = 2; area <= 4; area++)
        take (forms, g_strdup_printf ("54%.*s15%s", area, national, national + area));
    }

  return forms;
}

/* `digits`: without country code, or with it and without its plus; dialed with zeros or not. */
static gboolean
ends_alike (const char *form, const char *digits)
{
  return g_str_has_suffix (form, digits) || g_str_has_suffix (digits, form);
}

KcNumberMatch
kc_number_lines_compare (const char *line, const char *phone_number)
{
  g_autofree char *digits = NULL;
  g_autofree char *international = NULL;
  g_autoptr (GPtrArray) forms = NULL;
  const char *national;

  g_return_val_if_fail (line != NULL, KC_NUMBER_MATCH_UNKNOWN);
  g_return_val_if_fail (phone_number != NULL, KC_NUMBER_MATCH_UNKNOWN);

  digits = find_digits (line);
  international = get_digits (phone_number);
  if (digits == NULL || international == NULL)
    return KC_NUMBER_MATCH_UNKNOWN;

  forms = create_forms (international + (*international == '+'));
  national = digits + strspn (digits, "0");
  for (guint i = 0; i < forms->len; i++)
    {
      const char *form = g_ptr_array_index (forms, i);

      if (*digits == '+' ? g_str_equal (form, digits + 1) : ends_alike (form, national))
        return KC_NUMBER_MATCH_SAME;
    }

  return KC_NUMBER_MATCH_DIFFERENT;
}
