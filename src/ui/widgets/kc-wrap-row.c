/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-wrap-row.h"

/* More than any of our texts has. */
#define LINES 20

/* The first one in there; libadwaita 1.2 has no property for the lines of an AdwExpanderRow. */
static GtkWidget *
find_action_row (GtkWidget *widget)
{
  GtkWidget *row = ADW_IS_ACTION_ROW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); row == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    row = find_action_row (child);

  return row;
}

void
kc_wrap_row (GtkWidget *row)
{
  GtkWidget *action_row = find_action_row (row);

  g_return_if_fail (action_row != NULL);

  adw_action_row_set_title_lines (ADW_ACTION_ROW (action_row), LINES);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (action_row), LINES);
}
