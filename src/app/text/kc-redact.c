/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-redact.h"

/* A link is secret as a whole: its path may identify the session as well as its query. */
static const struct {
  const char *pattern;
  const char *replacement;
} RULES[] = {
    {"\\b(https?://[^/?#\\s\"'<>]*)[/?#][^\\s\"'<>]*", "\\1/…"},
    {"\\b(kbai|pat)_[A-Za-z0-9_]+", "\\1_…"},
    {"\\b[0-9]@[^\\s\"'<>]+", "…"}, /* the older form of a WhatsApp code */
    {"[A-Za-z0-9+/=_-]{40,}", "…"}, /* anything else that looks like a token */
};

char *
kc_redact (const char *text)
{
  g_autofree char *redacted = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  redacted = g_utf8_make_valid (text, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (RULES); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (RULES[i].pattern, G_REGEX_CASELESS, 0, NULL);
      char *next = g_regex_replace (regex, redacted, -1, 0, RULES[i].replacement, 0, NULL);

      /* A text that the expression cannot handle is not shown at all. */
      if (next == NULL)
        return g_strdup ("…");
      g_free (redacted);
      redacted = next;
    }

  return g_steal_pointer (&redacted);
}
