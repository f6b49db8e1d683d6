/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-lock.h"

#include "kc-presets.h"

#include <glib/gi18n.h>

void
kc_lock_row (AdwActionRow *row)
{
  const char *subtitle;
  g_autofree char *whole = NULL;

  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  subtitle = adw_action_row_get_subtitle (row);
  if (subtitle != NULL && *subtitle != '\0')
    whole = g_strdup_printf ("%s\n%s", subtitle, kc_presets_get_locked_label ());
  adw_action_row_set_subtitle (row, whole != NULL ? whole : kc_presets_get_locked_label ());
  gtk_widget_add_css_class (GTK_WIDGET (row), "kc-locked");
  gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
}

void
kc_lock_row_with_value (AdwActionRow *row, const char *value)
{
  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  /* Anybody may have written the value. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  /* Translators: in the place of the value of a setting: it has none. */
  adw_action_row_set_subtitle (row, value != NULL ? value : _ ("None"));
  gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
  kc_lock_row (row);
}
