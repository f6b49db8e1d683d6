/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-verdict.h"

/* The only new channel, if it is active. */
static KcChannel *
find_only (const KcFindings *findings)
{
  KcChannel *channel;

  if (findings->new_channels == NULL || findings->new_channels->len != 1)
    return NULL;

  channel = g_ptr_array_index (findings->new_channels, 0);

  return kc_channel_get_active (channel) ? channel : NULL;
}

/* It must be this session's. */
static KcChannel *
find_own (const KcVerdictInput *input, const KcFindings *findings)
{
  KcChannel *channel = find_only (findings);
  GDateTime *created_at = channel != NULL ? kc_channel_get_created_at (channel) : NULL;

  if (!input->scanned || input->name == NULL || input->began == NULL || created_at == NULL)
    return NULL;

  return g_strcmp0 (input->name, kc_channel_get_name (channel)) == 0
                 && g_date_time_compare (created_at, input->began) >= 0
             ? channel
             : NULL;
}

static KcNewChannels
offer (const KcFindings *findings)
{
  if (findings->new_channels == NULL)
    return KC_NEW_CHANNELS_NONE;

  for (guint i = 0; i < findings->new_channels->len; i++)
    if (kc_channel_get_active (g_ptr_array_index (findings->new_channels, i)))
      return KC_NEW_CHANNELS_OFFERED;

  return KC_NEW_CHANNELS_MENTIONED;
}

static KcNewChannels
tell (const KcFindings *findings)
{
  return findings->new_channels != NULL ? KC_NEW_CHANNELS_MENTIONED : KC_NEW_CHANNELS_NONE;
}

/* If Keebai itself says that the session goes on, it does. */
static gboolean
may_go_on (const KcVerdictInput *input, const KcFindings *findings, KcSessionStatus word)
{
  if (!input->time_left || word == KC_SESSION_EXPIRED)
    return FALSE;

  return (input->mode == KC_MODE_QR && input->fallback == KC_ATTEMPT_SCANNING)
         || (input->fallback == KC_ATTEMPT_EXPIRED && findings->pending);
}

static KcVerdict
say_that_nobody_knows (const KcFindings *findings, const GError *error)
{
  return (KcVerdict){.state = KC_ATTEMPT_FAILED,
                     .error = error,
                     .may_ask_again = TRUE,
                     .may_succeed_late = TRUE,
                     .new_channels = offer (findings)};
}

KcVerdict
kc_verdict_reach (const KcVerdictInput *input, const KcFindings *findings)
{
  KcSessionStatus word = findings->word != KC_SESSION_PENDING ? findings->word : input->word;
  gboolean clear = findings->clear || input->word != KC_SESSION_PENDING;
  KcChannel *own = NULL;

  if (word == KC_SESSION_COMPLETED || input->fallback == KC_ATTEMPT_CONNECTED)
    return (KcVerdict){.state = KC_ATTEMPT_CONNECTED,
                       .channel
                       = findings->channel != NULL ? findings->channel : find_only (findings)};

  /* Only the page in the browser has a button to cancel with: a QR session was ended by the phone
   * or by WhatsApp. */
  if (word == KC_SESSION_CANCELLED)
    return (KcVerdict){.state
                       = input->mode == KC_MODE_QR ? KC_ATTEMPT_FAILED : KC_ATTEMPT_CANCELLED,
                       .new_channels = tell (findings)};

  if (!clear && (input->fallback != KC_ATTEMPT_FAILED || input->no_stream != NULL))
    own = find_own (input, findings);
  if (own != NULL)
    return (KcVerdict){.state = KC_ATTEMPT_CONNECTED, .channel = own};

  if (findings->error != NULL && !clear)
    return say_that_nobody_knows (findings, findings->error);

  if (input->turned_away != NULL && !findings->answered && !clear)
    return say_that_nobody_knows (findings, input->turned_away);

  /* The session may go on, but its codes cannot be shown. */
  if (input->no_stream != NULL && findings->pending && !input->failed_at_end)
    return (KcVerdict){.state = KC_ATTEMPT_FAILED,
                       .error = input->no_stream,
                       .may_succeed_late = input->scanned,
                       .new_channels = offer (findings)};

  if (input->fallback == KC_ATTEMPT_FAILED && input->no_stream == NULL && !input->failed_at_end)
    return (KcVerdict){.state = KC_ATTEMPT_FAILED,
                       .may_succeed_late = !findings->answered,
                       .new_channels = tell (findings)};

  if (may_go_on (input, findings, word))
    {
      /* The phone may be through, and a second scan would link it twice. */
      if (input->scanned && offer (findings) == KC_NEW_CHANNELS_OFFERED)
        return say_that_nobody_knows (findings, NULL);

      return (KcVerdict){.state
                         = input->mode == KC_MODE_QR ? KC_ATTEMPT_SCANNING : KC_ATTEMPT_WAITING};
    }

  if (!findings->answered && input->word == KC_SESSION_PENDING)
    return say_that_nobody_knows (findings, findings->trouble);

  return (KcVerdict){.state = KC_ATTEMPT_EXPIRED,
                     .may_succeed_late = !clear,
                     .new_channels
                     = clear || (input->fallback == KC_ATTEMPT_FAILED && input->no_stream == NULL)
                           ? tell (findings)
                           : offer (findings)};
}
