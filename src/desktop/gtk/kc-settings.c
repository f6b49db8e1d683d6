/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-settings.h"

#include "kc-schema.h"

/* The minimum and maximum of the schema. */
#define MIN_WIDTH 360
#define MIN_HEIGHT 294

static GSettings *
open_settings (void)
{
  static const char *const keys[] = {"window-width",
                                     "window-height",
                                     "window-maximized",
                                     "keep-key",
                                     "phone",
                                     "number-answers",
                                     NULL};

  return kc_schema_open (keys);
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

  /* The window's size when it is not maximized. */
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, MIN_WIDTH));
  g_settings_set_int (settings, "window-height", MAX (height, MIN_HEIGHT));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}

gboolean
kc_settings_bind_keep_key (GtkSwitch *keep_switch)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_return_val_if_fail (GTK_IS_SWITCH (keep_switch), FALSE);

  if (settings == NULL)
    return TRUE;

  g_settings_bind (settings, "keep-key", keep_switch, "active",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);

  return !kc_schema_is_locked (settings, "keep-key");
}

void
kc_settings_bind_phone (GtkStack *phones)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_return_if_fail (GTK_IS_STACK (phones));

  if (settings != NULL)
    g_settings_bind (settings, "phone", phones, "visible-child-name", G_SETTINGS_BIND_DEFAULT);
}

GStrv
kc_settings_get_number_answers (void)
{
  g_autoptr (GSettings) settings = open_settings ();

  return settings != NULL ? g_settings_get_strv (settings, "number-answers") : g_new0 (char *, 1);
}

void
kc_settings_set_number_answers (const char *const *words)
{
  g_autoptr (GSettings) settings = open_settings ();

  g_return_if_fail (words != NULL);

  if (settings != NULL)
    g_settings_set_strv (settings, "number-answers", words);
}
