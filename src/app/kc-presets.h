/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPresets: what was decided before the program started, by an administrator for many computers or
 * by the person for one: which service, which ways, and what a new channel gets. A preset that is
 * locked cannot be changed here, neither on a page nor on the command line.
 *
 * The order: what is locked, the command line, the environment, the setting, what is built in.
 * Reads nothing: kc_preset_settings_read () fills it from GSettings, kc_command_line_new () applies
 * the command line to it.
 */

#pragma once

#include "kc-session.h"

G_BEGIN_DECLS

#define KC_PRESETS_SUPPORT_ADDRESS "support@keebai.com"

typedef enum {
  KC_PRESET_SERVICE_ADDRESS,
  KC_PRESET_WAYS,
  KC_PRESET_PIPELINE,
  KC_PRESET_COEXISTENCE,
  KC_PRESET_CHANNEL_NAME,
  KC_PRESET_HIDE_QUESTIONS,
  KC_PRESET_PRACTICE_ALLOWED,
  KC_PRESET_KEEP_KEY_ALLOWED,
  KC_PRESET_SUPPORT_ADDRESS,
  KC_N_PRESETS
} KcPreset;

typedef struct {
  char *service_address; /* as it was set, not checked; NULL: Keebai's own */
  gboolean offers_browser;
  gboolean offers_phone;
  char *pipeline_id; /* NULL: none */
  gboolean coexistence;
  char *channel_name; /* braces filled in; NULL: none */
  gboolean hide_questions;
  gboolean practice_allowed;
  gboolean keep_key_allowed; /* FALSE: the keyring is neither read nor written */
  char *support_address;     /* never NULL */
  guint locked;              /* bits: 1 << KcPreset */
} KcPresets;

#define KC_TYPE_PRESETS (kc_presets_get_type ())
GType kc_presets_get_type (void);

/* What is built in; nothing is locked. */
KcPresets *kc_presets_new (void);
KcPresets *kc_presets_copy (const KcPresets *self);
void kc_presets_free (KcPresets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcPresets, kc_presets_free)

/* The name of its key in the settings, such as "channel-name". Static. */
const char *kc_preset_get_key (KcPreset preset);

gboolean kc_presets_is_locked (const KcPresets *self, KcPreset preset);
void kc_presets_lock (KcPresets *self, KcPreset preset);

/* The names of the keys that are locked, separated by commas; NULL: none. Free with g_free (). */
char *kc_presets_list_locked (const KcPresets *self);

/* The sentence that is shown with a locked preset. Borrowed, translated. */
const char *kc_presets_get_locked_label (void);

/* --- as they are written in the settings ----------------------------------------------------- */

/* Blank: none. */
void kc_presets_set_service_address (KcPresets *self, const char *address);
void kc_presets_set_pipeline (KcPresets *self, const char *pipeline_id);

/* "embedded" and "qr"; words that are neither offer nothing. Returns FALSE if there were any. */
gboolean kc_presets_set_ways (KcPresets *self, const char *const *ways);

/* `pattern` with {host} and {user} replaced; other braces stay as they are. `host` is cut at its
 * first dot. Control characters become blanks. */
void kc_presets_set_channel_name (KcPresets *self,
                                  const char *pattern,
                                  const char *host,
                                  const char *user);

/* Blank: Keebai's. Returns FALSE if it is no mail address; then it is Keebai's, too. */
gboolean kc_presets_set_support_address (KcPresets *self, const char *address);

/* --- what follows from them ------------------------------------------------------------------ */

gboolean kc_presets_offers (const KcPresets *self, KcMode mode);

/* FALSE: connecting numbers is turned off. */
gboolean kc_presets_offers_any (const KcPresets *self);

/* Whether the questions about the number are asked; not if their recommendation could not be
 * followed. */
gboolean kc_presets_asks_questions (const KcPresets *self);

/* The choice that a page begins with. */
KcConnectRequest *kc_presets_new_request (const KcPresets *self);

/* Makes `request` what is allowed: a way that is offered, and the values that are locked. If no way
 * is offered its mode stays. */
void kc_presets_apply (const KcPresets *self, KcConnectRequest *request);

G_END_DECLS
