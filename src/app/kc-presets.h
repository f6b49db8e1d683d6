/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcPresets: what was decided before the program started, by an administrator for many computers or
 * by the person for one: the service, the ways that are offered, and the settings of a new channel.
 * A locked preset can be changed neither on a page nor on the command line.
 *
 * Order of precedence: a locked preset, the command line, the environment, the setting, the
 * built-in value. kc_preset_settings_read () reads the settings, and kc_command_line_new () applies
 * the command line.
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
  char *service_address; /* as it was set, unchecked; NULL: Keebai's own */
  gboolean offers_browser;
  gboolean offers_phone;
  char *pipeline_id; /* NULL: none */
  gboolean coexistence;
  char *channel_name; /* with {host} and {user} replaced; NULL: none */
  gboolean hide_questions;
  gboolean practice_allowed;
  gboolean keep_key_allowed; /* FALSE: the keyring is neither read nor written */
  char *support_address;     /* never NULL */
  guint locked;              /* bits: 1 << KcPreset */
} KcPresets;

#define KC_TYPE_PRESETS (kc_presets_get_type ())
GType kc_presets_get_type (void);

/* The built-in values; nothing is locked. */
KcPresets *kc_presets_new (void);
KcPresets *kc_presets_copy (const KcPresets *self);
void kc_presets_free (KcPresets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcPresets, kc_presets_free)

/* The name of the preset's key in the settings, such as "channel-name". Static. */
const char *kc_preset_get_key (KcPreset preset);

gboolean kc_presets_is_locked (const KcPresets *self, KcPreset preset);
void kc_presets_lock (KcPresets *self, KcPreset preset);

/* The names of the locked keys, separated by commas; NULL if there are none. Free with g_free ().
 */
char *kc_presets_list_locked (const KcPresets *self);

/* The sentence that is shown beside a locked preset. Static, translated. */
const char *kc_presets_get_locked_label (void);

/* --- setting values -------------------------------------------------------------------------- */

/* Blank: none. The string is copied. */
void kc_presets_set_service_address (KcPresets *self, const char *address);
void kc_presets_set_pipeline (KcPresets *self, const char *pipeline_id);

/* `ways`: "embedded", "qr" or both, NULL-terminated. Ignores other words; returns FALSE if there
 * were any. */
gboolean kc_presets_set_ways (KcPresets *self, const char *const *ways);

/* Sets `pattern` with {host} and {user} replaced; other braces stay. `host` is cut at its first
 * dot. Control characters become spaces. */
void kc_presets_set_channel_name (KcPresets *self,
                                  const char *pattern,
                                  const char *host,
                                  const char *user);

/* Blank: Keebai's. If it is not a mail address, sets Keebai's and returns FALSE. */
gboolean kc_presets_set_support_address (KcPresets *self, const char *address);

/* --- using the presets ----------------------------------------------------------------------- */

/* Whether this way to connect a number is offered. */
gboolean kc_presets_offers (const KcPresets *self, KcMode mode);

/* Whether any way is offered; FALSE: connecting numbers is turned off. */
gboolean kc_presets_offers_any (const KcPresets *self);

/* Whether to ask the questions about the number. FALSE also if their recommendation could not be
 * followed. */
gboolean kc_presets_asks_questions (const KcPresets *self);

/* The request that a page begins with. Free with kc_connect_request_free (). */
KcConnectRequest *kc_presets_new_request (const KcPresets *self);

/* Changes `request` to what is allowed: a way that is offered, and the locked values. If no way is
 * offered, its mode stays. */
void kc_presets_apply (const KcPresets *self, KcConnectRequest *request);

G_END_DECLS
