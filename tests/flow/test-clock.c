/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-clock.h"
#include "kc-manual-clock.h"
#include "kc-test-wait.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Replaces the C library's: the system's clocks after a pretended sleep. */
static gint64 asleep_s;

int
clock_gettime (clockid_t id, struct timespec *now)
{
  int result = syscall (SYS_clock_gettime, id, now);

  if (id == CLOCK_BOOTTIME)
    now->tv_sec += asleep_s;

  return result;
}

typedef struct {
  KcClock *clock;
  GString *fired; /* a letter for each timer */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer manual)
{
  fixture->clock = manual != NULL ? kc_clock_new_manual () : kc_clock_new_system ();
  fixture->fired = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer manual)
{
  g_assert_finalize_object (fixture->clock);
  g_string_free (fixture->fired, TRUE);
}

static GSource *timers[4];

static void
fire_a_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->fired, 'a');
}

static void
fire_b_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->fired, 'b');
}

static void
fire_and_add_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->fired, 'c');
  timers[1] = kc_clock_add_timer (fixture->clock, 1000, fire_a_cb, fixture);
}

static void
fire_and_stop_other_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->fired, 's');
  kc_clear_timer (&timers[0]);
  kc_clear_timer (&timers[1]);
}

static void
clear_timers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (timers); i++)
    kc_clear_timer (&timers[i]);
}

