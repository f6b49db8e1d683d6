/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-startup.h"

#include "kc-preset-settings.h"
#include "kc-secret.h"

/* Programs that are started from here, above all the browser, must not get the key. There is no
 * second thread yet that could read the environment meanwhile; later there is one, that of dconf.
 */
static char *
take_key (void)
{
  char *key = g_strdup (g_getenv ("KEEBAI_API_KEY"));

  g_unsetenv ("KEEBAI_API_KEY");
  if (key != NULL && *g_strstrip (key) == '\0')
    g_clear_pointer (&key, g_free);

  return key;
}

static void
take_command_line (KcStartup *self, GVariantDict *options)
{
  g_autoptr (KcPresets) usable = NULL;
  g_autoptr (GError) error = NULL;

  self->command_line
      = kc_command_line_new (options, g_getenv ("KEEBAI_BASE_URL"), self->presets, &error);
  if (self->command_line != NULL)
    {
      if (self->command_line->ignores_environment)
        g_printerr ("keebai-connect: KEEBAI_BASE_URL: %s\n", kc_presets_get_locked_label ());
      return;
    }

  g_printerr ("keebai-connect: %s\n", error->message);
  if (!g_error_matches (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_ENVIRONMENT)
      && !g_error_matches (error, KC_COMMAND_LINE_ERROR, KC_COMMAND_LINE_ERROR_SETTING))
    return;

  usable = kc_presets_copy (self->presets);
  kc_presets_set_service_address (usable, "");
  self->command_line = kc_command_line_new (options, NULL, usable, NULL);
  self->trouble = g_strdup (error->message);
}

KcStartup *
kc_startup_new (GVariantDict *options)
{
  g_autoptr (KcStartup) self = g_new0 (KcStartup, 1);

  g_return_val_if_fail (options != NULL, NULL);

  self->environment_key = take_key ();
  self->presets = kc_preset_settings_read ();
  take_command_line (self, options);

  return self->command_line != NULL ? g_steal_pointer (&self) : NULL;
}

void
kc_startup_free (KcStartup *self)
{
  if (self == NULL)
    return;

  kc_presets_free (self->presets);
  kc_command_line_free (self->command_line);
  kc_secret_free (self->environment_key);
  g_free (self->trouble);
  g_free (self);
}
