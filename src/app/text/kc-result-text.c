/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-text.h"

#include "kc-redact.h"

#include <glib/gi18n.h>

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
  gboolean qr = kc_attempt_get_mode (attempt) == KC_MODE_QR;

  if (!kc_attempt_is_time_up (attempt))
    return create_text (_ ("Keebai ended this before its time was up"),
                        qr ? _ ("Keebai does not say that a phone was linked. Try again, and a new "
                                "code appears.")
                           : _ ("Keebai does not say that your number was connected. The old page "
                                "does not work any more: try again, and a new one opens."),
                        "");

  if (kc_attempt_get_new_channels (attempt) != NULL)
    return create_text (_ ("The time is up"),
                        _ ("Keebai does not say that your number was connected."), "");

  if (qr)
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
      /* The stream had said why. */
      if (kc_attempt_get_server_reason (attempt) != NULL && !kc_attempt_is_time_up (attempt))
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
      /* No request was refused: Keebai said so of the session. */
      if (g_error_matches (error, KC_ERROR, KC_ERROR_REFUSED)
          && kc_error_get_http_status (error) == 0 && kc_attempt_get_mode (attempt) == KC_MODE_QR)
        return create_not_linked_text (error->message);
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

char *
kc_result_text_describe_new_channels (KcAttempt *attempt)
{
  GPtrArray *channels;
  guint n_offered = 0;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  channels = kc_attempt_get_new_channels (attempt);
  if (channels == NULL)
    return NULL;

  for (guint i = 0; i < channels->len; i++)
    if (kc_attempt_is_offered (attempt, g_ptr_array_index (channels, i)))
      n_offered++;

  if (n_offered == 1)
    return g_strdup (_ ("A new channel appeared meanwhile. Is it the one you were connecting?"));
  if (n_offered > 1)
    return g_strdup (
        _ ("New channels appeared meanwhile. Is one of them the one you were connecting?"));

  return g_strdup (ngettext ("A new channel appeared meanwhile. It may be a colleague’s.",
                             "New channels appeared meanwhile. They may be a colleague’s.",
                             channels->len));
}

char *
kc_result_text_describe_channel (KcChannel *channel)
{
  const char *name;
  GDateTime *created_at;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *time = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (KC_IS_CHANNEL (channel), NULL);

  name = kc_channel_get_name (channel);
  created_at = kc_channel_get_created_at (channel);
  if (name != NULL && kc_channel_get_phone_number (channel) != NULL)
    g_string_append (text, name);
  if (created_at != NULL)
    {
      local = g_date_time_to_local (created_at);
      time = g_date_time_format (local, "%X");
      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: %s is a time of day. */
      g_string_append_printf (text, _ ("made at %s"), time);
    }
  if (!kc_channel_get_active (channel))
    {
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, _ ("not active"));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
