/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-attempt-rules.h"

static const KcStep nothing = {KC_STEP_NONE};

static KcStep
enter (KcAttemptState state)
{
  return (KcStep){KC_STEP_ENTER, state};
}

static KcStep
confirm (KcAttemptState fallback)
{
  return (KcStep){KC_STEP_CONFIRM, fallback};
}

static KcStep
fall_back (KcAttemptState fallback)
{
  return (KcStep){KC_STEP_FALL_BACK, fallback};
}

static KcStep
take_code (const KcSituation *situation)
{
  if (situation->state == KC_ATTEMPT_LINKING)
    return situation->time_left ? enter (KC_ATTEMPT_SCANNING) : confirm (KC_ATTEMPT_EXPIRED);

  if (situation->state == KC_ATTEMPT_CONFIRMING && situation->fallback == KC_ATTEMPT_SCANNING
      && situation->time_left)
    return enter (KC_ATTEMPT_SCANNING);

  return nothing;
}

static KcStep
take_linking (const KcSituation *situation)
{
  if (situation->state == KC_ATTEMPT_SCANNING)
    return enter (KC_ATTEMPT_LINKING);

  if (situation->state == KC_ATTEMPT_LINKING && situation->time_left)
    return (KcStep){KC_STEP_AWAIT_LINKING};

  return nothing;
}

static KcStep
take_time_over (const KcSituation *situation)
{
  /* A phone that has scanned in time may still link; LINKING has its own timeout. */
  if (situation->state == KC_ATTEMPT_LINKING && !situation->key_wanted)
    return nothing;

  /* CONFIRMING has its own limit; it only must not lead back to scanning. */
  if (situation->state == KC_ATTEMPT_CONFIRMING && situation->fallback != KC_ATTEMPT_SCANNING)
    return nothing;

  return confirm (KC_ATTEMPT_EXPIRED);
}

KcStep
kc_attempt_rules_take (const KcSituation *situation, const KcNews *news)
{
  gboolean confirming = situation->state == KC_ATTEMPT_CONFIRMING;

  switch (news->kind)
    {
    case KC_NEWS_CODE:
      return take_code (situation);
    case KC_NEWS_LINKING:
      return take_linking (situation);
    case KC_NEWS_CONNECTED:
      /* It is connected; perhaps the channel has to be looked up. */
      return news->channel == NULL && situation->may_compare ? confirm (KC_ATTEMPT_CONNECTED)
                                                             : enter (KC_ATTEMPT_CONNECTED);
    case KC_NEWS_EXPIRED:
      return situation->mode == KC_MODE_QR ? confirm (KC_ATTEMPT_EXPIRED)
                                           : enter (KC_ATTEMPT_EXPIRED);
    case KC_NEWS_CANCELLED:
      /* Nobody can cancel a QR session in a browser: the phone or WhatsApp ended it. */
      return situation->mode == KC_MODE_QR ? confirm (KC_ATTEMPT_FAILED)
                                           : enter (KC_ATTEMPT_CANCELLED);
    case KC_NEWS_NO_STREAM:
    case KC_NEWS_FAILED:
      if (!confirming)
        return confirm (KC_ATTEMPT_FAILED);
      return situation->fallback != KC_ATTEMPT_CONNECTED ? fall_back (KC_ATTEMPT_FAILED) : nothing;
    case KC_NEWS_OVER:
      if (!confirming)
        return confirm (KC_ATTEMPT_EXPIRED);
      return situation->fallback == KC_ATTEMPT_SCANNING ? fall_back (KC_ATTEMPT_EXPIRED) : nothing;
    case KC_NEWS_LOCKED_OUT:
      return confirming ? nothing : (KcStep){KC_STEP_WANT_KEY};
    case KC_NEWS_SILENT:
      /* If the server has no final word either, the next code may be scanned. */
      return confirm (KC_ATTEMPT_SCANNING);
    case KC_NEWS_TIME_OVER:
      return take_time_over (situation);
    }

  g_return_val_if_reached (nothing);
}
