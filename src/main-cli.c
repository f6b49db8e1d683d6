/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-config.h"

#include "kc-preset-settings.h"
#include "kc-process.h"
#include "kc-secret.h"
#include "kc-terminal.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

/* What is started from here, the browser above all, does not get the key. There is no second thread
 * yet that could read the environment meanwhile. */
static char *
take_key (void)
{
  static const char *const names[] = {"KEEBAI_API_KEY", "KEEBAI_API_TOKEN"};
  char *key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (key == NULL || *key == '\0')
        {
          g_free (key);
          key = g_strdup (g_getenv (names[i]));
          if (key != NULL)
            g_strstrip (key);
        }
      g_unsetenv (names[i]);
    }
  if (key != NULL && *key == '\0')
    g_clear_pointer (&key, g_free);

  return key;
}

/* Standard output is for the result alone. What is started from here, such as a browser, writes to
 * standard error. */
static int
take_standard_output (void)
{
  int fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

  if (fd < 0)
    return STDOUT_FILENO;

  dup2 (STDERR_FILENO, STDOUT_FILENO);

  return fd;
}

int
main (int argc, char *argv[])
{
  g_autoptr (KcTerminal) terminal = NULL;
  g_autoptr (KcPresets) presets = NULL;
  g_autoptr (KcCliOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  char *key;

  kc_process_begin ();
  kc_process_use_translations ();
  key = take_key ();

  presets = kc_preset_settings_read ();
  options = kc_cli_options_new ((const char *const *) argv, g_getenv ("KEEBAI_BASE_URL"), presets,
                                &error);
  if (options == NULL)
    {
      g_printerr ("keebai-connect-cli: %s\n", error->message);
      kc_secret_free (key);
      return KC_CLI_EXIT_USAGE;
    }
  if (options->version)
    {
      g_print ("keebai-connect-cli %s\n", KC_VERSION);
      kc_secret_free (key);
      return KC_CLI_EXIT_OK;
    }

  if (options->ignores_environment)
    g_printerr ("keebai-connect-cli: KEEBAI_BASE_URL: %s\n", kc_presets_get_locked_label ());
  terminal = kc_terminal_new (options, key, take_standard_output (), STDERR_FILENO, STDIN_FILENO);
  kc_secret_free (key);

  return kc_terminal_run (terminal);
}
