/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-startup: what a start of the program with a window is asked for: by its options, the
 * environment and the settings.
 */

#pragma once

#include "kc-command-line.h"

G_BEGIN_DECLS

typedef struct {
  KcPresets *presets; /* as they are set; the command line is not applied to them */
  KcCommandLine *command_line;
  char *environment_key; /* KEEBAI_API_KEY, taken out of the environment; a secret; NULL: none */
  /* Why only a message can be shown, because the environment or the settings are wrong: somebody
   * who clicked on the icon sees no output. NULL if nothing is wrong. */
  char *trouble;
} KcStartup;

/* Before a second thread is there. Says on standard error what is wrong; NULL if the options cannot
 * be followed. */
KcStartup *kc_startup_new (GVariantDict *options);
void kc_startup_free (KcStartup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcStartup, kc_startup_free)

G_END_DECLS
