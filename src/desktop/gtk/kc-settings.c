/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-settings.h"

#include "kc-config.h"

/* What the schema allows. */
#define MIN_WIDTH 360
#define MIN_HEIGHT 294

static GSettings *
open_settings (void)
{
  static const char *const keys[]
      = {"window-width", "window-height", "window-maximized", "keep-key", "phone"};
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  /* g_settings_new () aborts the program if the schema is not there, and reading does so for a
   * key. */
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (!g_settings_schema_has_key (schema, keys[i]))
        return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}

void
kc_settings_restore_window (GtkWindow *window)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (settings == NULL)
    return;

  gtk_window_set_default_size (window, g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
}

void
kc_settings_save_window (GtkWindow *window)
{
  g_autoptr (GSettings) settings = open_settings ();
  int width;
  int height;

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (settings == NULL)
    return;

  /* The size that it has when it is not maximized. */
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, MIN_WIDTH));
  g_settings_set_int (settings, "window-height", MAX (height, MIN_HEIGHT));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}

void
kc_settings_bind_keep_key (GtkSwitch *keep_switch)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_return_if_fail (GTK_IS_SWITCH (keep_switch));

  if (settings != NULL)
    g_settings_bind (settings, "keep-key", keep_switch, "active", G_SETTINGS_BIND_DEFAULT);
}

void
kc_settings_bind_phone (GtkStack *phones)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_return_if_fail (GTK_IS_STACK (phones));

  if (settings != NULL)
    g_settings_bind (settings, "phone", phones, "visible-child-name", G_SETTINGS_BIND_DEFAULT);
}
