/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-application.h"
#include "kc-process.h"

int
main (int argc, char *argv[])
{
  g_autoptr (KcApplication) application = NULL;

  kc_process_begin ();
  /* It would set the locale of the environment again. */
  gtk_disable_setlocale ();
  kc_process_use_translations ();

  application = kc_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
