/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-verdict.h"

/* Whatever made us doubt: if Keebai itself says that the session goes on, it does. */
static gboolean
may_scan_again (const KcDoubt *doubt, const KcFindings *findings)
{
  if (doubt->mode != KC_MODE_QR || !doubt->time_left)
    return FALSE;

  if (doubt->fallback == KC_ATTEMPT_SCANNING)
    return findings->word != KC_SESSION_EXPIRED;

  return doubt->fallback == KC_ATTEMPT_EXPIRED && findings->pending;
}

static KcVerdict
say_that_nobody_knows (const GError *error)
{
  return (KcVerdict){.state = KC_ATTEMPT_FAILED,
                     .error = error,
                     .may_ask_again = TRUE,
                     .may_succeed_late = TRUE};
}

KcVerdict
kc_verdict_reach (const KcDoubt *doubt, const KcFindings *findings)
{
  if (findings->channel != NULL || findings->word == KC_SESSION_COMPLETED
      || doubt->fallback == KC_ATTEMPT_CONNECTED)
    return (KcVerdict){.state = KC_ATTEMPT_CONNECTED};

  if (findings->word == KC_SESSION_CANCELLED)
    return (KcVerdict){.state = KC_ATTEMPT_CANCELLED};

  if (findings->error != NULL)
    return say_that_nobody_knows (findings->error);

  if (doubt->turned_away != NULL && !findings->answered)
    return say_that_nobody_knows (doubt->turned_away);

  if (doubt->fallback == KC_ATTEMPT_FAILED && !doubt->failed_at_end)
    return (KcVerdict){.state = KC_ATTEMPT_FAILED, .may_succeed_late = !findings->answered};

  if (may_scan_again (doubt, findings))
    return (KcVerdict){.state = KC_ATTEMPT_SCANNING};

  if (!findings->answered)
    return say_that_nobody_knows (findings->trouble);

  return (KcVerdict){.state = KC_ATTEMPT_EXPIRED, .may_succeed_late = !findings->clear};
}
