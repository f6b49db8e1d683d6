/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-terminal.h"

#include "kc-app-hold.h"
#include "kc-check-command.h"
#include "kc-cli-event.h"
#include "kc-composition.h"
#include "kc-connect-command.h"
#include "kc-query-command.h"
#include "kc-secret.h"
#include "kc-sleep-monitor.h"
#include "kc-tty-prompt.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

/* How often a key may be entered. */
#define MAX_KEYS 3

struct _KcTerminal {
  GObject parent_instance;

  const KcCliOptions *options;
  char *given_key;
  int err_fd;
  int in_fd;

  GMainLoop *loop;
  KcOutput *output;
  KcController *controller;
  KcSleepMonitor *sleep;
  GCancellable *cancellable; /* of whatever is running, except connecting */
  KcConnectCommand *connect;
  guint keys_asked;
  guint signal_ids[4];

  gboolean interrupted;
  gboolean over;
  KcCliExit code;
};

G_DEFINE_FINAL_TYPE (KcTerminal, kc_terminal, G_TYPE_OBJECT)

/* --- the end --------------------------------------------------------------------------------- */

static void
quit_cb (gpointer user_data)
{
  KcTerminal *self = KC_TERMINAL (user_data);

  g_main_loop_quit (self->loop);
}

/* Called when everything has been printed. Writes that have begun are completed. */
static void
end (KcTerminal *self, KcCliExit code)
{
  g_assert (KC_IS_TERMINAL (self));

  if (self->over)
    return;

  self->over = TRUE;
  self->code = code;
  g_cancellable_cancel (self->cancellable);
  if (self->controller != NULL)
    kc_controller_close (self->controller);
  if (kc_app_hold_is_held ())
    kc_app_hold_set_released_func (quit_cb, self);
  else
    quit_cb (self);
}

static void
end_with (KcTerminal *self, KcCliExit code, const char *title, const char *reason)
{
  kc_output_restore (self->output);
  kc_output_print_message (self->output, title);
  if (reason != NULL)
    kc_output_print_message (self->output, reason);
  kc_output_take_event (self->output, kc_cli_event_new_outcome (code, NULL, NULL, title, reason));
  end (self, code);
}

/* --- the commands ---------------------------------------------------------------------------- */

static void
on_connect_done_cb (KcTerminal *self, int code)
{
  end (self, (KcCliExit) code);
}

static void
channels_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcTerminal) self = user_data;

  end (self, kc_query_command_list_channels_finish (result));
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcTerminal) self = user_data;

  end (self, kc_check_command_run_finish (result));
}

static void
connect_channel (KcTerminal *self)
{
  self->connect = kc_connect_command_new (self->controller, self->output, self->options,
                                          self->in_fd, self->err_fd);
  g_signal_connect_object (self->connect, "done", G_CALLBACK (on_connect_done_cb), self,
                           G_CONNECT_SWAPPED);
  kc_connect_command_run (self->connect);
}

static void
run_command (KcTerminal *self)
{
  /* Not before libsoup is in use: see kc_process_begin () about two threads that need a type first.
   */
  self->sleep = kc_sleep_monitor_new (kc_controller_get_clock (self->controller));
  kc_output_set_status (self->output, NULL, NULL);
  switch (self->options->command)
    {
    case KC_CLI_COMMAND_CONNECT:
      connect_channel (self);
      break;
    case KC_CLI_COMMAND_CHANNELS:
      kc_query_command_list_channels_async (self->controller, self->output, self->cancellable,
                                            channels_listed_cb, g_object_ref (self));
      break;
    case KC_CLI_COMMAND_WHOAMI:
      end (self, kc_query_command_print_account (self->controller, self->output));
      break;
    case KC_CLI_COMMAND_CHECK:
      kc_check_command_run_async (self->controller, self->output, self->cancellable, checked_cb,
                                  g_object_ref (self));
      break;
    case KC_CLI_COMMAND_REPORT:
      end (self, kc_query_command_print_report (self->controller, self->output));
      break;
    default:
      g_assert_not_reached ();
    }
}

/* --- the key --------------------------------------------------------------------------------- */

