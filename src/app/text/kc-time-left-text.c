/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-time-left-text.h"

#include <glib/gi18n.h>

char *
kc_time_left_text_new (int seconds_left)
{
  if (seconds_left < 0)
    return g_strdup ("");
  if (seconds_left == 0)
    return g_strdup (_ ("No time left"));
  if (seconds_left < 60)
    /* Translators: %d is a number of seconds below 60 */
    return g_strdup_printf (ngettext ("%d second left", "%d seconds left", seconds_left),
                            seconds_left);
  if (seconds_left >= 3600)
    /* Translators: the first %d is a number of hours, the second one of minutes; abbreviated */
    return g_strdup_printf (_ ("%d h %02d min left"), seconds_left / 3600,
                            seconds_left % 3600 / 60);

  if (seconds_left > KC_TIME_LEFT_EXACT_SECONDS)
    {
      int minutes = (seconds_left + 59) / 60;

      /* Translators: %d is a number of minutes, rounded up */
      return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", minutes), minutes);
    }

  /* Translators: the first %d is a number of minutes, the second one of seconds; abbreviated */
  return g_strdup_printf (_ ("%d min %02d s left"), seconds_left / 60, seconds_left % 60);
}
