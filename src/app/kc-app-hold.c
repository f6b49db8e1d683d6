/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-app-hold.h"

#include <gio/gio.h>

static guint n_held;
static GSourceOnceFunc released_func;
static gpointer released_data;

void
kc_app_hold_begin (void)
{
  GApplication *application = g_application_get_default ();

  n_held++;
  if (application != NULL)
    g_application_hold (application);
}

void
kc_app_hold_end (void)
{
  GApplication *application = g_application_get_default ();

  g_return_if_fail (n_held > 0);

  n_held--;
  if (application != NULL)
    g_application_release (application);
  if (n_held == 0 && released_func != NULL)
    released_func (released_data);
}

gboolean
kc_app_hold_is_held (void)
{
  return n_held > 0;
}

void
kc_app_hold_set_released_func (GSourceOnceFunc func, gpointer user_data)
{
  released_func = func;
  released_data = user_data;
}
