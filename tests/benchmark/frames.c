/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* frames: preloaded (LD_PRELOAD) into a GTK program, measures what its first window draws, and ends
 * the program. The program itself need not know of it, so that ours and its peers are measured by
 * the same ruler.
 *
 * Without FRAMES in the environment it ends after the first frame: "first-frame TIME CPU".
 *
 * FRAMES=STEP,… takes one step after another, each once the window has come to rest, and prints for
 * each "frames STEP LAST CPU LONGEST MEDIAN STALL PSS": when the last frame of it was drawn, the
 * processor time of the process at rest, the longest and the median frame, the longest time that
 * the main loop was busy without a pause, the memory (PSS, kB). Times in microseconds, TIME and
 * LAST by the monotonic clock; frames and stall are processor time of the main thread, as other
 * programs would be in them on a busy computer. Steps: "start"; "go:PAGE" activates the window's
 * action "win.go"; "press:TEXT" activates the row or button in sight on which TEXT stands, alone or
 * among others; "scroll" scrolls the longest list in sight, frame by frame; "stay" measures nothing
 * any more, and the program goes on until it is ended.
 */

#include <dlfcn.h>
#include <gtk/gtk.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The window is at rest when it neither drew a frame nor did any work for that long. */
#define REST_US 1000000
/* An iteration of the main loop that takes longer counts as work. */
#define WORK_US 5000
#define SCROLL_FRAMES 150
#define SCROLL_PX 90

typedef void (*PresentFunc) (GtkWindow *window);
typedef int (*PollFunc) (struct pollfd *, nfds_t, int);

static GtkWindow *window;
static char **steps;
static guint step;

static gint64 frame_begin;
static gint64 longest_frame;
static GArray *frames;
static guint frames_to_scroll;

static _Atomic gint64 last_frame;
static _Atomic gint64 last_work;
static _Atomic gint64 longest_stall;
static _Atomic gint64 poll_end;
static atomic_bool is_polling;

static gint64
get_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Replaces libc's function: the time between two calls in the main thread is work. */
int
poll (struct pollfd *fds, nfds_t n_fds, int timeout)
{
  static _Atomic (PollFunc) real;
  gboolean is_main = gettid () == getpid ();
  int result;

  if (real == NULL)
    real = (PollFunc) dlsym (RTLD_NEXT, "poll");

  if (is_main)
    {
      gint64 busy = poll_end > 0 ? get_time (CLOCK_THREAD_CPUTIME_ID) - poll_end : 0;

      if (busy > WORK_US)
        last_work = get_time (CLOCK_MONOTONIC);
      if (busy > longest_stall)
        longest_stall = busy;
      is_polling = true;
    }
  result = real (fds, n_fds, timeout);
  if (is_main)
    {
      is_polling = false;
      poll_end = get_time (CLOCK_THREAD_CPUTIME_ID);
    }

  return result;
}

static int
compare_times (const void *a, const void *b)
{
  const gint64 *left = a;
  const gint64 *right = b;

  return (*left > *right) - (*left < *right);
}

static long
get_pss (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nPss:");

  return line != NULL ? atol (line + 5) : 0;
}

static GtkWidget *
find_pressable (GtkWidget *widget, const char *text, gboolean exact)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    {
      const char *label = gtk_label_get_text (GTK_LABEL (widget));

      if (exact ? g_str_equal (label, text) : strstr (label, text) != NULL)
        {
          found = gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
          return found != NULL ? found : gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_pressable (child, text, exact);

  return found;
}

static void
press (const char *text)
{
  GtkWidget *widget = find_pressable (GTK_WIDGET (window), text, TRUE);

  if (widget == NULL)
    widget = find_pressable (GTK_WIDGET (window), text, FALSE);
  if (widget == NULL)
    {
      fprintf (stderr, "frames: nothing says \"%s\"\n", text);
      _exit (1);
    }
  gtk_widget_activate (widget);
}

static void
find_longest (GtkWidget *widget, GtkAdjustment **longest)
{
  if (GTK_IS_SCROLLED_WINDOW (widget) && gtk_widget_get_mapped (widget))
    {
      GtkAdjustment *adjustment
          = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));

      if (*longest == NULL
          || gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_upper (*longest))
        *longest = adjustment;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_longest (child, longest);
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GtkAdjustment *adjustment = user_data;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + SCROLL_PX);

  return --frames_to_scroll > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