static void
test_manual_stands_still (Fixture *fixture, gconstpointer manual)
{
  gint64 start = kc_clock_get_now (fixture->clock);

  g_assert_cmpint (start, ==, 1000000);
  timers[0] = kc_clock_add_timer (fixture->clock, 1, fire_a_cb, fixture);
  g_usleep (3000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (kc_clock_get_now (fixture->clock), ==, start);
  g_assert_cmpstr (fixture->fired->str, ==, "");

  kc_clock_advance (fixture->clock, 1);
  g_assert_cmpint (kc_clock_get_now (fixture->clock), ==, start + 1);
  g_assert_cmpstr (fixture->fired->str, ==, "a");
  clear_timers ();
}

static void
test_manual_fires_in_order (Fixture *fixture, gconstpointer manual)
{
  timers[0] = kc_clock_add_timer (fixture->clock, 3000, fire_b_cb, fixture);
  timers[2] = kc_clock_add_timer (fixture->clock, 1500, fire_and_add_cb, fixture);
  kc_clock_advance (fixture->clock, 1499);
  g_assert_cmpstr (fixture->fired->str, ==, "");

  /* The timer that is added at 1,500 counts from there, and comes before the one at 3,000. */
  kc_clock_advance (fixture->clock, 10000);
  g_assert_cmpstr (fixture->fired->str, ==, "cab");
  clear_timers ();
}

static void
test_manual_fires_at_its_own_time (Fixture *fixture, gconstpointer manual)
{
  gint64 start = kc_clock_get_now (fixture->clock);

  timers[2] = kc_clock_add_timer (fixture->clock, 1500, fire_and_add_cb, fixture);
  kc_clock_advance (fixture->clock, 2499);
  g_assert_cmpstr (fixture->fired->str, ==, "c");
  kc_clock_advance (fixture->clock, 1);
  g_assert_cmpstr (fixture->fired->str, ==, "ca");
  g_assert_cmpint (kc_clock_get_now (fixture->clock), ==, start + 2500);
  clear_timers ();
}

static void
test_fires_once (Fixture *fixture, gconstpointer manual)
{
  timers[0] = kc_clock_add_timer (fixture->clock, -5, fire_a_cb, fixture);
  g_assert_cmpstr (fixture->fired->str, ==, "");
  while (fixture->fired->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_usleep (2000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (fixture->fired->str, ==, "a");
  clear_timers ();
  g_assert_null (timers[0]);
  kc_clear_timer (&timers[0]);
}

static void
test_stopped_never_fires (Fixture *fixture, gconstpointer manual)
{
  timers[0] = kc_clock_add_timer (fixture->clock, 0, fire_a_cb, fixture);
  clear_timers ();
  g_usleep (2000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (fixture->fired->str, ==, "");
}

static void
test_stopped_by_another (Fixture *fixture, gconstpointer manual)
{
  timers[2] = kc_clock_add_timer (fixture->clock, 1, fire_and_stop_other_cb, fixture);
  timers[0] = kc_clock_add_timer (fixture->clock, 2, fire_a_cb, fixture);
  timers[1] = kc_clock_add_timer (fixture->clock, 2, fire_b_cb, fixture);
  kc_clock_advance (fixture->clock, 10);
  g_assert_cmpstr (fixture->fired->str, ==, "s");
  clear_timers ();
}

static void
test_timer_keeps_the_clock (Fixture *fixture, gconstpointer manual)
{
  g_autoptr (KcClock) clock = kc_clock_new_manual ();

  timers[0] = kc_clock_add_timer (clock, 5, fire_a_cb, fixture);
  kc_clock_advance (clock, 4);
  g_clear_object (&clock);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  clear_timers ();
  g_assert_cmpstr (fixture->fired->str, ==, "");
}

static void
on_clock_woke_cb (KcClock *clock, gint64 slept_ms, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->fired, "w%" G_GINT64_FORMAT, (slept_ms + 500) / 1000);
}

/* Nothing happens while the computer sleeps. Objects with an open connection are told before
 * anything that became due meanwhile. */
static void
test_manual_sleeps (Fixture *fixture, gconstpointer manual)
{
  gint64 start = kc_clock_get_now (fixture->clock);

  g_signal_connect (fixture->clock, "woke", G_CALLBACK (on_clock_woke_cb), fixture);
  timers[0] = kc_clock_add_timer (fixture->clock, 10000, fire_a_cb, fixture);
  timers[2] = kc_clock_add_timer (fixture->clock, 300000, fire_b_cb, fixture);
  kc_clock_sleep (fixture->clock, 180000);
  g_assert_cmpint (kc_clock_get_now (fixture->clock) - start, ==, 180000);
  g_assert_cmpstr (fixture->fired->str, ==, "w180a");

  kc_clock_wake (fixture->clock);
  g_assert_cmpstr (fixture->fired->str, ==, "w180aw0");
  clear_timers ();
}

static void
test_system_is_boottime (Fixture *fixture, gconstpointer manual)
{
  struct timespec before;
  gint64 now;

  clock_gettime (CLOCK_BOOTTIME, &before);
  now = kc_clock_get_now (fixture->clock);
  g_assert_cmpint (now, >=, (gint64) before.tv_sec * 1000 + before.tv_nsec / 1000000);
  g_assert_cmpint (now, <=, (gint64) before.tv_sec * 1000 + before.tv_nsec / 1000000 + 5000);
}

/* The kernel reports the clock of a timerfd: 7 is CLOCK_BOOTTIME, which runs while the computer
 * sleeps, so that the timer is due at once on waking. */
static void
test_system_timers_count_sleep (Fixture *fixture, gconstpointer manual)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fdinfo", 0, NULL);
  guint n_boottime = 0;
  const char *name;

  timers[0] = kc_clock_add_timer (fixture->clock, 100000, fire_a_cb, fixture);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fdinfo", name, NULL);
      g_autofree char *info = NULL;

      if (g_file_get_contents (path, &info, NULL, NULL) && strstr (info, "clockid: 7") != NULL)
        n_boottime++;
    }
  g_assert_cmpuint (n_boottime, ==, 1);
  clear_timers ();
}

static void
test_system_keeps_time (Fixture *fixture, gconstpointer manual)
{
  gint64 start = kc_clock_get_now (fixture->clock);

  timers[0] = kc_clock_add_timer (fixture->clock, 40, fire_b_cb, fixture);
  timers[1] = kc_clock_add_timer (fixture->clock, 15, fire_a_cb, fixture);
  while (fixture->fired->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->fired->str, ==, "ab");
  g_assert_cmpint (kc_clock_get_now (fixture->clock) - start, >=, 40);
  clear_timers ();
}

/* CLOCK_BOOTTIME runs ahead of CLOCK_MONOTONIC: noticed with any timer, due or not, once, and
 * signalled before what is due. */
static void
test_system_sees_a_sleep (Fixture *fixture, gconstpointer manual)
{
  g_signal_connect (fixture->clock, "woke", G_CALLBACK (on_clock_woke_cb), fixture);
  timers[0] = kc_clock_add_timer (fixture->clock, 60, fire_a_cb, fixture);
  timers[2] = kc_clock_add_timer (fixture->clock, 500000, fire_b_cb, fixture);
  g_main_context_iteration (NULL, FALSE);
  asleep_s += 180;
  while (fixture->fired->len < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->fired->str, ==, "w180a");

  /* kc_clock_wake () may report a sleep before the clock notices it; a late report counts 0 s. */
  g_main_context_iteration (NULL, FALSE);
  asleep_s += 20;
  kc_clock_wake (fixture->clock);
  g_main_context_iteration (NULL, FALSE);
  kc_clock_wake (fixture->clock);
  g_assert_cmpstr (fixture->fired->str, ==, "w180aw20w0");
  clear_timers ();
}

static void
stop_timers_cb (gpointer user_data)
{
  clear_timers ();
}

/* A timer that a handler of ::woke removes does not fire, although it is due. */
static void
test_system_stopped_on_waking (Fixture *fixture, gconstpointer manual)
{
  g_signal_connect_swapped (fixture->clock, "woke", G_CALLBACK (stop_timers_cb), NULL);
  timers[0] = kc_clock_add_timer (fixture->clock, 50000, fire_a_cb, fixture);
  timers[1] = kc_clock_add_timer (fixture->clock, 50001, fire_b_cb, fixture);
  asleep_s += 60;
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (timers[0]);
  g_assert_cmpstr (fixture->fired->str, ==, "");
}

/* No file descriptors left: the timers fire all the same. */
static void
test_system_without_timerfd (Fixture *fixture, gconstpointer manual)
{
  struct rlimit limit;
  struct rlimit none;

  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  none = limit;
  none.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  timers[0] = kc_clock_add_timer (fixture->clock, 15, fire_a_cb, fixture);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);

  while (fixture->fired->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->fired->str, ==, "a");
  clear_timers ();
}

