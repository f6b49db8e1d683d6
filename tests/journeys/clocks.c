/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preloaded into the program by a journey that moves the program's clocks: the system's time plus
 * an offset from the file KEEBAI_CLOCKS. The file contains three numbers of nanoseconds: for the
 * wall clock, for the time awake, and for the time awake and asleep. The system is asked directly,
 * because sanitizers have their own wrappers around these functions.
 */

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000LL

enum {
  WALL,
  AWAKE,
  BOOT,
  N_CLOCKS,
};

static const volatile int64_t *offsets;

__attribute__ ((constructor)) static void
open_offsets (void)
{
  const char *path = getenv ("KEEBAI_CLOCKS");
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *map;

  if (fd < 0)
    return;

  map = mmap (NULL, N_CLOCKS * sizeof *offsets, PROT_READ, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED)
    offsets = map;
  close (fd);
}

static int64_t
get_offset (clockid_t clock)
{
  if (offsets == NULL)
    return 0;

  switch (clock)
    {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      return offsets[WALL];
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_MONOTONIC_RAW:
      return offsets[AWAKE];
    case CLOCK_BOOTTIME:
      return offsets[BOOT];
    default:
      return 0;
    }
}

static void
add (struct timespec *time, int64_t ns)
{
  ns += time->tv_sec * NS_PER_S + time->tv_nsec;
  time->tv_sec = ns / NS_PER_S;
  time->tv_nsec = ns % NS_PER_S;
}

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  int result = (int) syscall (SYS_clock_gettime, clock, now);

  if (result == 0)
    add (now, get_offset (clock));

  return result;
}

int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  struct timespec precise;
  int result = clock_gettime (CLOCK_REALTIME, &precise);

  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;

  return result;
}

time_t
time (time_t *result)
{
  struct timespec precise = {0};

  clock_gettime (CLOCK_REALTIME, &precise);
  if (result != NULL)
    *result = precise.tv_sec;

  return precise.tv_sec;
}

/* Only KcClock has such timers, on the clock that counts sleep. A timer that was set before its
 * clock was moved fires late; its owner also looks at the clock. */
int
timerfd_settime (int fd,
                 int flags,
                 const struct itimerspec *new_value,
                 struct itimerspec *old_value)
{
  struct itimerspec moved = *new_value;

  if ((flags & TFD_TIMER_ABSTIME) != 0 && (moved.it_value.tv_sec | moved.it_value.tv_nsec) != 0)
    add (&moved.it_value, -get_offset (CLOCK_BOOTTIME));

  return (int) syscall (SYS_timerfd_settime, fd, flags, &moved, old_value);
}
