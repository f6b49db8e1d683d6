/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-command-line: combines and checks what the command line, the environment and the presets ask
 * for, in the order of kc-presets.h. Pure: it reads options that GLib has parsed, and changes
 * nothing.
 */

#pragma once

#include "kc-messages.h"
#include "kc-presets.h"

G_BEGIN_DECLS

#define KC_COMMAND_LINE_ERROR (kc_command_line_error_quark ())
typedef enum {
  KC_COMMAND_LINE_ERROR_ADDRESS,     /* the address is invalid or insecure */
  KC_COMMAND_LINE_ERROR_ENVIRONMENT, /* the same, from KEEBAI_BASE_URL: a person who clicked on the
                                      * icon has no terminal to read it in */
  KC_COMMAND_LINE_ERROR_TEXT,        /* not UTF-8 */
  KC_COMMAND_LINE_ERROR_MODE,        /* no such mode */
  KC_COMMAND_LINE_ERROR_CONFLICT,    /* options that exclude each other, or too many arguments */
  KC_COMMAND_LINE_ERROR_SETTING,     /* the address in the settings is invalid or insecure; as with
                                      * ENVIRONMENT */
  KC_COMMAND_LINE_ERROR_LOCKED,      /* an option contradicts a locked preset */
} KcCommandLineError;

GQuark kc_command_line_error_quark (void);

typedef struct {
  gboolean practice;
  char *base_url;               /* in practice mode: the address to use after practice */
  gboolean own_address;         /* differs from the default address of this computer */
  gboolean ignores_environment; /* KEEBAI_BASE_URL is not used: the address is locked */
  KcConnectRequest *request;    /* what the choose page begins with; NULL without such options */
  KcPresets *presets;           /* with the command line applied to them */
} KcCommandLine;

/* The options. NULL-terminated, static; GLib translates the labels. */
const GOptionEntry *kc_command_line_get_entries (void);

/* `environment_url` is KEEBAI_BASE_URL or NULL. `presets` NULL: the built-in ones. Fails with
 * KC_COMMAND_LINE_ERROR; its message is a translated sentence for the person. */
KcCommandLine *kc_command_line_new (GVariantDict *options,
                                    const char *environment_url,
                                    const KcPresets *presets,
                                    GError **error);
void kc_command_line_free (KcCommandLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcCommandLine, kc_command_line_free)

/* Sets KC_COMMAND_LINE_ERROR_LOCKED for `option`, such as "--pipeline". Returns FALSE. */
gboolean kc_command_line_refuse_locked (GError **error, const char *option);

G_END_DECLS
