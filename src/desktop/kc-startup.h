/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-startup: reads what the options, the environment and the settings ask for when the program
 * with a window starts.
 */

#pragma once

#include "kc-command-line.h"

G_BEGIN_DECLS

typedef struct {
  KcPresets *presets; /* from the settings, without the command line */
  KcCommandLine *command_line;
  char *environment_key; /* KEEBAI_API_KEY, taken out of the environment; a secret; NULL: none */
  /* What is wrong with the environment or the settings, so that only this can be shown in a window:
   * a person who clicked on the icon sees no output. NULL if nothing is wrong. */
  char *trouble;
} KcStartup;

/* Call before there is a second thread. Prints on standard error what is wrong. Returns NULL if the
 * options are invalid. */
KcStartup *kc_startup_new (GVariantDict *options);
void kc_startup_free (KcStartup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcStartup, kc_startup_free)

G_END_DECLS
