/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-retry-text.h"

#include "kc-error-text.h"

#include <glib/gi18n.h>

/* Less than this is not worth a time of day. */
#define SHORT_WAIT_MS 60000

static char *
create_limit_text (gint64 wait_ms)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) end = NULL;
  g_autofree char *time = NULL;

  if (wait_ms < SHORT_WAIT_MS)
    return g_strdup (_ ("Keebai wants fewer requests for a while. It goes on by itself in a "
                        "moment."));

  /* By the clock that the person sees, right or wrong; the minute is rounded up. */
  now = g_date_time_new_now_local ();
  end = g_date_time_add (now, (wait_ms + 59999) * 1000);
  /* Translators: a time of day, see strftime (3) */
  time = g_date_time_format (end, _ ("%H:%M"));

  return g_strdup_printf (
      /* Translators: %s is a time of day. */
      _ ("Keebai wants fewer requests for a while. It goes on by itself at %s."), time);
}

/* Where the person, or whoever looks after the network, can do something about it. */
static gboolean
needs_a_hand (const GError *error)
{
  if (error->domain != KC_ERROR)
    return FALSE;

  switch ((KcError) error->code)
    {
    case KC_ERROR_TLS:
    case KC_ERROR_TLS_AUTHORITY:
    case KC_ERROR_TLS_TIME:
    case KC_ERROR_TLS_HOST:
    case KC_ERROR_PROXY:
    case KC_ERROR_PROXY_PASSWORD:
    case KC_ERROR_PORTAL:
    case KC_ERROR_GATEWAY:
      return TRUE;
    case KC_ERROR_OFFLINE:
    case KC_ERROR_TIMED_OUT:
    case KC_ERROR_INSECURE:
    case KC_ERROR_UNAUTHORIZED:
    case KC_ERROR_FORBIDDEN:
    case KC_ERROR_NOT_FOUND:
    case KC_ERROR_GONE:
    case KC_ERROR_REFUSED:
    case KC_ERROR_RATE_LIMITED:
    case KC_ERROR_MAINTENANCE:
    case KC_ERROR_SERVER:
    case KC_ERROR_BAD_REPLY:
    default:
      return FALSE;
    }
}

char *
kc_retry_text_new (KcConnectivity link, const GError *error, gint64 wait_ms)
{
  g_autoptr (KcErrorText) text = NULL;

  g_return_val_if_fail (link != KC_CONNECTIVITY_LIVE, NULL);

  if (link == KC_CONNECTIVITY_OFFLINE)
    return g_strdup (
        _ ("This computer has no network. It goes on by itself when the network is back."));
  if (error == NULL || g_error_matches (error, KC_ERROR, KC_ERROR_TIMED_OUT))
    return g_strdup (_ ("Keebai is not answering at the moment; trying again by itself."));
  if (g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED))
    return create_limit_text (MAX (wait_ms, kc_error_get_retry_after_ms (error)));

  text = kc_error_text_new (error);
  if (needs_a_hand (error))
    /* Translators: %1$s says what is wrong, without a full stop; %2$s why, and what to do, in whole
     * sentences. */
    return g_strdup_printf (_ ("%1$s. %2$s It is tried again by itself meanwhile."), text->title,
                            text->reason);

  /* Translators: %s says what is wrong, without a full stop. */
  return g_strdup_printf (_ ("%s. It is tried again by itself."), text->title);
}

char *
kc_retry_text_new_for_attempt (KcAttempt *attempt, KcRateLimiter *rate_limiter)
{
  KcConnectivity link;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);
  g_return_val_if_fail (rate_limiter == NULL || KC_IS_RATE_LIMITER (rate_limiter), NULL);

  link = kc_attempt_get_connectivity (attempt);
  if (link == KC_CONNECTIVITY_LIVE)
    return NULL;

  return kc_retry_text_new (link, kc_attempt_get_error (attempt),
                            rate_limiter != NULL ? kc_rate_limiter_get_delay (rate_limiter) : 0);
}
