/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* keebai-sandbox: the practice service as a program of its own. Prints where it listens and which
 * keys it accepts, one `name: value` on each line, and runs until it is told to end.
 */

#include "kc-config.h"

#include "kc-process.h"
#include "kc-sandbox.h"

#include <glib-unix.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean
end_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
set_knobs (KcSandbox *sandbox, char **settings, GError **error)
{
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (settings[i], "=", 2);

      if (g_strv_length (parts) != 2)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "--knob wants NAME=VALUE, not \"%s\"", settings[i]);
          return FALSE;
        }
      if (!kc_sandbox_set_knob (sandbox, parts[0], parts[1], error))
        return FALSE;
    }
  return TRUE;
}

static void
print_keys (KcSandbox *sandbox)
{
  static const char *const labels[] = {
      [KC_SANDBOX_KEY_FULL] = "key-full",       [KC_SANDBOX_KEY_NO_CONNECT] = "key-no-connect",
      [KC_SANDBOX_KEY_NO_READ] = "key-no-read", [KC_SANDBOX_KEY_REVOKED] = "key-revoked",
      [KC_SANDBOX_KEY_SECOND] = "key-second",   [KC_SANDBOX_KEY_ELSEWHERE] = "key-elsewhere",
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    printf ("%s: %s\n", labels[i], kc_sandbox_get_key (sandbox, i));
}

static void
run (KcSandbox *sandbox)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint interrupted = g_unix_signal_add (SIGINT, end_cb, loop);
  guint terminated = g_unix_signal_add (SIGTERM, end_cb, loop);

  printf ("base-url: %s\n", kc_sandbox_get_base_url (sandbox));
  printf ("practice-url: %s\n", kc_sandbox_get_practice_url (sandbox));
  print_keys (sandbox);
  fflush (stdout);
  g_main_loop_run (loop);
  g_source_remove (interrupted);
  g_source_remove (terminated);
}

int
main (int argc, char **argv)
{
  int port = 0;
  gboolean version = FALSE;
  g_auto (GStrv) knobs = NULL;
  g_autofree char *scenario = NULL;
  const GOptionEntry entries[] = {
      {"port", 0, 0, G_OPTION_ARG_INT, &port, "Listen on this port (default: the system chooses)",
       "PORT"},
      {"knob", 0, 0, G_OPTION_ARG_STRING_ARRAY, &knobs, "Turn a knob; may be repeated",
       "NAME=VALUE"},
      {"scenario", 0, 0, G_OPTION_ARG_STRING, &scenario, "How connections go (default: works)",
       "NAME"},
      {"version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (KcSandbox) sandbox = NULL;
  g_autoptr (GError) error = NULL;

  kc_process_begin ();
  kc_process_use_translations ();
  g_option_context_set_summary (context, "The practice service of Keebai Connect: a local Keebai "
                                         "on a loopback port.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "keebai-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (version)
    {
      printf ("keebai-sandbox %s\n", KC_VERSION);
      return EXIT_SUCCESS;
    }
  if (argc > 1 || port < 0 || port > G_MAXUINT16)
    {
      fprintf (stderr, argc > 1 ? "keebai-sandbox: too many arguments\n"
                                : "keebai-sandbox: a port is between 0 and 65535\n");
      return EXIT_FAILURE;
    }

  sandbox = kc_sandbox_new ();
  if ((scenario != NULL && !kc_sandbox_set_knob (sandbox, "scenario", scenario, &error))
      || !set_knobs (sandbox, knobs, &error) || !kc_sandbox_start (sandbox, (guint) port, &error))
    {
      fprintf (stderr, "keebai-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  run (sandbox);
  kc_sandbox_stop (sandbox);
  return EXIT_SUCCESS;
}