/* A deadline cancels, in the main loop, and can be told from the caller's cancel. */
static void
test_deadline (Fixture *fixture, gconstpointer manual)
{
  g_autoptr (GCancellable) caller = g_cancellable_new ();
  g_autoptr (KcDeadline) late = kc_clock_create_deadline (fixture->clock, NULL, 10);
  g_autoptr (KcDeadline) cancelled = kc_clock_create_deadline (fixture->clock, caller, 3600 * 1000);
  g_autoptr (KcDeadline) endless = kc_deadline_new_for_source (caller, NULL);
  g_autoptr (KcDeadline) ended = kc_clock_create_deadline (fixture->clock, caller, 10);

  kc_deadline_set_ended_func (endless, fire_a_cb, fixture);
  kc_deadline_set_ended_func (ended, fire_b_cb, fixture);
  kc_deadline_end (ended);
  if (manual != NULL)
    kc_clock_advance (fixture->clock, 10);
  kc_test_wait_until (g_cancellable_is_cancelled (kc_deadline_get_cancellable (late)));
  g_assert_true (kc_deadline_was_late (late));
  g_assert_false (g_cancellable_is_cancelled (kc_deadline_get_cancellable (cancelled)));

  g_cancellable_cancel (caller);
  g_assert_cmpstr (fixture->fired->str, ==, "");
  kc_test_wait_until (g_cancellable_is_cancelled (kc_deadline_get_cancellable (cancelled))
                      && g_cancellable_is_cancelled (kc_deadline_get_cancellable (endless)));
  g_assert_false (kc_deadline_was_late (cancelled));
  g_assert_false (g_cancellable_is_cancelled (kc_deadline_get_cancellable (ended)));
  g_assert_cmpstr (fixture->fired->str, ==, "a");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define MANUAL(name, func)                                                                         \
  g_test_add ("/clock/manual/" name, Fixture, "manual", set_up, func, tear_down)
#define SYSTEM(name, func)                                                                         \
  g_test_add ("/clock/system/" name, Fixture, NULL, set_up, func, tear_down)
  MANUAL ("stands-still", test_manual_stands_still);
  MANUAL ("fires-in-order", test_manual_fires_in_order);
  MANUAL ("fires-at-its-own-time", test_manual_fires_at_its_own_time);
  MANUAL ("fires-once", test_fires_once);
  MANUAL ("stopped-never-fires", test_stopped_never_fires);
  MANUAL ("stopped-by-another", test_stopped_by_another);
  MANUAL ("timer-keeps-the-clock", test_timer_keeps_the_clock);
  MANUAL ("sleeps", test_manual_sleeps);
  MANUAL ("deadline", test_deadline);
  SYSTEM ("deadline", test_deadline);
  SYSTEM ("is-boottime", test_system_is_boottime);
  SYSTEM ("timers-count-sleep", test_system_timers_count_sleep);
  SYSTEM ("keeps-time", test_system_keeps_time);
  SYSTEM ("fires-once", test_fires_once);
  SYSTEM ("stopped-never-fires", test_stopped_never_fires);
  SYSTEM ("without-timerfd", test_system_without_timerfd);
  SYSTEM ("sees-a-sleep", test_system_sees_a_sleep);
  SYSTEM ("stopped-on-waking", test_system_stopped_on_waking);
#undef MANUAL
#undef SYSTEM

  return g_test_run ();
}
