/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-command-line: what the command line, the environment and the presets ask for, checked, in the
 * order of kc-presets.h. Pure: it reads options that GLib has parsed, and touches nothing.
 */

#pragma once

#include "kc-messages.h"
#include "kc-presets.h"

G_BEGIN_DECLS

#define KC_COMMAND_LINE_ERROR (kc_command_line_error_quark ())
typedef enum {
  KC_COMMAND_LINE_ERROR_ADDRESS,     /* the address is not one, or not a safe one */
  KC_COMMAND_LINE_ERROR_ENVIRONMENT, /* the same, but from KEEBAI_BASE_URL: who clicked on the icon
                                      * has no terminal to read it in */
  KC_COMMAND_LINE_ERROR_TEXT,        /* not UTF-8 */
  KC_COMMAND_LINE_ERROR_MODE,        /* no such mode */
  KC_COMMAND_LINE_ERROR_CONFLICT,    /* options that exclude each other, or a word too many */
  KC_COMMAND_LINE_ERROR_SETTING,     /* the address is not one, or not a safe one, in the settings:
                                      * as with ENVIRONMENT */
  KC_COMMAND_LINE_ERROR_LOCKED,      /* an option contradicts what is locked */
} KcCommandLineError;

GQuark kc_command_line_error_quark (void);

typedef struct {
  gboolean practice;
  char *base_url;               /* in practice mode: the address after practice is left */
  gboolean own_address;         /* it differs from the address of every start here */
  gboolean ignores_environment; /* KEEBAI_BASE_URL is not used: the address is locked */
  KcConnectRequest *request;    /* what the choose page begins with; NULL if no option says it */
  KcPresets *presets;           /* with the command line applied to them */
} KcCommandLine;

/* NULL-terminated, static; labels are translated by GLib. */
const GOptionEntry *kc_command_line_get_entries (void);

/* `environment_url` is KEEBAI_BASE_URL or NULL. `presets` NULL: what is built in. The error's
 * message is a translated sentence for the person. */
KcCommandLine *kc_command_line_new (GVariantDict *options,
                                    const char *environment_url,
                                    const KcPresets *presets,
                                    GError **error);
void kc_command_line_free (KcCommandLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcCommandLine, kc_command_line_free)

/* KC_COMMAND_LINE_ERROR_LOCKED for `option`, such as "--pipeline". Returns FALSE. */
gboolean kc_command_line_refuse_locked (GError **error, const char *option);

G_END_DECLS
