/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kc-boot-time.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BOOT_ID_PATH "/proc/sys/kernel/random/boot_id"

static gint64
read_clock_ms (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);

  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Kernel memory: reading it does not block. */
static char *
read_boot_id (const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  char text[64] = "";
  gssize length;

  if (fd < 0)
    return NULL;
  length = read (fd, text, sizeof text - 1);
  close (fd);
  if (length <= 0)
    return NULL;
  g_strstrip (text);

  return g_uuid_string_is_valid (text) ? g_strdup (text) : NULL;
}

KcBootTime *
kc_boot_time_new (const char *boot_id, gint64 boot_ms, gint64 wall_ms)
{
  KcBootTime *self = g_new0 (KcBootTime, 1);

  self->boot_id = g_strdup (boot_id);
  self->boot_ms = boot_ms;
  self->wall_ms = wall_ms;

  return self;
}

KcBootTime *
kc_boot_time_copy (const KcBootTime *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kc_boot_time_new (self->boot_id, self->boot_ms, self->wall_ms);
}

void
kc_boot_time_free (KcBootTime *self)
{
  g_free (self->boot_id);
  g_free (self);
}

KcBootTime *
kc_boot_time_take (void)
{
  return kc_boot_time_take_with (BOOT_ID_PATH);
}

KcBootTime *
kc_boot_time_take_with (const char *boot_id_path)
{
  g_autofree char *boot_id = NULL;

  g_return_val_if_fail (boot_id_path != NULL, NULL);

  boot_id = read_boot_id (boot_id_path);

  return kc_boot_time_new (boot_id, read_clock_ms (CLOCK_BOOTTIME), read_clock_ms (CLOCK_REALTIME));
}

/* Saturates: times that were read may be anything. */
static gint64
subtract (gint64 a, gint64 b)
{
  gint64 difference;

  if (__builtin_sub_overflow (a, b, &difference))
    return a > b ? G_MAXINT64 : G_MININT64;

  return difference;
}

gint64
kc_boot_time_get_age_ms (const KcBootTime *then, const KcBootTime *now)
{
  gboolean known;
  gint64 age_ms;

  g_return_val_if_fail (then != NULL, -1);
  g_return_val_if_fail (now != NULL, -1);

  known = then->boot_id != NULL && now->boot_id != NULL;
  if (known && g_str_equal (then->boot_id, now->boot_id) && now->boot_ms >= then->boot_ms)
    return subtract (now->boot_ms, then->boot_ms);

  age_ms = subtract (now->wall_ms, then->wall_ms);
  if (age_ms < 0)
    return -1;

  return known && !g_str_equal (then->boot_id, now->boot_id) ? MAX (age_ms, now->boot_ms) : age_ms;
}
