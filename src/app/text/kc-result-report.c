/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-result-report.h"

#include "kc-foreign-text.h"
#include "kc-phone-format.h"
#include "kc-result-text.h"

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
    return g_strdup (_ ("Messages now arrive in Keebai."));

  number = kc_phone_format_format (phone_number);
  /* Translators: %s is a phone number. */
  return g_strdup_printf (_ ("Messages to %s now arrive in Keebai."), number);
}

/* The title says what happened, this says what it means. The window has the rest. */
static char *
create_ended_body (KcAttempt *attempt)
{
  if (kc_result_text_find_offered (attempt, NULL) != NULL)
    return g_strdup (_ ("A new channel appeared. Open Keebai Connect to answer."));
  if (kc_attempt_may_ask_again (attempt))
    return g_strdup (_ ("The number may be connected. Open Keebai Connect to check."));

  return g_strdup (_ ("The number is not connected. You can try again."));
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
    return g_strdup (_ ("An earlier number is now connected"));

  number = kc_phone_format_format (phone_number);
  /* Translators: %s is a phone number. */
  return g_strdup_printf (_ ("%s is now connected"), number);
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
  g_autoptr (KcErrorText) text = NULL; /* owns the title of an end that is not a success */
  g_autofree char *body = NULL;
  const char *title = NULL;

  g_return_val_if_fail (KC_IS_ATTEMPT (attempt), NULL);

  switch (kc_attempt_get_state (attempt))
    {
    case KC_ATTEMPT_CONNECTED:
      title = _ ("Number Connected");
      body = create_connected_body (kc_attempt_get_phone_number (attempt));
      break;
    case KC_ATTEMPT_EXPIRED:
    case KC_ATTEMPT_CANCELLED:
    case KC_ATTEMPT_FAILED:
      text = kc_result_text_new (attempt);
      title = text->title;
      body = create_ended_body (attempt);
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
  g_autoptr (GNotification) notification = g_notification_new (_ ("Another Access Key Needed"));

  g_notification_set_body (notification,
                           _ ("Connecting is paused and continues when you enter it."));
  g_notification_set_default_action (notification, "app.show-window");
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);

  return g_steal_pointer (&notification);
}
