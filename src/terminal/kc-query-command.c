/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-query-command.h"

#include "kc-channel-query.h"
#include "kc-cli-event.h"
#include "kc-debug-info.h"
#include "kc-error-text.h"
#include "kc-foreign-text.h"

#include <glib/gi18n.h>

static const char *
describe_channel_state (KcChannelState state)
{
  switch (state)
    {
    case KC_CHANNEL_STATE_PAUSED:
      /* Translators: the state of a channel. */
      return _ ("paused");
    case KC_CHANNEL_STATE_DISCONNECTED:
      /* Translators: the state of a channel. */
      return _ ("disconnected");
    case KC_CHANNEL_STATE_ACTIVE:
    default:
      /* Translators: the state of a channel. */
      return _ ("active");
    }
}

/* Columns separated by tabs, so that cut (1) and awk (1) can read them. */
static void
print_channel (KcOutput *output, KcChannel *channel, KcChannelState state)
{
  const char *number = kc_channel_get_phone_number (channel);
  const char *name = kc_channel_get_name (channel);
  g_autofree char *text
      = g_strdup_printf ("%s\v%s\v%s\v%s", kc_channel_get_id (channel),
                         number != NULL ? number : "-", describe_channel_state (state),
                         name != NULL ? name : "-");
  g_auto (GStrv) columns = g_strsplit (text, "\v", -1);
  g_autofree char *line = NULL;

  for (guint i = 0; columns[i] != NULL; i++)
    {
      char *safe = kc_foreign_text_to_line (columns[i]);

      g_free (columns[i]);
      columns[i] = safe;
    }
  line = g_strjoinv ("\t", columns);
  kc_output_print (output, line);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KcOutput *output = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KcChannelQuery) query = kc_channel_query_load_finish (result, &error);

  if (query == NULL)
    {
      g_task_return_int (task, kc_query_command_print_error (output, error));
      return;
    }

  for (guint i = 0; i < query->channels->len; i++)
    {
      KcChannel *channel = g_ptr_array_index (query->channels, i);
      KcChannelState state = kc_channel_query_get_state (query, channel);

      print_channel (output, channel, state);
      kc_output_take_event (output, kc_cli_event_new_channel (channel, state));
    }
  if (query->channels->len == 0)
    kc_output_print_message (output, _ ("The company has no WhatsApp channel yet."));
  g_task_return_int (task, KC_CLI_EXIT_OK);
}

void
kc_query_command_list_channels_async (KcController *controller,
                                      KcOutput *output,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  KcKeyManager *key_manager;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (KC_IS_OUTPUT (output));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_query_command_list_channels_async);
  g_task_set_task_data (task, g_object_ref (output), g_object_unref);
  key_manager = kc_controller_get_key_manager (controller);
  kc_channel_query_load_async (kc_key_manager_get_client (key_manager),
                               kc_key_manager_get_rate_limiter (key_manager), cancellable,
                               loaded_cb, g_steal_pointer (&task));
}

KcCliExit
kc_query_command_list_channels_finish (GAsyncResult *result)
{
  return kc_cli_exit_from_task (result);
}

static const char *
describe_answer (KcAnswer answer)
{
  switch (answer)
    {
    case KC_ANSWER_YES:
      return _ ("yes");
    case KC_ANSWER_NO:
      return _ ("no");
    case KC_ANSWER_UNKNOWN:
    default:
      return _ ("Keebai does not tell");
    }
}

static void
print_pair (KcOutput *output, const char *label, const char *text)
{
  g_autofree char *safe
      = kc_foreign_text_to_line (text != NULL ? text : _ ("Keebai does not tell"));
  g_autofree char *line = g_strdup_printf ("%s: %s", label, safe);

  kc_output_print (output, line);
}

KcCliExit
kc_query_command_print_account (KcController *controller, KcOutput *output)
{
  const KcKeyCheck *check;

  g_return_val_if_fail (KC_IS_CONTROLLER (controller), KC_CLI_EXIT_FAILED);

  check = kc_key_manager_get_key_check (kc_controller_get_key_manager (controller));
  print_pair (output, _ ("Company"), check->account != NULL ? check->account->company_name : NULL);
  print_pair (output, _ ("Owner of the key"),
              check->account != NULL ? check->account->user_name : NULL);
  print_pair (output, _ ("May connect channels"), describe_answer (check->can_connect));
  print_pair (output, _ ("May list channels"), describe_answer (check->can_read));
  kc_output_take_event (output, kc_cli_event_new_account (check));

  return KC_CLI_EXIT_OK;
}

KcCliExit
kc_query_command_print_report (KcController *controller, KcOutput *output)
{
  g_autofree char *text = kc_debug_info_new (controller, NULL);

  kc_output_print (output, g_strchomp (text));
  kc_output_take_event (output, kc_cli_event_new_report (text));

  return KC_CLI_EXIT_OK;
}

KcCliExit
kc_query_command_print_error (KcOutput *output, const GError *error)
{
  g_autoptr (KcErrorText) text = NULL;
  KcCliExit code = kc_cli_exit_from_error (error);

  g_return_val_if_fail (KC_IS_OUTPUT (output), KC_CLI_EXIT_FAILED);
  g_return_val_if_fail (error != NULL, KC_CLI_EXIT_FAILED);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return KC_CLI_EXIT_INTERRUPTED;

  text = kc_error_text_new (error);
  kc_output_print_message (output, text->title);
  kc_output_print_message (output, text->reason);
  kc_output_take_event (output,
                        kc_cli_event_new_outcome (code, NULL, NULL, text->title, text->reason));

  return code;
}
