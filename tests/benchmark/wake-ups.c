/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preloaded into a program: counts how often one of its threads wakes up, and keeps the count in
 * the file that WAKE_UPS names, as a native uint64_t. See README.md.
 *
 * A wake-up is a poll () that slept. The kernel counts context switches, which include the many
 * short waits for the X server within one frame.
 */

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* A shorter wait is not a sleep. */
#define SLEEP_NS 1000000

typedef int (*Poll) (struct pollfd *, nfds_t, int);

static _Atomic uint64_t *counter;

__attribute__ ((constructor)) static void
open_counter (void)
{
  const char *path = getenv ("WAKE_UPS");
  int fd = path != NULL ? open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  void *place;

  if (fd < 0 || ftruncate (fd, sizeof *counter) != 0)
    return;

  place = mmap (NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (place != MAP_FAILED)
    counter = place;
  close (fd);
}

static int64_t
get_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * INT64_C (1000000000) + now.tv_nsec;
}

int
poll (struct pollfd *fds, nfds_t n_fds, int timeout)
{
  static _Atomic (Poll) real;
  int64_t before = get_now ();
  int result;

  if (real == NULL)
    real = (Poll) dlsym (RTLD_NEXT, "poll");
  result = real (fds, n_fds, timeout);
  if (counter != NULL && get_now () - before >= SLEEP_NS)
    atomic_fetch_add (counter, 1);

  return result;
}
