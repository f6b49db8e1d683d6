/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-check-command.h"

#include "kc-cli-event.h"
#include "kc-error-text.h"
#include "kc-foreign-text.h"
#include "kc-open-uri-portal.h"

#include <glib/gi18n.h>

/* How long the proxy resolver, the keyring and the bus may take together. */
#define DEADLINE_MS 10000
/* Of the keyring alone: whatever hangs, the rest is still told. */
#define KEYRING_DEADLINE_MS 4000
#define PORTAL_NAME "org.freedesktop.portal.Desktop"
/* Asks the keyring for an item that does not exist, so that no password is needed. */
#define NO_SESSION "check"

typedef enum {
  RESULT_OK,
  RESULT_WARNING,
  RESULT_PROBLEM,
  RESULT_UNKNOWN,
} Result;

typedef struct {
  KcController *controller;
  KcOutput *output;
  KcKeyring *keyring;
  GCancellable *cancellable; /* the caller's; cancelled by the deadline too */
  GSource *deadline;
  KcCliExit code;
} Check;

static void
free_check (gpointer data)
{
  Check *check = data;

  kc_clear_timer (&check->deadline);
  g_clear_object (&check->controller);
  g_clear_object (&check->output);
  g_clear_object (&check->keyring);
  g_clear_object (&check->cancellable);
  g_free (check);
}

/* `name` is for programs, `label` for people. */
static void
tell (Check *check, const char *name, const char *label, Result result, const char *text)
{
  static const char *const words[] = {
      [RESULT_OK] = "ok",
      [RESULT_WARNING] = "warning",
      [RESULT_PROBLEM] = "problem",
      [RESULT_UNKNOWN] = "unknown",
  };
  static const char *const marks[] = {
      /* Translators: stands before a line of the check. */
      [RESULT_OK] = N_ ("ok"),
      /* Translators: stands before a line of the check. */
      [RESULT_WARNING] = N_ ("note"),
      /* Translators: stands before a line of the check. */
      [RESULT_PROBLEM] = N_ ("problem"),
      /* Translators: stands before a line of the check: not known. */
      [RESULT_UNKNOWN] = N_ ("unknown"),
  };
  g_autofree char *line = g_strdup_printf ("%s: %s: %s", label, _ (marks[result]), text);

  kc_output_print (check->output, line);
  kc_output_take_event (check->output, kc_cli_event_new_check (name, words[result], text));
  if (result == RESULT_PROBLEM && check->code == KC_CLI_EXIT_OK)
    check->code = KC_CLI_EXIT_FAILED;
}

static gboolean
is_loopback (Check *check)
{
  KcClient *client = kc_key_manager_get_client (kc_controller_get_key_manager (check->controller));

  return client != NULL && kc_client_is_loopback (client);
}

/* --- what is known without asking ------------------------------------------------------------- */

static void
tell_key (Check *check)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (check->controller);
  const GError *error = kc_key_manager_get_key_error (key_manager);
  g_autoptr (KcErrorText) text = error != NULL ? kc_error_text_new (error) : NULL;
  g_autofree char *sentence = NULL;
  gboolean keeps = kc_controller_get_presets (check->controller)->keep_key_allowed;
  gboolean refused = FALSE;

  if (kc_key_manager_get_client (key_manager) != NULL)
    {
      tell (check, "key", _ ("Access key"), RESULT_OK, _ ("Keebai accepts it."));
    }
  else if (error == NULL)
    {
      check->code = KC_CLI_EXIT_UNAUTHORIZED;
      tell (check, "key", _ ("Access key"), RESULT_PROBLEM,
            keeps ? _ ("There is none. Set KEEBAI_API_KEY, or enter it in Keebai Connect and keep "
                       "it.")
                  : _ ("There is none. Set KEEBAI_API_KEY, or use --key-fd."));
    }
  else
    {
      check->code = kc_cli_exit_from_error (error);
      refused = check->code == KC_CLI_EXIT_UNAUTHORIZED || check->code == KC_CLI_EXIT_FORBIDDEN;
      sentence = g_strdup_printf ("%s. %s", text->title, text->reason);
      tell (check, "key", _ ("Access key"), refused ? RESULT_PROBLEM : RESULT_UNKNOWN,
            refused ? sentence : _ ("Keebai could not be asked about it."));
    }

  if (kc_key_manager_get_client (key_manager) != NULL || refused)
    tell (check, "network", _ ("Network"), RESULT_OK, _ ("Keebai answers."));
  else if (error != NULL)
    tell (check, "network", _ ("Network"), RESULT_PROBLEM, sentence);
  else if (!g_network_monitor_get_network_available (g_network_monitor_get_default ()))
    tell (check, "network", _ ("Network"), RESULT_PROBLEM, _ ("This computer is offline."));
  else
    tell (check, "network", _ ("Network"), RESULT_UNKNOWN,
          _ ("There is one. Keebai is asked only with an access key."));
}

