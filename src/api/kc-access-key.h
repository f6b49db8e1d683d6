/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-access-key: reads an access key as people paste it, and sends it.
 *
 * People copy more than the key: quotes from a JSON file, "Bearer" from a curl command, the name of
 * the environment variable, a zero-width space from a web page. Every way into the program (the
 * window, the environment, the terminal) normalises the key here, once.
 */

#pragma once

#include "kc-error.h"
#include "kc-secret.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What a Personal Access Token starts with; others get a warning, not a refusal. */
#define KC_ACCESS_KEY_PREFIX "kbai_pk_"
#define KC_ACCESS_KEY_MAX_BYTES 4096
/* The prefix and 64 hexadecimal digits. */
#define KC_ACCESS_KEY_LENGTH 72

/**
 * KcAccessKeyExtras:
 * @KC_ACCESS_KEY_EXTRAS_BLANKS: blanks and line ends around it, or a line end inside
 * @KC_ACCESS_KEY_EXTRAS_INVISIBLE: characters without a width: zero-width spaces, a byte order mark
 * @KC_ACCESS_KEY_EXTRAS_QUOTES: quotation marks around it, a comma or semicolon behind it
 * @KC_ACCESS_KEY_EXTRAS_NAME: "Authorization:", "Bearer", "KEEBAI_API_KEY=", "export"
 *
 * What was around the key and does not belong to it.
 */
typedef enum {
  KC_ACCESS_KEY_EXTRAS_NONE = 0,
  KC_ACCESS_KEY_EXTRAS_BLANKS = 1 << 0,
  KC_ACCESS_KEY_EXTRAS_INVISIBLE = 1 << 1,
  KC_ACCESS_KEY_EXTRAS_QUOTES = 1 << 2,
  KC_ACCESS_KEY_EXTRAS_NAME = 1 << 3,
} KcAccessKeyExtras;

/* The key in `text`, without what does not belong to it; free with kc_secret_free (). `extras` (may
 * be NULL) tells what was removed. Fails with KC_ERROR_KEY_MALFORMED, unsent, if nothing is left,
 * or the rest is too long or has a character that no key has (outside RFC 6750's b64token). The
 * message does not quote it. */
char *kc_access_key_normalize (const char *text, KcAccessKeyExtras *extras, GError **error);

/* Whether `key`, normalised, has the form of a whole Personal Access Token. Others may still be
 * keys. */
gboolean kc_access_key_is_complete (const char *key);

/* Sets the `Authorization` header. `key` is normalised. */
void kc_access_key_authorize (const char *key, SoupMessageHeaders *headers);

/* Whether `text` (may be NULL) contains the key in `headers`: then it must not be kept. */
gboolean kc_access_key_is_quoted (SoupMessageHeaders *headers, const char *text);

G_END_DECLS
