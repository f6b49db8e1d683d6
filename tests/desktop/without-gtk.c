/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A program without a window that opens addresses and sends notifications. It only has to link. */

#include "kc-notifier.h"
#include "kc-uri-launcher.h"

int
main (void)
{
  g_type_ensure (KC_TYPE_NOTIFIER);
  kc_uri_launcher_open_async (NULL, "", FALSE, NULL, NULL, NULL);

  return 0;
}
