/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-access-key.h"

#include <string.h>

#define SCHEME "Bearer"
#define HEADER "Authorization"
#define BLANKS " \t\r\n"

static gboolean
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || g_unichar_iszerowidth (c);
}

static gboolean
is_quote (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
      return TRUE;
    default:
      /* U+201A and U+201E open a quotation, and are "open punctuation" to Unicode. */
      return c == 0x201a || c == 0x201e || (c < 0x80 && strchr ("\"'`,;", (int) c) != NULL);
    }
}

/* Without the characters that cannot be seen. */
static char *
drop_invisible (const char *text, KcAccessKeyExtras *extras)
{
  GString *kept = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (is_invisible (g_utf8_get_char (at)))
        *extras |= KC_ACCESS_KEY_EXTRAS_INVISIBLE;
      else
        g_string_append_len (kept, at, g_utf8_next_char (at) - at);
    }

  return g_string_free (kept, FALSE);
}

/* Keeps, in place, what is from `start` to `end`, and wipes what is left behind it. */
static void
keep (char *text, const char *start, const char *end)
{
  memmove (text, start, end - start);
  explicit_bzero (text + (end - start), strlen (text + (end - start)));
}

/* Takes out, in place, the line ends that a mail program put in, and the blanks behind them. */
static void
join_lines (char *text, KcAccessKeyExtras *extras)
{
  gboolean in_break = FALSE;
  char *to = text;

  for (const char *at = text; *at != '\0'; at++)
    {
      in_break = *at == '\n' || *at == '\r' || (in_break && g_ascii_isspace (*at));
      if (in_break)
        *extras |= KC_ACCESS_KEY_EXTRAS_BLANKS;
      else
        *to++ = *at;
    }
  explicit_bzero (to, strlen (to));
}

/* Takes blanks and quotes off both ends of `text`, in place. */
static void
trim (char *text, KcAccessKeyExtras *extras)
{
  char *start = text;
  char *end = text + strlen (text);

  for (;;)
    {
      const gunichar c = g_utf8_get_char (start);

      if (c == 0 || (!g_unichar_isspace (c) && !is_quote (c)))
        break;
      *extras |= g_unichar_isspace (c) ? KC_ACCESS_KEY_EXTRAS_BLANKS : KC_ACCESS_KEY_EXTRAS_QUOTES;
      start = g_utf8_next_char (start);
    }
  while (end > start)
    {
      char *last = g_utf8_prev_char (end);
      const gunichar c = g_utf8_get_char (last);

      if (!g_unichar_isspace (c) && !is_quote (c))
        break;
      *extras |= g_unichar_isspace (c) ? KC_ACCESS_KEY_EXTRAS_BLANKS : KC_ACCESS_KEY_EXTRAS_QUOTES;
      end = last;
    }

  keep (text, start, end);
}

/* Takes a name such as "Bearer" off the beginning, in place. Behind it has to be one of
 * `separators` or nothing, with blanks and quotes around. */
static gboolean
drop_name (char *text, const char *name, const char *separators)
{
  const gsize length = strlen (name);
  const char *rest;

  if (g_ascii_strncasecmp (text, name, length) != 0)
    return FALSE;
  rest = text + length;
  if (*rest == '"' || *rest == '\'')
    rest++;
  if (g_ascii_isspace (*rest) && strchr (separators, *rest) == NULL)
    rest += strspn (rest, BLANKS);
  if (*rest != '\0' && strchr (separators, *rest) == NULL)
    return FALSE;
  if (*rest != '\0')
    rest++;

  keep (text, rest, rest + strlen (rest));

  return TRUE;
}

/* And the blanks and quotes around them. */
static void
drop_names (char *text, KcAccessKeyExtras *extras)
{
  trim (text, extras);
  while (drop_name (text, "export", BLANKS) || drop_name (text, "KEEBAI_API_KEY", "=:")
         || drop_name (text, HEADER, ":=") || drop_name (text, SCHEME, BLANKS ":"))
    {
      *extras |= KC_ACCESS_KEY_EXTRAS_NAME;
      trim (text, extras);
    }
}

/* RFC 6750, section 2.1: what may stand behind "Bearer". */
static gboolean
is_well_formed (const char *key)
{
  static const char padding[] = "=";
  gsize length = 0;

  while (g_ascii_isalnum (key[length])
         || (key[length] != '\0' && strchr ("-._~+/", key[length]) != NULL))
    length++;

  return length > 0 && strspn (key + length, padding) == strlen (key + length);
}

char *
kc_access_key_normalize (const char *text, KcAccessKeyExtras *extras, GError **error)
{
  KcAccessKeyExtras found = KC_ACCESS_KEY_EXTRAS_NONE;
  const char *complaint = NULL;
  char *key = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    complaint = "the access key has characters that no access key has";
  else
    {
      key = drop_invisible (text, &found);
      drop_names (key, &found);
      join_lines (key, &found);
      drop_names (key, &found); /* a name may have been cut by a line end */

      if (*key == '\0')
        complaint = "there is no access key in what was given";
      else if (strlen (key) > KC_ACCESS_KEY_MAX_BYTES)
        complaint = "the access key is too long";
      else if (!is_well_formed (key))
        complaint = "the access key has characters that no access key has";
    }

  if (extras != NULL)
    *extras = found;
  if (complaint == NULL)
    return key;

  kc_secret_free (key);
  g_propagate_error (error, kc_error_mark_unsent (
                                g_error_new_literal (KC_ERROR, KC_ERROR_KEY_MALFORMED, complaint)));

  return NULL;
}

gboolean
kc_access_key_is_complete (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return g_str_has_prefix (key, KC_ACCESS_KEY_PREFIX) && strlen (key) == KC_ACCESS_KEY_LENGTH
         && strspn (key + strlen (KC_ACCESS_KEY_PREFIX), "0123456789abcdefABCDEF")
                == KC_ACCESS_KEY_LENGTH - strlen (KC_ACCESS_KEY_PREFIX);
}

void
kc_access_key_authorize (const char *key, SoupMessageHeaders *headers)
{
  char *value;

  g_return_if_fail (key != NULL);

  value = g_strconcat (SCHEME " ", key, NULL);
  soup_message_headers_replace (headers, HEADER, value);
  kc_secret_free (value);
}

gboolean
kc_access_key_is_quoted (SoupMessageHeaders *headers, const char *text)
{
  const char *value = soup_message_headers_get_one (headers, HEADER);

  return text != NULL && value != NULL && g_str_has_prefix (value, SCHEME " ")
         && strstr (text, value + strlen (SCHEME " ")) != NULL;
}
