/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* keebai-sandbox as a program: what it prints, and how it ends. */

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

static GSubprocess *
spawn (const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  va_list more;

  g_ptr_array_add (arguments, (gpointer) g_getenv ("KEEBAI_SANDBOX"));
  va_start (more, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (more, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (more);
  g_ptr_array_add (arguments, NULL);

  process
      = g_subprocess_newv ((const char *const *) arguments->pdata,
                           G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  return process;
}

/* Runs it to the end. Returns what it has written to standard error. */
static char *
run (GSubprocess *process, int *status, char **output)
{
  char *problems = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, output, &problems, &error);
  g_assert_no_error (error);
  *status = g_subprocess_get_exit_status (process);
  return problems;
}

static char *
read_value (GDataInputStream *lines, const char *name)
{
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, prefix));
  return g_strdup (line + strlen (prefix));
}

static void
test_lines (gconstpointer data)
{
  static const char *const names[] = {"key-full", "key-no-connect", "key-no-read", "key-revoked"};
  g_autoptr (GSubprocess) process
      = spawn ("--knob", "time-scale=10", "--knob", "poll-qr=off", NULL);
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *base_url = read_value (lines, "base-url");
  g_autofree char *practice_url = read_value (lines, "practice-url");
  g_autofree char *problems = NULL;
  g_autofree char *output = NULL;
  int status;

  g_assert_true (g_str_has_prefix (base_url, "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (base_url, "/v1"));
  base_url[strlen (base_url) - strlen ("v1")] = '\0';
  g_assert_true (g_str_has_prefix (practice_url, base_url));
  g_assert_true (g_str_has_prefix (practice_url + strlen (base_url), "practice/"));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = read_value (lines, names[i]);

      g_assert_cmpuint (strlen (key), ==, 72);
    }

  /* The same port again. */
  {
    const char *port = strrchr (base_url, ':') + 1;
    g_autofree char *number = g_strndup (port, strcspn (port, "/"));
    g_autoptr (GSubprocess) second = spawn ("--port", number, NULL);

    problems = run (second, &status, &output);
    g_assert_cmpint (status, ==, 1);
    g_assert_nonnull (strstr (problems, "keebai-sandbox: "));
    g_assert_nonnull (strstr (problems, "in use"));
    g_assert_cmpstr (output, ==, "");
  }

  g_subprocess_send_signal (process, GPOINTER_TO_INT (data));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
test_arguments (void)
{
  static const struct {
    const char *first, *second;
    int status;
    const char *says;
  } cases[] = {
      {"--version", NULL, 0, NULL},
      {"--help", NULL, 0, NULL},
      {"--knob", "zz=1", 1, "there is no knob \"zz\""},
      {"--knob", "zz", 1, "NAME=VALUE"},
      {"--knob", "scenario=zz", 1, "does not take \"zz\""},
      {"--scenario", "zz", 1, "does not take \"zz\""},
      {"--port", "70000", 1, "between 0 and 65535"},
      {"--bang", NULL, 1, "--bang"},
      {"bang", NULL, 1, "too many arguments"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSubprocess) process = spawn (cases[i].first, cases[i].second, NULL);
      g_autofree char *output = NULL;
      g_autofree char *problems = NULL;
      int status;

      problems = run (process, &status, &output);
      g_assert_cmpint (status, ==, cases[i].status);
      if (cases[i].says != NULL)
        g_assert_nonnull (strstr (problems, cases[i].says));
      else
        g_assert_nonnull (strstr (output, "keebai-sandbox"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sandbox/program/sigterm", GINT_TO_POINTER (SIGTERM), test_lines);
  g_test_add_data_func ("/sandbox/program/sigint", GINT_TO_POINTER (SIGINT), test_lines);
  g_test_add_func ("/sandbox/program/arguments", test_arguments);
  return g_test_run ();
}