static void on_looked (KcTerminal *self);

static void
typed_key_checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcTerminal) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kc_key_manager_check_key_finish (KC_KEY_MANAGER (object), result, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  on_looked (self);
}

static void
key_typed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcTerminal) self = user_data;
  g_autoptr (GError) error = NULL;
  char *key = kc_tty_prompt_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (key == NULL || *key == '\0')
    end_with (self, KC_CLI_EXIT_UNAUTHORIZED, _ ("No access key was entered."), NULL);
  else
    {
      kc_output_set_status (self->output, _ ("Checking the access key…"), NULL);
      kc_key_manager_check_key_async (kc_controller_get_key_manager (self->controller), key,
                                      KC_KEY_KEEPING_LEAVE, self->cancellable, typed_key_checked_cb,
                                      g_object_ref (self));
    }
  kc_secret_free (key);
}

static void
ask_for_key (KcTerminal *self)
{
  self->keys_asked++;
  kc_output_set_status (self->output, NULL, NULL);
  kc_tty_prompt_async (self->in_fd, self->err_fd,
                       /* Translators: a key is typed behind it, and is not shown. */
                       _ ("Access key (not shown): "), TRUE, self->cancellable, key_typed_cb,
                       g_object_ref (self));
}

/* It is known now whether there is a key. */
static void
on_looked (KcTerminal *self)
{
  KcKeyManager *key_manager = kc_controller_get_key_manager (self->controller);
  const GError *error = kc_key_manager_get_key_error (key_manager);
  gboolean no_good = error == NULL || kc_cli_exit_from_error (error) == KC_CLI_EXIT_UNAUTHORIZED;

  if (self->over)
    return;

  if (kc_key_manager_get_client (key_manager) != NULL
      || self->options->command == KC_CLI_COMMAND_CHECK
      || self->options->command == KC_CLI_COMMAND_REPORT)
    {
      run_command (self);
      return;
    }

  kc_output_set_status (self->output, NULL, NULL);
  if (no_good && self->given_key == NULL && self->keys_asked < MAX_KEYS
      && !kc_output_is_json (self->output) && kc_tty_prompt_is_possible (self->in_fd, self->err_fd))
    {
      if (error != NULL)
        kc_query_command_print_error (self->output, error);
      ask_for_key (self);
    }
  else if (error != NULL)
    {
      end (self, kc_query_command_print_error (self->output, error));
    }
  else
    {
      end_with (self, KC_CLI_EXIT_UNAUTHORIZED, _ ("There is no access key."),
                self->options->presets->keep_key_allowed
                    ? _ ("Set KEEBAI_API_KEY, use --key-fd, or enter it in Keebai Connect and "
                         "keep it.")
                    : _ ("Set KEEBAI_API_KEY, or use --key-fd."));
    }
}

static void
on_controller_looking_notified_cb (KcTerminal *self)
{
  if (self->keys_asked == 0 && !kc_controller_is_looking (self->controller))
    on_looked (self);
}

static void
look_for_key (KcTerminal *self)
{
  self->controller
      = kc_composition_new_real (self->options->base_url, self->given_key, self->options->presets);
  g_signal_connect_object (self->controller, "notify::looking",
                           G_CALLBACK (on_controller_looking_notified_cb), self, G_CONNECT_SWAPPED);
  if (self->options->request != NULL)
    kc_controller_set_request (self->controller, self->options->request);
  kc_output_set_status (self->output, _ ("Checking the access key…"), NULL);
  kc_controller_look_for_key (self->controller);
}

static void
key_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KcTerminal) self = user_data;
  g_autoptr (GError) error = NULL;
  char *key = kc_tty_prompt_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (key == NULL)
    {
      end_with (self, KC_CLI_EXIT_USAGE, _ ("No access key could be read with --key-fd."),
                error != NULL ? error->message : NULL);
      return;
    }
  kc_secret_free (self->given_key);
  self->given_key = key;
  look_for_key (self);
}

