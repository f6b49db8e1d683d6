/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-cli-options.h"

#include <string.h>

#define SECRET "kbai_pk_5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2"

/* `line` is split at its spaces. */
static KcCliOptions *
parse (const char *line, const char *environment_url, GError **error)
{
  g_autofree char *whole = g_strdup_printf ("keebai-connect-cli %s", line);
  g_autoptr (KcPresets) presets = kc_presets_new ();
  g_auto (GStrv) words = g_strsplit (g_strchomp (whole), " ", -1);

  return kc_cli_options_new ((const char *const *) words, environment_url, presets, error);
}

static KcCliOptions *
parse_fine (const char *line)
{
  g_autoptr (GError) error = NULL;
  KcCliOptions *options = parse (line, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (options);

  return options;
}

static void
assert_refused (const char *line, const char *because)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KcCliOptions) options = parse (line, NULL, &error);

  g_assert_null (options);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, because));
  g_assert_null (strstr (error->message, SECRET));
}

static void
test_commands (void)
{
  static const struct {
    const char *line;
    KcCliCommand command;
  } commands[] = {
      {"whatsapp connect", KC_CLI_COMMAND_CONNECT},
      {"channels", KC_CLI_COMMAND_CHANNELS},
      {"whoami --json", KC_CLI_COMMAND_WHOAMI},
      {"--json check", KC_CLI_COMMAND_CHECK},
      {"report", KC_CLI_COMMAND_REPORT},
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (KcCliOptions) options = parse_fine (commands[i].line);

      g_assert_cmpint (options->command, ==, commands[i].command);
      g_assert_cmpint (options->request != NULL, ==, commands[i].command == KC_CLI_COMMAND_CONNECT);
      g_assert_cmpstr (options->base_url, ==, "https://api.keebai.com/v1");
      g_assert_cmpint (options->key_fd, ==, -1);
    }
}

static void
test_connect (void)
{
  g_autoptr (KcCliOptions) browser = parse_fine (
      "whatsapp --pipeline=pip_1 connect --coexistence --no-browser --timeout 30 --new");
  g_autoptr (KcCliOptions) qr
      = parse_fine ("whatsapp connect --qr --name Ñandú --qr-file=/tmp/a.png --key-fd=3 --json");

  g_assert_cmpint (browser->request->mode, ==, KC_MODE_EMBEDDED_SIGNUP);
  g_assert_cmpstr (browser->request->pipeline_id, ==, "pip_1");
  g_assert_true (browser->request->coexistence);
  g_assert_true (browser->no_browser);
  g_assert_true (browser->start_new);
  g_assert_cmpint (browser->timeout, ==, 30);

  g_assert_cmpint (qr->request->mode, ==, KC_MODE_QR);
  g_assert_cmpstr (qr->request->name, ==, "Ñandú");
  g_assert_cmpstr (qr->qr_file, ==, "/tmp/a.png");
  g_assert_cmpint (qr->key_fd, ==, 3);
  g_assert_true (qr->json);
}

static void
test_refused (void)
{
  assert_refused ("", "No command");
  assert_refused ("connect", "no such command");
  assert_refused ("whatsapp", "no such command");
  assert_refused ("whatsapp connect now", "no such command");
  assert_refused ("whatsapp connect --qr --pipeline=p", "--pipeline");
  assert_refused ("whatsapp connect --qr --coexistence", "--coexistence");
  assert_refused ("whatsapp connect --qr --no-browser", "--no-browser");
  assert_refused ("whatsapp connect --name=n", "--name works only with --qr");
  assert_refused ("whatsapp connect --qr-file=n", "--qr-file works only with --qr");
  assert_refused ("whatsapp connect --resume --new", "--resume and --new");
  assert_refused ("whatsapp connect --timeout=-1", "--timeout");
  assert_refused ("channels --qr", "--qr works only with");
  assert_refused ("check --timeout=3", "--timeout works only with");
  assert_refused ("channels --api-url=http://example.com/v1", "https://");
  assert_refused ("whatsapp connect --qr --name=\xff", "UTF-8");
  assert_refused ("whatsapp connect --nonsense", "--nonsense");
}

/* A key that was typed in the wrong place is not repeated on the screen, where it could be scrolled
 * back to. */
static void
test_key_is_not_repeated (void)
{
  assert_refused ("whatsapp connect --key=" SECRET, "--key");
  assert_refused ("whatsapp connect " SECRET, "no such command");
  assert_refused (SECRET, "no such command");
  assert_refused ("whoami --key-fd=" SECRET, "--key-fd");
  assert_refused ("whatsapp connect --timeout=" SECRET, "--timeout");
  assert_refused ("whoami --" SECRET, "nknown option");
}

static void
test_address (void)
{
  g_autoptr (KcCliOptions) both = NULL;
  g_autoptr (KcCliOptions) environment = NULL;

  both = parse ("whoami --api-url=https://one.example/v1", "https://two.example/v1", NULL);
  environment = parse ("whoami", "http://127.0.0.1:8080/v1", NULL);

  g_assert_cmpstr (both->base_url, ==, "https://one.example/v1");
  g_assert_cmpstr (environment->base_url, ==, "http://127.0.0.1:8080/v1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-options/commands", test_commands);
  g_test_add_func ("/cli-options/connect", test_connect);
  g_test_add_func ("/cli-options/refused", test_refused);
  g_test_add_func ("/cli-options/key-is-not-repeated", test_key_is_not_repeated);
  g_test_add_func ("/cli-options/address", test_address);

  return g_test_run ();
}