static void
tell_permission (Check *check,
                 const char *name,
                 const char *label,
                 KcAnswer answer,
                 const char *scope,
                 Result no)
{
  g_autofree char *missing
      /* Translators: %s is the name of a permission, such as “channels:connect”. */
      = g_strdup_printf (_ ("The key lacks “%s”. Ask whoever manages your company’s Keebai access "
                            "keys for a new one that has it."),
                         scope);

  if (answer == KC_ANSWER_YES)
    tell (check, name, label, RESULT_OK, scope);
  else if (answer == KC_ANSWER_NO)
    tell (check, name, label, no, missing);
  else
    tell (check, name, label, RESULT_UNKNOWN, _ ("Keebai does not tell before it is used."));
}

static void
tell_permissions (Check *check)
{
  const KcKeyCheck *key_check
      = kc_key_manager_get_key_check (kc_controller_get_key_manager (check->controller));

  if (key_check == NULL)
    return;

  if (key_check->can_connect == KC_ANSWER_NO)
    check->code = KC_CLI_EXIT_FORBIDDEN;
  tell_permission (check, "permission-connect", _ ("Permission to connect channels"),
                   key_check->can_connect, KC_SCOPE_CONNECT, RESULT_PROBLEM);
  tell_permission (check, "permission-read", _ ("Permission to list channels"), key_check->can_read,
                   KC_SCOPE_READ, RESULT_WARNING);
}

/* A certificate is valid for a limited time: if Keebai's was accepted, the clock is right. */
static void
tell_clock (Check *check)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (check->controller);
  const GError *error = kc_key_manager_get_key_error (key_manager);

  if (g_error_matches (error, KC_ERROR, KC_ERROR_TLS_TIME))
    tell (check, "clock", _ ("Clock"), RESULT_PROBLEM,
          _ ("It seems to be wrong, so no secure connection is possible. Set the date and time to "
             "“automatic” in the system settings."));
  else if (is_loopback (check)
           || (kc_key_manager_get_client (key_manager) == NULL
               && kc_error_get_http_status (error) == 0))
    tell (check, "clock", _ ("Clock"), RESULT_UNKNOWN,
          _ ("It is checked only over a secure connection to Keebai."));
  else
    tell (check, "clock", _ ("Clock"), RESULT_OK, _ ("Keebai’s certificate is valid by it."));
}

static void
tell_notes (Check *check)
{
  KcJournalWriter *writer
      = kc_session_store_get_journal_writer (kc_controller_get_session_store (check->controller));
  const GError *trouble = kc_journal_writer_get_trouble (writer);

  if (g_error_matches (trouble, KC_JOURNAL_ERROR, KC_JOURNAL_ERROR_BUSY))
    tell (check, "notes", _ ("Notes"), RESULT_WARNING,
          _ ("Keebai Connect is open elsewhere and is using them. What you begin here cannot be "
             "continued later."));
  else if (trouble != NULL)
    tell (check, "notes", _ ("Notes"), RESULT_WARNING,
          _ ("Those of the last time could not be read. Perhaps the disk is full or may not be "
             "used."));
  else
    tell (check, "notes", _ ("Notes"), RESULT_OK, _ ("They can be read."));
}

