/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-report.h"

#include "kc-error-text.h"
#include "kc-foreign-text.h"
#include "kc-phone-format.h"

#include <glib/gi18n.h>

static char *
create_line (KcChannel *channel, const char *label, const char *value)
{
  g_autofree char *id = NULL;
  g_autofree char *number = NULL;

  if (channel == NULL)
    return g_strdup ("Connected channel.");

  id = kc_foreign_text_to_line (kc_channel_get_id (channel));
  if (value == NULL || *value == '\0')
    return g_strdup_printf ("Connected channel %s.", id);

  number = kc_foreign_text_to_line (value);
  return g_strdup_printf ("Connected channel %s (%s: %s).", id, label, number);
}

/* A notification that brings the window back. */
static GNotification *
create_notification (const char *title, const char *body)
{
  GNotification *notification = g_notification_new (title);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.show-window");

  return notification;
}

static char *
create_connected_body (const char *phone_number)
{
  g_autofree char *number = NULL;

  if (phone_number == NULL)
    return g_strdup (_ ("It is a WhatsApp channel in Keebai now."));

  number = kc_phone_format_format (phone_number);
  /* Translators: %s is a phone number. */
  return g_strdup_printf (_ ("%s is a WhatsApp channel in Keebai now."), number);
}

char *
kc_result_report_to_line (KcAttempt *attempt)
{
  KcChannel *channel;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  if (kc_attempt_get_state (attempt) != KC_ATTEMPT_CONNECTED)
    return NULL;

  channel = kc_attempt_get_channel (attempt);
  if (kc_attempt_get_mode (attempt) == KC_MODE_QR)
    return create_line (channel, "phone_number", kc_attempt_get_phone_number (attempt));

  return create_line (channel, "phone_number_id",
                      channel != NULL ? kc_channel_get_phone_number_id (channel) : NULL);
}

char *
kc_result_report_late_to_line (KcChannel *channel)
{
  const char *id = channel != NULL ? kc_channel_get_phone_number_id (channel) : NULL;

  if (id != NULL)
    return create_line (channel, "phone_number_id", id);

  return create_line (channel, "phone_number",
                      channel != NULL ? kc_channel_get_phone_number (channel) : NULL);
}

char *
kc_result_report_late_to_text (KcChannel *channel)
{
  const char *phone_number = channel != NULL ? kc_channel_get_phone_number (channel) : NULL;
  g_autofree char *number = NULL;

  if (phone_number == NULL)
    return g_strdup (_ ("A number from before was connected after all"));

  number = kc_phone_format_format (phone_number);
  /* Translators: %s is a phone number. */
  return g_strdup_printf (_ ("%s was connected after all"), number);
}

GNotification *
kc_result_report_late_to_notification (KcChannel *channel)
{
  g_autofree char *text = kc_result_report_late_to_text (channel);

  return create_notification (text, NULL);
}

GNotification *
kc_result_report_to_notification (KcAttempt *attempt)
{
  g_autoptr (KcErrorText) text = NULL;
  g_autofree char *body = NULL;
  const char *title = NULL;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_CONNECTED:
      title = _ ("Your number is connected");
      body = create_connected_body (kc_attempt_get_phone_number (attempt));
      break;
    case KC_ATTEMPT_EXPIRED:
      title = kc_attempt_is_time_up (attempt) ? _ ("The time is up")
                                              : _ ("Keebai ended this before its time was up");
      body = g_strdup (_ ("Keebai does not say that the number is connected."));
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

  return create_notification (title, body);
}

GNotification *
kc_result_report_to_key_notification (void)
{
  g_autoptr (GNotification) notification
      = g_notification_new (_ ("Keebai Connect needs another access key"));

  g_notification_set_body (notification,
                           _ ("What you have begun is kept, and goes on as soon as you enter it."));
  g_notification_set_default_action (notification, "app.show-window");
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);

  return g_steal_pointer (&notification);
}
