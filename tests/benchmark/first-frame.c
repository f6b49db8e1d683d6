/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* first-frame: preloaded (LD_PRELOAD) into a GTK program, tells on standard error when the first
 * frame of the first window was drawn, and ends the program there: "first-frame TIME CPU", the
 * monotonic clock and the processor time of the process, in microseconds. The program itself need
 * not know of it, so that ours and its peer are measured by the same ruler. */

#include <dlfcn.h>
#include <gtk/gtk.h>
#include <time.h>
#include <unistd.h>

typedef void (*PresentFunc) (GtkWindow *window);

static gint64
get_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
on_clock_painted_cb (void)
{
  g_printerr ("first-frame %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", get_time (CLOCK_MONOTONIC),
              get_time (CLOCK_PROCESS_CPUTIME_ID));
  _exit (0);
}

/* In the place of GTK's. */
void
gtk_window_present (GtkWindow *window)
{
  PresentFunc present = (PresentFunc) dlsym (RTLD_NEXT, "gtk_window_present");

  gtk_widget_realize (GTK_WIDGET (window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (on_clock_painted_cb), NULL);
  present (window);
}
