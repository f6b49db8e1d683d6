/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-cli-options: parses and checks the command line of keebai-connect-cli. Reads nothing else.
 */

#pragma once

#include "kc-messages.h"
#include "kc-presets.h"

G_BEGIN_DECLS

typedef enum {
  KC_CLI_COMMAND_CONNECT,
  KC_CLI_COMMAND_CHANNELS,
  KC_CLI_COMMAND_WHOAMI,
  KC_CLI_COMMAND_CHECK,
  KC_CLI_COMMAND_REPORT,
} KcCliCommand;

typedef struct {
  KcCliCommand command;
  gboolean version; /* only the version is asked for; nothing else is set */
  char *base_url;
  KcPresets *presets;           /* with the options applied */
  gboolean ignores_environment; /* KEEBAI_BASE_URL is not used: the address is locked */
  KcConnectRequest *request;    /* KC_CLI_COMMAND_CONNECT; else NULL */
  gboolean no_browser;
  char *qr_file; /* a path, or NULL */
  gboolean resume;
  gboolean start_new;
  int timeout; /* seconds; 0: none */
  int key_fd;  /* -1: none */
  gboolean json;
} KcCliOptions;

/* `arguments` is a NULL-terminated array with the name of the program first. `environment_url` is
 * KEEBAI_BASE_URL or NULL. --help prints the usage and ends the program. The message of an error is
 * a translated sentence, and repeats no access key. */
KcCliOptions *kc_cli_options_new (const char *const *arguments,
                                  const char *environment_url,
                                  const KcPresets *presets,
                                  GError **error);
void kc_cli_options_free (KcCliOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcCliOptions, kc_cli_options_free)

G_END_DECLS
