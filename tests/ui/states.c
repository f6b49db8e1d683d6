/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Brings the window into each state of KcUiTour, prints the state's name, and goes on when a line
 * arrives on standard input. For journeys that look at every page over AT-SPI. */

#include "kc-ui-test.h"
#include "kc-ui-tour.h"

static gboolean
line_read_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  gboolean *goes_on = user_data;
  g_autofree char *line = NULL;

  g_io_channel_read_line (channel, &line, NULL, NULL, NULL);
  *goes_on = TRUE;

  return G_SOURCE_REMOVE;
}

/* Answers AT-SPI meanwhile. */
static void
wait_for_line (GIOChannel *channel)
{
  gboolean goes_on = FALSE;

  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, line_read_cb, &goes_on);
  while (!goes_on)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);
  guint n_states;
  const KcUiState *states = kc_ui_tour_get_states (&n_states);

  kc_ui_test_init (&argc, &argv);
  g_log_set_default_handler (g_log_default_handler, NULL);
  for (guint i = 0; i < n_states; i++)
    {
      KcUiTour *tour = kc_ui_tour_go_to (&states[i]);

      g_print ("state: %s\n", states[i].name);
      wait_for_line (channel);
      kc_ui_tour_leave (tour);
    }

  return 0;
}
