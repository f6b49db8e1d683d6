/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-cli-event.h"

#include "kc-enum.h"

#include <json-glib/json-glib.h>

static JsonObject *
create_event (const char *event)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "event", event);

  return object;
}

/* Takes `object`. */
static char *
to_line (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  json_object_unref (object);

  return json_to_string (node, FALSE);
}

/* Left out if it is NULL. Others wrote the text: JSON must always be valid UTF-8. */
static void
set_text (JsonObject *object, const char *member, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    json_object_set_string_member (object, member, valid);
}

static void
set_word (JsonObject *object, const char *member, GType type, int value)
{
  json_object_set_string_member (object, member, kc_enum_get_nick (type, value));
}

static void
set_time_left (JsonObject *object, KcAttempt *attempt)
{
  int seconds = kc_attempt_get_seconds_left (attempt);

  if (seconds >= 0)
    json_object_set_int_member (object, "seconds_left", seconds);
}

static void
set_channel (JsonObject *object, KcChannel *channel)
{
  set_text (object, "channel_id", kc_channel_get_id (channel));
  set_word (object, "type", KC_TYPE_CHANNEL_KIND, (int) kc_channel_get_kind (channel));
  set_text (object, "name", kc_channel_get_name (channel));
  set_text (object, "phone_number", kc_channel_get_phone_number (channel));
  set_text (object, "phone_number_id", kc_channel_get_phone_number_id (channel));
}

char *
kc_cli_event_new_state (KcAttempt *attempt)
{
  JsonObject *object = create_event ("state");

  set_word (object, "state", KC_TYPE_ATTEMPT_STATE, (int) kc_attempt_get_state (attempt));
  set_word (object, "mode", KC_TYPE_MODE, (int) kc_attempt_get_mode (attempt));
  set_word (object, "connectivity", KC_TYPE_CONNECTIVITY,
            (int) kc_attempt_get_connectivity (attempt));
  set_time_left (object, attempt);

  return to_line (object);
}

char *
kc_cli_event_new_time (KcAttempt *attempt)
{
  JsonObject *object = create_event ("time");

  set_time_left (object, attempt);

  return to_line (object);
}

char *
kc_cli_event_new_link (KcAttempt *attempt, const char *verification_uri)
{
  JsonObject *object = create_event ("link");

  set_text (object, "verification_uri", verification_uri);
  set_time_left (object, attempt);

  return to_line (object);
}

char *
kc_cli_event_new_code (KcAttempt *attempt)
{
  JsonObject *object = create_event ("code");
  GBytes *code = kc_attempt_get_code_live (attempt) ? kc_attempt_get_code (attempt) : NULL;
  g_autofree char *text = NULL;

  json_object_set_boolean_member (object, "live", code != NULL);
  if (code != NULL)
    {
      text = g_strndup (g_bytes_get_data (code, NULL), g_bytes_get_size (code));
      set_text (object, "code", text);
    }
  set_time_left (object, attempt);

  return to_line (object);
}

char *
kc_cli_event_new_pending (KcMode mode, gint64 seconds_left)
{
  JsonObject *object = create_event ("pending");

  set_word (object, "mode", KC_TYPE_MODE, (int) mode);
  json_object_set_int_member (object, "seconds_left", seconds_left);

  return to_line (object);
}

char *
kc_cli_event_new_outcome (KcCliExit code,
                          KcChannel *channel,
                          const char *phone_number,
                          const char *title,
                          const char *reason)
{
  JsonObject *object = create_event ("outcome");

  set_text (object, "outcome", kc_cli_exit_to_outcome (code));
  json_object_set_int_member (object, "exit_status", code);
  if (channel != NULL)
    set_channel (object, channel);
  if (phone_number != NULL)
    set_text (object, "phone_number", phone_number);
  set_text (object, "title", title);
  set_text (object, "reason", reason);

  return to_line (object);
}

char *
kc_cli_event_new_channel (KcChannel *channel, KcChannelState state)
{
  JsonObject *object = create_event ("channel");

  set_channel (object, channel);
  set_word (object, "state", KC_TYPE_CHANNEL_STATE, (int) state);

  return to_line (object);
}

static void
set_answer (JsonObject *object, const char *member, KcAnswer answer)
{
  if (answer == KC_ANSWER_UNKNOWN)
    json_object_set_null_member (object, member);
  else
    json_object_set_boolean_member (object, member, answer == KC_ANSWER_YES);
}

char *
kc_cli_event_new_account (const KcKeyCheck *check)
{
  JsonObject *object = create_event ("account");

  if (check->account != NULL)
    {
      set_text (object, "company", check->account->company_name);
      set_text (object, "user", check->account->user_name);
    }
  set_answer (object, "can_connect", check->can_connect);
  set_answer (object, "can_read", check->can_read);

  return to_line (object);
}

char *
kc_cli_event_new_check (const char *name, const char *result, const char *text)
{
  JsonObject *object = create_event ("check");

  set_text (object, "name", name);
  set_text (object, "result", result);
  set_text (object, "text", text);

  return to_line (object);
}

char *
kc_cli_event_new_report (const char *text)
{
  JsonObject *object = create_event ("report");

  set_text (object, "text", text);

  return to_line (object);
}
