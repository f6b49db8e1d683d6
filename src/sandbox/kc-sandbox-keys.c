/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-sandbox-keys.h"
#include "kc-messages.h"

#include <string.h>

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define HOUR_MS (60 * MINUTE_MS)

#define SIXTEEN_TIMES(text)                                                                        \
  text text text text text text text text text text text text text text text text

/* Fixed, and not to be mistaken for real ones: four digits sixteen times. */
static const char *const keys[KC_SANDBOX_N_KEYS] = {
    [KC_SANDBOX_KEY_FULL] = "kbai_pk_" SIXTEEN_TIMES ("fa11"),
    [KC_SANDBOX_KEY_NO_CONNECT] = "kbai_pk_" SIXTEEN_TIMES ("0c0c"),
    [KC_SANDBOX_KEY_NO_READ] = "kbai_pk_" SIXTEEN_TIMES ("0dad"),
    [KC_SANDBOX_KEY_REVOKED] = "kbai_pk_" SIXTEEN_TIMES ("dead"),
    [KC_SANDBOX_KEY_SECOND] = "kbai_pk_" SIXTEEN_TIMES ("5ec0"),
    [KC_SANDBOX_KEY_ELSEWHERE] = "kbai_pk_" SIXTEEN_TIMES ("e15e"),
};

/* What the key may do now: the knob `full-key` takes permissions from the full one. */
static KcSandboxKey
resolve_key (KcSandboxKnobs *knobs, KcSandboxKey which)
{
  if (which != KC_SANDBOX_KEY_FULL)
    return which;
  if (kc_sandbox_knobs_is (knobs, "full-key", "revoked"))
    return KC_SANDBOX_KEY_REVOKED;
  if (kc_sandbox_knobs_is (knobs, "full-key", "no-connect"))
    return KC_SANDBOX_KEY_NO_CONNECT;
  if (kc_sandbox_knobs_is (knobs, "full-key", "no-read"))
    return KC_SANDBOX_KEY_NO_READ;
  return which;
}

static gboolean
find_key (const char *authorization, KcSandboxKey *which)
{
  static const char scheme[] = "Bearer ";

  if (authorization == NULL || g_ascii_strncasecmp (authorization, scheme, strlen (scheme)) != 0)
    return FALSE;
  for (guint i = 0; i < KC_SANDBOX_N_KEYS; i++)
    if (g_str_equal (keys[i], authorization + strlen (scheme)))
      {
        *which = i;
        return TRUE;
      }
  return FALSE;
}

/* Counts one request. Returns 0, or the seconds until the window ends. */
static guint
count_request (KcSandboxWindow *window, gint64 length_ms, guint limit, gint64 now_ms)
{
  if (window->count == 0 || now_ms - window->start_ms >= length_ms)
    {
      window->start_ms = now_ms;
      window->count = 0;
    }
  if (window->count < limit)
    {
      window->count++;
      window->peak = MAX (window->peak, window->count);
      return 0;
    }
  return (guint) ((window->start_ms + length_ms - now_ms + 999) / 1000);
}

const char *
kc_sandbox_keys_get (KcSandboxKey which)
{
  return keys[which];
}

gboolean
kc_sandbox_keys_has_scope (KcSandboxKnobs *knobs, KcSandboxKey which, const char *scope)
{
  if (kc_sandbox_knobs_get_scenario (knobs) == KC_SANDBOX_SCENARIO_NO_PERMISSION
      && g_str_equal (scope, KC_SCOPE_CONNECT))
    return FALSE;

  switch (resolve_key (knobs, which))
    {
    case KC_SANDBOX_KEY_FULL:
    case KC_SANDBOX_KEY_SECOND:
    case KC_SANDBOX_KEY_ELSEWHERE:
      return TRUE;
    case KC_SANDBOX_KEY_NO_CONNECT:
      return !g_str_equal (scope, KC_SCOPE_CONNECT);
    case KC_SANDBOX_KEY_NO_READ:
      return !g_str_equal (scope, KC_SCOPE_READ);
    case KC_SANDBOX_KEY_REVOKED:
    default:
      return FALSE;
    }
}

KcSandboxReply *
kc_sandbox_keys_check (SoupMessageHeaders *headers,
                       const char *scope,
                       KcSandboxKnobs *knobs,
                       KcSandboxLimits *limits,
                       gint64 now_ms,
                       KcSandboxKey *which)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  guint wait;

  if (!find_key (authorization, which) || resolve_key (knobs, *which) == KC_SANDBOX_KEY_REVOKED)
    return kc_sandbox_reply_new_message (401, "Invalid or missing API token", "Unauthorized");

  if (kc_sandbox_knobs_is (knobs, "rate-limit", "on"))
    {
      wait = count_request (&limits[*which].minute, MINUTE_MS, KC_SANDBOX_MINUTE_LIMIT, now_ms);
      if (wait == 0)
        wait = count_request (&limits[*which].hour, HOUR_MS, KC_SANDBOX_HOUR_LIMIT, now_ms);
      if (wait > 0)
        {
          limits[*which].n_throttled++;
          return kc_sandbox_reply_new_throttled (wait);
        }
    }

  if (scope != NULL && !kc_sandbox_keys_has_scope (knobs, *which, scope))
    return kc_sandbox_reply_new_missing_scope (scope);
  return NULL;
}