static void
tell_settings (Check *check)
{
  g_autofree char *locked = kc_presets_list_locked (kc_controller_get_presets (check->controller));
  g_autofree char *sentence = NULL;

  if (locked == NULL)
    return;

  sentence = g_strdup_printf ("%s: %s", kc_presets_get_locked_label (), locked);
  tell (check, "settings", _ ("Settings"), RESULT_OK, sentence);
}

static void
tell_browser (Check *check)
{
  g_autoptr (GAppInfo) browser = g_app_info_get_default_for_uri_scheme ("https");
  g_autofree char *name
      = browser != NULL ? kc_foreign_text_to_line (g_app_info_get_name (browser)) : NULL;

  if (kc_open_uri_portal_is_needed ())
    return;
  if (browser == NULL)
    tell (check, "browser", _ ("Browser"), RESULT_WARNING,
          _ ("There is none here. Open the page that “whatsapp connect” shows on another "
             "computer."));
  else
    tell (check, "browser", _ ("Browser"), RESULT_OK, name);
}

static void
tell_terminal (Check *check)
{
  guint columns;
  guint rows;
  g_autofree char *size = NULL;

  kc_output_get_size (check->output, &columns, &rows);
  /* Translators: a width and a height in characters. */
  size = g_strdup_printf (_ ("It draws codes. It has %u × %u characters; a code of WhatsApp needs "
                             "about 65 × 35."),
                          columns, rows);
  if (kc_output_can_draw (check->output))
    tell (check, "terminal", _ ("Terminal"), columns < 65 || rows < 35 ? RESULT_WARNING : RESULT_OK,
          size);
  else
    tell (check, "terminal", _ ("Terminal"), RESULT_WARNING,
          _ ("Codes cannot be drawn here. Use --qr-file or --json with --qr."));
}

/* --- what must be asked ----------------------------------------------------------------------- */

static void
portal_looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (reply != NULL)
    tell (check, "portal", _ ("Portal"), RESULT_OK, _ ("The desktop’s portal answers."));
  else
    tell (check, "portal", _ ("Portal"), RESULT_WARNING,
          _ ("The desktop has no portal, so no browser can be opened from the sandbox. Install "
             "xdg-desktop-portal, or open the page yourself."));
  g_task_return_int (task, check->code);
}

static void
bus_got_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (bus == NULL)
    {
      tell (check, "portal", _ ("Portal"), RESULT_WARNING,
            _ ("There is no desktop session, so no browser can be opened."));
      g_task_return_int (task, check->code);
      return;
    }
  g_dbus_connection_call (bus, PORTAL_NAME, "/org/freedesktop/portal/desktop",
                          "org.freedesktop.DBus.Peer", "Ping", NULL, NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, check->cancellable, portal_looked_up_cb, g_object_ref (task));
}

/* The last thing that is asked. */
static void
ask_portal (GTask *task)
{
  Check *check = g_task_get_task_data (task);

  if (kc_open_uri_portal_is_needed ())
    {
      g_bus_get (G_BUS_TYPE_SESSION, check->cancellable, bus_got_cb, g_object_ref (task));
      return;
    }
  tell (check, "portal", _ ("Portal"), RESULT_OK, _ ("It is not needed here."));
  g_task_return_int (task, check->code);
}