begin_step (void)
{
  GtkAdjustment *adjustment = NULL;

  longest_frame = 0;
  longest_stall = 0;
  g_array_set_size (frames, 0);
  last_frame = get_time (CLOCK_MONOTONIC);

  if (g_str_has_prefix (steps[step], "go:"))
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "s", steps[step] + 3);
    }
  else if (g_str_has_prefix (steps[step], "press:"))
    {
      press (steps[step] + 6);
    }
  else if (g_str_equal (steps[step], "scroll"))
    {
      find_longest (GTK_WIDGET (window), &adjustment);
      frames_to_scroll = SCROLL_FRAMES;
      gtk_widget_add_tick_callback (GTK_WIDGET (window), scroll_cb, adjustment, NULL);
    }
}

static gboolean
end_step_cb (gpointer user_data)
{
  gint64 median = 0;

  if (frames->len > 0)
    {
      qsort (frames->data, frames->len, sizeof (gint64), compare_times);
      median = g_array_index (frames, gint64, frames->len / 2);
    }
  fprintf (stderr, "frames %s %ld %ld %ld %ld %ld %ld\n", steps[step], (long) last_frame,
           (long) get_time (CLOCK_PROCESS_CPUTIME_ID), (long) longest_frame, (long) median,
           (long) longest_stall, get_pss ());

  if (steps[++step] == NULL)
    _exit (0);
  begin_step ();

  return G_SOURCE_REMOVE;
}

/* In a separate thread: a timer of the main loop would count as work. */
static gpointer
watch_rest (gpointer user_data)
{
  for (;;)
    {
      gint64 now;

      g_usleep (100000);
      if (g_strcmp0 (steps[step], "stay") == 0)
        break;
      now = get_time (CLOCK_MONOTONIC);
      if (!is_polling || now - last_frame < REST_US || now - last_work < REST_US)
        continue;

      last_frame = last_frame > 0 ? last_frame : now;
      g_main_context_invoke (NULL, end_step_cb, NULL);
      g_usleep (500000);
    }

  return NULL;
}

static void
on_clock_before_paint_cb (void)
{
  frame_begin = get_time (CLOCK_THREAD_CPUTIME_ID);
}

static void
on_clock_after_paint_cb (void)
{
  gint64 now = get_time (CLOCK_MONOTONIC);
  gint64 time = get_time (CLOCK_THREAD_CPUTIME_ID) - frame_begin;

  if (steps == NULL)
    {
      fprintf (stderr, "first-frame %ld %ld\n", (long) now,
               (long) get_time (CLOCK_PROCESS_CPUTIME_ID));
      _exit (0);
    }

  last_frame = now;
  longest_frame = MAX (longest_frame, time);
  g_array_append_val (frames, time);
}

/* Replaces GTK's function. */
void
gtk_window_present (GtkWindow *presented)
{
  PresentFunc present = (PresentFunc) dlsym (RTLD_NEXT, "gtk_window_present");

  if (window == NULL)
    {
      GdkFrameClock *clock;

      window = presented;
      frames = g_array_new (FALSE, FALSE, sizeof (gint64));
      if (getenv ("FRAMES") != NULL)
        {
          steps = g_strsplit (getenv ("FRAMES"), ",", -1);
          last_frame = get_time (CLOCK_MONOTONIC);
          g_thread_unref (g_thread_new ("frames", watch_rest, NULL));
        }
      gtk_widget_realize (GTK_WIDGET (window));
      clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
      g_signal_connect (clock, "before-paint", G_CALLBACK (on_clock_before_paint_cb), NULL);
      g_signal_connect (clock, "after-paint", G_CALLBACK (on_clock_after_paint_cb), NULL);
    }
  present (presented);
}
