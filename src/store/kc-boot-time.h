/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBootTime: a point in time that can be stored, and whose age is known after the program or the
 * computer was restarted. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *boot_id;  /* the kernel's, a new one after each boot; NULL if it is not known */
  gint64 boot_ms; /* CLOCK_BOOTTIME: milliseconds since boot, including sleep; may be negative for a
                     time before this boot */
  gint64 wall_ms; /* milliseconds since 1970; may be wrong, and may be changed at any time */
} KcBootTime;

KcBootTime *kc_boot_time_new (const char *boot_id, gint64 boot_ms, gint64 wall_ms);
KcBootTime *kc_boot_time_copy (const KcBootTime *self);
void kc_boot_time_free (KcBootTime *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcBootTime, kc_boot_time_free)

/* Now. */
KcBootTime *kc_boot_time_take (void);
/* For tests: reads the boot id from another file. */
KcBootTime *kc_boot_time_take_with (const char *boot_id_path);

/* Milliseconds from `then` to `now`. Within one boot the time is measured, whatever the wall clock
 * says. Otherwise the wall clock is believed, but a time of an earlier boot is at least as old as
 * this boot. -1 if it cannot be known, because the wall clock was set back beyond it. */
gint64 kc_boot_time_get_age_ms (const KcBootTime *then, const KcBootTime *now);

G_END_DECLS
