/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-text.h"

#include "kc-redact.h"

#include <glib/gi18n.h>

/* Our deadline and the server's are this far apart at most, in seconds. */
#define SAME_MOMENT 10

static KcErrorText *
create_text (const char *title, const char *reason, const char *details)
{
  KcErrorText *self = g_new0 (KcErrorText, 1);

  self->title = g_strdup (title);
  self->reason = g_strdup (reason);
  self->remedy = KC_REMEDY_TRY_AGAIN;
  self->details = g_strdup (details);

  return self;
}

static KcErrorText *
create_expired_text (KcAttempt *attempt)
{
  if (kc_attempt_get_mode (attempt) == KC_MODE_QR)
    return create_text (_ ("The time is up"),
                        _ ("The phone did not scan a code in time, so nothing was connected. Have "
                           "WhatsApp open at “Linked devices” before you try again."),
                        "");

  return create_text (_ ("The time is up"),
                      _ ("The signup in the browser was not finished in time, so nothing was "
                         "connected. The old page does not work any more: try again, and a new one "
                         "opens."),
                      "");
}

/* After a failure the session may be told as expired, for it is over: with time left it was not the
 * time. */
static gboolean
failed_before_its_time (KcAttempt *attempt)
{
  return kc_attempt_get_server_reason (attempt) != NULL
         && kc_attempt_get_seconds_left (attempt) > SAME_MOMENT;
}

/* The phone or WhatsApp said no; Keebai only passed it on. */
static KcErrorText *
create_not_linked_text (const char *server_reason)
{
  g_autofree char *details = g_strdup_printf ("Error: qr-failed\nReason: %s", server_reason);
  g_autofree char *redacted = kc_redact (details);

  return create_text (_ ("WhatsApp did not link the phone"),
                      _ ("Check that the phone is online and that fewer than four devices are "
                         "linked to it, then try again. If the phone says that it cannot link new "
                         "devices at this time, wait some hours."),
                      redacted);
}

/* Nobody could be asked how it ended, or the key was turned away. */
static KcErrorText *
create_unknown_text (const GError *error)
{
  g_autoptr (KcErrorText) text = kc_error_text_new (error);
  gboolean change_key = text->remedy == KC_REMEDY_CHANGE_KEY;
  g_autofree char *reason = g_strdup_printf (
      /* Translators: %s says what is wrong, without a full stop. */
      change_key
          ? _ ("%s. Your number may be connected or not: give another key of the same "
               "company, and Keebai is asked again.")
          : _ ("%s. Your number may be connected or not: ask again in a moment. What you have "
               "begun is kept until then."),
      text->title);
  KcErrorText *self = create_text (_ ("It is not known yet how it ended"), reason, text->details);

  self->remedy = change_key ? KC_REMEDY_CHANGE_KEY : KC_REMEDY_ASK_AGAIN;

  return self;
}

KcErrorText *
kc_result_text_new (KcAttempt *attempt)
{
  const GError *error;
  const char *server_reason;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_EXPIRED:
      if (failed_before_its_time (attempt))
        return create_not_linked_text (kc_attempt_get_server_reason (attempt));
      return create_expired_text (attempt);

    case KC_ATTEMPT_CANCELLED:
      return create_text (_ ("Connecting was cancelled"),
                          _ ("Nothing was connected. You can start again at any time."), "");

    case KC_ATTEMPT_FAILED:
      error = kc_attempt_get_error (attempt);
      server_reason = kc_attempt_get_server_reason (attempt);
      if (kc_attempt_may_ask_again (attempt) && error != NULL)
        return create_unknown_text (error);
      if (server_reason != NULL || error == NULL)
        return create_not_linked_text (server_reason != NULL ? server_reason : "not told");
      return kc_error_text_new (error);

    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    case KC_ATTEMPT_CONNECTED:
    default:
      g_return_val_if_reached (NULL);
    }
}

KcErrorText *
kc_result_text_new_still_there (void)
{
  KcErrorText *self
      = create_text (_ ("Still there?"),
                     _ ("No phone has scanned a code so far, so nothing was connected, and no more "
                        "codes are asked for. Have WhatsApp open at “Linked devices”, then go on."),
                     "");

  self->remedy = KC_REMEDY_NEW_CODE;

  return self;
}

gboolean
kc_result_text_is_time_up (KcAttempt *attempt)
{
  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), FALSE);

  return kc_attempt_get_state (attempt) == KC_ATTEMPT_EXPIRED && !failed_before_its_time (attempt);
}
