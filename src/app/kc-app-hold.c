/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-app-hold.h"

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

static void
on_records_busy_notified_cb (KcRecords *records)
{
  if (kc_records_is_busy (records))
    kc_app_hold_begin ();
  else
    kc_app_hold_end ();
}

void
kc_app_hold_follow_records (KcRecords *records)
{
  g_return_if_fail (KC_IS_RECORDS (records));
  g_return_if_fail (!kc_records_is_busy (records));

  g_signal_connect (records, "notify::busy", G_CALLBACK (on_records_busy_notified_cb), NULL);
}

void
kc_app_hold_set_released_func (GSourceOnceFunc func, gpointer user_data)
{
  released_func = func;
  released_data = user_data;
}
