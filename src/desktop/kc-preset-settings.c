/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-preset-settings.h"

#include "kc-schema.h"

static char *
get_text (GSettings *settings, KcPreset preset)
{
  return g_settings_get_string (settings, kc_preset_get_key (preset));
}

static gboolean
get_flag (GSettings *settings, KcPreset preset)
{
  return g_settings_get_boolean (settings, kc_preset_get_key (preset));
}

static void
read_texts (KcPresets *self, GSettings *settings)
{
  g_autofree char *service = get_text (settings, KC_PRESET_SERVICE_ADDRESS);
  g_autofree char *pipeline = get_text (settings, KC_PRESET_PIPELINE);
  g_autofree char *name = get_text (settings, KC_PRESET_CHANNEL_NAME);
  g_autofree char *support = get_text (settings, KC_PRESET_SUPPORT_ADDRESS);

  kc_presets_set_service_address (self, service);
  kc_presets_set_pipeline (self, pipeline);
  kc_presets_set_channel_name (self, name, g_get_host_name (), g_get_user_name ());
  if (!kc_presets_set_support_address (self, support))
    g_message ("The setting support-address is no mail address, and is not used");
}

static void
read_ways (KcPresets *self, GSettings *settings)
{
  g_auto (GStrv) ways = g_settings_get_strv (settings, kc_preset_get_key (KC_PRESET_WAYS));

  if (!kc_presets_set_ways (self, (const char *const *) ways))
    g_message ("The setting ways takes “embedded” and “qr”; what else is there is not used");
}

KcPresets *
kc_preset_settings_read (void)
{
  const char *keys[KC_N_PRESETS + 1] = {NULL};
  KcPresets *self = kc_presets_new ();
  g_autoptr (GSettings) settings = NULL;

  for (guint i = 0; i < KC_N_PRESETS; i++)
    keys[i] = kc_preset_get_key (i);
  settings = kc_schema_open (keys);
  if (settings == NULL)
    return self;

  read_texts (self, settings);
  read_ways (self, settings);
  self->coexistence = get_flag (settings, KC_PRESET_COEXISTENCE);
  self->hide_questions = get_flag (settings, KC_PRESET_HIDE_QUESTIONS);
  self->practice_allowed = get_flag (settings, KC_PRESET_PRACTICE_ALLOWED);
  self->keep_key_allowed = get_flag (settings, KC_PRESET_KEEP_KEY_ALLOWED);
  for (guint i = 0; i < KC_N_PRESETS; i++)
    {
      if (kc_schema_is_locked (settings, keys[i]))
        kc_presets_lock (self, i);
    }

  return self;
}