static void
keyring_answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  kc_secret_free (kc_keyring_load_finish (KC_KEYRING (object), result, &error));
  if (g_task_return_error_if_cancelled (task))
    return;

  if (error == NULL)
    tell (check, "keyring", _ ("Keyring"), RESULT_OK, _ ("It answers."));
  else if (g_error_matches (error, KC_KEYRING_ERROR, KC_KEYRING_ERROR_LOCKED))
    tell (check, "keyring", _ ("Keyring"), RESULT_WARNING,
          _ ("It is locked. Unlock it to use a key that is kept there."));
  else
    tell (
        check, "keyring", _ ("Keyring"), RESULT_WARNING,
        _ ("There is none, or it does not answer. Give the key with KEEBAI_API_KEY or --key-fd."));

  ask_portal (task);
}

static void
proxy_looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *check = g_task_get_task_data (task);
  const GError *key_error
      = kc_key_manager_get_key_error (kc_controller_get_key_manager (check->controller));
  g_auto (GStrv) proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, NULL);
  g_autoptr (GUri) proxy = NULL;
  g_autoptr (KcErrorText) text = NULL;
  g_autofree char *sentence = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  /* Never the whole address: it may contain a password. */
  if (proxies != NULL && proxies[0] != NULL)
    proxy = g_uri_parse (proxies[0], G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (g_error_matches (key_error, KC_ERROR, KC_ERROR_PROXY)
      || g_error_matches (key_error, KC_ERROR, KC_ERROR_PROXY_PASSWORD))
    {
      text = kc_error_text_new (key_error);
      tell (check, "proxy", _ ("Proxy"), RESULT_PROBLEM, text->reason);
    }
  else if (proxies == NULL)
    {
      tell (check, "proxy", _ ("Proxy"), RESULT_UNKNOWN,
            _ ("The network settings do not tell whether there is one."));
    }
  else if (proxy == NULL || g_str_equal (g_uri_get_scheme (proxy), "direct"))
    {
      tell (check, "proxy", _ ("Proxy"), RESULT_OK, _ ("None is used."));
    }
  else
    {
      /* Translators: %s is the host name or the address of a proxy. */
      sentence = g_strdup_printf (_ ("%s is used."), g_uri_get_host (proxy));
      tell (check, "proxy", _ ("Proxy"), RESULT_OK, sentence);
    }

  if (!kc_controller_get_presets (check->controller)->keep_key_allowed)
    {
      tell (check, "keyring", _ ("Keyring"), RESULT_OK, _ ("It is not used here."));
      ask_portal (task);
      return;
    }
  kc_keyring_load_async (check->keyring, KC_KEYRING_VERIFICATION_URI,
                         kc_controller_get_base_url (check->controller), NO_SESSION,
                         check->cancellable, keyring_answered_cb, g_object_ref (task));
}

static void
deadline_passed_cb (gpointer user_data)
{
  Check *check = user_data;

  kc_clear_timer (&check->deadline);
  g_cancellable_cancel (check->cancellable);
}

void
kc_check_command_run_async (KcController *controller,
                            KcOutput *output,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Check *check;

  g_return_if_fail (KC_IS_CONTROLLER (controller));
  g_return_if_fail (KC_IS_OUTPUT (output));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  check = g_new0 (Check, 1);
  check->controller = g_object_ref (controller);
  check->output = g_object_ref (output);
  check->keyring = kc_keyring_new ();
  kc_keyring_set_deadline (check->keyring, KEYRING_DEADLINE_MS);
  check->cancellable = g_object_ref (cancellable);
  check->deadline = kc_clock_add_timer (kc_controller_get_clock (controller), DEADLINE_MS,
                                        deadline_passed_cb, check);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kc_check_command_run_async);
  g_task_set_task_data (task, check, free_check);

  tell_key (check);
  tell_permissions (check);
  tell_clock (check);
  tell_notes (check);
  tell_settings (check);
  tell_browser (check);
  tell_terminal (check);
  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (),
                                 kc_controller_get_base_url (controller), check->cancellable,
                                 proxy_looked_up_cb, g_object_ref (task));
}

KcCliExit
kc_check_command_run_finish (GAsyncResult *result)
{
  return kc_cli_exit_from_task (result);
}
