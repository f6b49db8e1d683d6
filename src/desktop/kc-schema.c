/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-schema.h"

#include "kc-config.h"

/* A key that nobody locks. */
#define FREE_KEY "window-width"

/* Without dconf, and outside Flatpak, GLib only has its memory backend, which is empty at each
 * start. GLib's message about that on standard error would only confuse people. */
static void
drop_message_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

GSettings *
kc_schema_open (const char *const *keys)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettings *settings;
  guint handler;

  g_return_val_if_fail (keys != NULL, NULL);

  /* g_settings_new () aborts the program if the schema is missing, and so does reading a missing
   * key. */
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    return NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      if (!g_settings_schema_has_key (schema, keys[i]))
        return NULL;
    }

  handler = g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_MESSAGE, drop_message_cb, NULL);
  settings = g_settings_new_full (schema, NULL, NULL);
  g_log_remove_handler ("GLib-GIO", handler);

  return settings;
}

gboolean
kc_schema_is_locked (GSettings *settings, const char *key)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) built_in = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (g_settings_is_writable (settings, key))
    return FALSE;
  if (g_settings_is_writable (settings, FREE_KEY))
    return TRUE;

  /* Nothing can be written: the profile contains only an administrator's database, or the home
   * folder is read-only. Then what nobody has set does not count as locked. */
  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  built_in = g_settings_schema_key_get_default_value (schema_key);
  value = g_settings_get_value (settings, key);

  return !g_variant_equal (value, built_in);
}
