/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-retry-text.h"

#include "kc-error-text.h"

#include <glib/gi18n.h>

/* A shorter wait is not worth a time of day. */
#define SHORT_WAIT_MS 60000

static char *
create_limit_text (const GError *error, gint64 wait_ms)
{
  g_autofree char *time = NULL;

  if (wait_ms < SHORT_WAIT_MS)
    return g_strdup (kc_error_text_get_retry (error));

  time = kc_retry_text_format_time (wait_ms);

  return g_strdup_printf (
      /* Translators: %s is a time of day. */
      _ ("Too many requests. Trying again at %s."), time);
}

char *
kc_retry_text_new (KcConnectivity connectivity, const GError *error, gint64 wait_ms)
{
  g_autoptr (GError) silence = NULL;

  g_return_val_if_fail (connectivity != KC_CONNECTIVITY_LIVE, NULL);

  if (connectivity == KC_CONNECTIVITY_OFFLINE)
    return g_strdup (_ ("This computer is offline. Keebai Connect continues when the network is "
                        "back."));
  if (error != NULL && g_error_matches (error, KC_ERROR, KC_ERROR_RATE_LIMITED))
    return create_limit_text (error, MAX (wait_ms, kc_error_get_retry_after_ms (error)));
  if (error == NULL)
    error = silence = g_error_new_literal (KC_ERROR, KC_ERROR_TIMED_OUT, "No answer yet");

  return g_strdup (kc_error_text_get_retry (error));
}

char *
kc_retry_text_new_for_attempt (KcAttempt *attempt, KcRateLimiter *rate_limiter)
{
  KcConnectivity connectivity;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);
  g_return_val_if_fail (rate_limiter == NULL || KC_IS_RATE_LIMITER (rate_limiter), NULL);

  connectivity = kc_attempt_get_connectivity (attempt);
  if (connectivity == KC_CONNECTIVITY_LIVE)
    return NULL;

  return kc_retry_text_new (connectivity, kc_attempt_get_error (attempt),
                            rate_limiter != NULL ? kc_rate_limiter_get_delay (rate_limiter) : 0);
}

char *
kc_retry_text_format_time (gint64 wait_ms)
{
  /* By the clock that the person sees, right or wrong. */
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) end = g_date_time_add (now, (wait_ms + 59999) * 1000);

  /* Translators: a time of day, see strftime (3) */
  return g_date_time_format (end, _ ("%H:%M"));
}
