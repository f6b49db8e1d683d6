/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* bench-sse-parser FILE CHUNK ROUNDS: parses the file ROUNDS times, in chunks of CHUNK bytes.
 * Prints the number of events and the bytes of their data in one round, and the nanoseconds of the
 * median round. */

#include "kc-sse-parser.h"

#include <stdlib.h>

typedef struct {
  guint64 n_events;
  guint64 n_bytes;
} Totals;

static void
count_event_cb (const KcSseEvent *event, gpointer user_data)
{
  Totals *totals = user_data;

  totals->n_events++;
  totals->n_bytes += event->data_length;
}

static int
compare_times (const void *a, const void *b)
{
  const gint64 *left = a;
  const gint64 *right = b;

  return (*left > *right) - (*left < *right);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  g_autofree gint64 *times = NULL;
  Totals totals = {0, 0};
  gsize length;
  gsize chunk;
  guint n_rounds;

  if (argc != 4 || atoi (argv[2]) < 1 || atoi (argv[3]) < 1)
    {
      g_printerr ("Usage: bench-sse-parser FILE CHUNK ROUNDS\n");
      return 2;
    }
  if (!g_file_get_contents (argv[1], &bytes, &length, &error))
    {
      g_printerr ("bench-sse-parser: %s\n", error->message);
      return 1;
    }
  chunk = (gsize) atoi (argv[2]);
  n_rounds = (guint) atoi (argv[3]);
  times = g_new0 (gint64, n_rounds);

  for (guint round = 0; round < n_rounds; round++)
    {
      g_autoptr (KcSseParser) parser = kc_sse_parser_new (count_event_cb, &totals);
      gint64 begin = g_get_monotonic_time ();

      totals.n_events = totals.n_bytes = 0;
      for (gsize i = 0; i < length; i += chunk)
        if (!kc_sse_parser_feed (parser, (const guint8 *) bytes + i, MIN (chunk, length - i),
                                 &error))
          {
            g_printerr ("bench-sse-parser: %s\n", error->message);
            return 1;
          }
      times[round] = g_get_monotonic_time () - begin;
    }

  qsort (times, n_rounds, sizeof *times, compare_times);
  g_print ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n", totals.n_events,
           totals.n_bytes, times[n_rounds / 2] * 1000);

  return 0;
}
