/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBootTime: a moment that can be written down and still tells its age after the program, or the
 * computer, was started again.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *boot_id;  /* of the kernel, another one after each start; NULL if it is not told */
  gint64 boot_ms; /* CLOCK_BOOTTIME: goes on while the computer sleeps; starts anew with it */
  gint64 wall_ms; /* since 1970; may be wrong, and may be set while we look away */
} KcBootTime;

KcBootTime *kc_boot_time_new (const char *boot_id, gint64 boot_ms, gint64 wall_ms);
KcBootTime *kc_boot_time_copy (const KcBootTime *self);
void kc_boot_time_free (KcBootTime *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcBootTime, kc_boot_time_free)

/* Now. */
KcBootTime *kc_boot_time_take (void);
/* For tests: with the id of the kernel from another file. */
KcBootTime *kc_boot_time_take_with (const char *boot_id_path);

/* How long before `now` the moment `then` was, in milliseconds. Within one boot it is measured, and
 * the wall clock may say what it likes. Otherwise the wall clock is believed, but a moment of an
 * earlier boot is at least as old as this one. -1 if it cannot be known: the wall clock was set
 * back beyond it. */
gint64 kc_boot_time_get_age_ms (const KcBootTime *then, const KcBootTime *now);

G_END_DECLS