static void
begin (KcTerminal *self)
{
  const KcConnectRequest *request = self->options->request;

  if (request != NULL && request->mode == KC_MODE_QR && self->options->qr_file == NULL
      && !kc_output_is_json (self->output) && !kc_output_can_draw (self->output))
    end_with (self, KC_CLI_EXIT_USAGE, _ ("There is no terminal here that a code can be drawn in."),
              _ ("Use --qr-file=PATH, which keeps the code in a picture, or --json."));
  else if (self->options->key_fd >= 0)
    kc_tty_prompt_async (self->options->key_fd, -1, NULL, FALSE, self->cancellable, key_read_cb,
                         g_object_ref (self));
  else
    look_for_key (self);
}

/* --- signals --------------------------------------------------------------------------------- */

static void
end_at_once (KcTerminal *self)
{
  if (self->connect != NULL)
    kc_connect_command_remove_traces (self->connect);
  kc_output_restore (self->output);
  kc_tty_prompt_restore ();
  _exit (KC_CLI_EXIT_INTERRUPTED);
}

static gboolean
on_interrupted_cb (gpointer user_data)
{
  KcTerminal *self = KC_TERMINAL (user_data);

  if (self->interrupted)
    end_at_once (self);

  self->interrupted = TRUE;
  kc_tty_prompt_restore ();
  if (self->connect != NULL)
    kc_connect_command_stop (self->connect, KC_CLI_EXIT_INTERRUPTED);
  else if (!self->over)
    end_with (self, KC_CLI_EXIT_INTERRUPTED, _ ("Stopped."), NULL);

  return G_SOURCE_CONTINUE;
}

/* There is no terminal any more, and nobody to report to. */
static gboolean
on_hung_up_cb (gpointer user_data)
{
  KcTerminal *self = KC_TERMINAL (user_data);

  if (self->connect != NULL)
    kc_connect_command_remove_traces (self->connect);
  end (self, KC_CLI_EXIT_INTERRUPTED);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_resized_cb (gpointer user_data)
{
  KcTerminal *self = KC_TERMINAL (user_data);

  if (self->connect != NULL && !self->over)
    kc_connect_command_redraw (self->connect);

  return G_SOURCE_CONTINUE;
}

static void
watch_signals (KcTerminal *self)
{
  /* The reader may have gone. */
  signal (SIGPIPE, SIG_IGN);
  self->signal_ids[0] = g_unix_signal_add (SIGINT, on_interrupted_cb, self);
  self->signal_ids[1] = g_unix_signal_add (SIGTERM, on_interrupted_cb, self);
  self->signal_ids[2] = g_unix_signal_add (SIGHUP, on_hung_up_cb, self);
  self->signal_ids[3] = g_unix_signal_add (SIGWINCH, on_resized_cb, self);
}

static gboolean
begin_cb (gpointer user_data)
{
  begin (KC_TERMINAL (user_data));

  return G_SOURCE_REMOVE;
}

static void
kc_terminal_finalize (GObject *object)
{
  KcTerminal *self = KC_TERMINAL (object);

  kc_app_hold_set_released_func (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_object (&self->connect);
  g_clear_object (&self->sleep);
  g_clear_object (&self->controller);
  g_clear_object (&self->output);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  kc_secret_free (self->given_key);

  G_OBJECT_CLASS (kc_terminal_parent_class)->finalize (object);
}

static void
kc_terminal_class_init (KcTerminalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kc_terminal_finalize;
}

static void
kc_terminal_init (KcTerminal *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
}

KcTerminal *
kc_terminal_new (
    const KcCliOptions *options, const char *environment_key, int out_fd, int err_fd, int in_fd)
{
  KcTerminal *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (KC_TYPE_TERMINAL, NULL);
  self->options = options;
  self->given_key = g_strdup (environment_key);
  self->err_fd = err_fd;
  self->in_fd = in_fd;
  self->output = kc_output_new (out_fd, err_fd, options->json);

  return self;
}

KcCliExit
kc_terminal_run (KcTerminal *self)
{
  g_return_val_if_fail (KC_IS_TERMINAL (self), KC_CLI_EXIT_FAILED);

  watch_signals (self);
  g_idle_add (begin_cb, self);
  g_main_loop_run (self->loop);

  return self->code;
}
