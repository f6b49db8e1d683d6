/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-outcome.h"

#include "kc-error-text.h"
#include "kc-phone-text.h"

#include <glib/gi18n.h>

/* Ids are opaque: one with a control character must not steer the terminal it is printed on. */
static char *
copy_printable (const char *text)
{
  g_autoptr (GString) copy = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (copy, g_unichar_iscntrl (c) ? 0xFFFD : c);
    }

  return g_string_free (g_steal_pointer (&copy), FALSE);
}

char *
kc_outcome_to_line (KcAttempt *attempt)
{
  g_autofree char *id = NULL;
  g_autofree char *number = NULL;
  KcChannel *channel;
  const char *label;
  const char *value;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  if (kc_attempt_get_state (attempt) != KC_ATTEMPT_CONNECTED)
    return NULL;

  channel = kc_attempt_get_channel (attempt);
  if (channel == NULL)
    return g_strdup ("Connected channel.");

  if (kc_attempt_get_mode (attempt) == KC_MODE_QR)
    {
      label = "phone_number";
      value = kc_attempt_get_phone_number (attempt);
    }
  else
    {
      label = "phone_number_id";
      value = kc_channel_get_phone_number_id (channel);
    }

  id = copy_printable (kc_channel_get_id (channel));
  if (value == NULL || *value == '\0')
    return g_strdup_printf ("Connected channel %s.", id);

  number = copy_printable (value);
  return g_strdup_printf ("Connected channel %s (%s: %s).", id, label, number);
}

GNotification *
kc_outcome_to_notification (KcAttempt *attempt)
{
  g_autoptr (GNotification) notification = NULL;
  g_autoptr (KcErrorText) text = NULL;
  g_autofree char *number = NULL;
  g_autofree char *body = NULL;
  const char *title = NULL;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_CONNECTED:
      title = _ ("Your number is connected");
      if (kc_attempt_get_phone_number (attempt) != NULL)
        {
          number = kc_phone_text_format (kc_attempt_get_phone_number (attempt));
          /* Translators: %s is a phone number. */
          body = g_strdup_printf (_ ("%s is a WhatsApp channel in Keebai now."), number);
        }
      else
        {
          body = g_strdup (_ ("It is a WhatsApp channel in Keebai now."));
        }
      break;
    case KC_ATTEMPT_EXPIRED:
      title = _ ("The time is up");
      body = g_strdup (_ ("The number is not connected. You can try again."));
      break;
    case KC_ATTEMPT_CANCELLED:
      title = _ ("Connecting was cancelled");
      body = g_strdup (_ ("The number is not connected. You can try again."));
      break;
    case KC_ATTEMPT_FAILED:
      title = kc_attempt_may_ask_again (attempt) ? _ ("It is not known yet how it ended")
                                                 : _ ("The number is not connected");
      if (kc_attempt_get_error (attempt) != NULL)
        {
          text = kc_error_text_new (kc_attempt_get_error (attempt));
          body = g_strdup (text->title);
        }
      break;
    case KC_ATTEMPT_IDLE:
    case KC_ATTEMPT_STARTING:
    case KC_ATTEMPT_WAITING:
    case KC_ATTEMPT_SCANNING:
    case KC_ATTEMPT_LINKING:
    case KC_ATTEMPT_CONFIRMING:
    default:
      g_return_val_if_reached (NULL);
    }

  notification = g_notification_new (title);
  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.show-window");

  return g_steal_pointer (&notification);
}

GNotification *
kc_outcome_to_key_notification (void)
{
  g_autoptr (GNotification) notification
      = g_notification_new (_ ("Keebai Connect needs another access key"));

  g_notification_set_body (notification,
                           _ ("What you have begun is kept, and goes on as soon as you enter it."));
  g_notification_set_default_action (notification, "app.show-window");
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);

  return g_steal_pointer (&notification);
}
