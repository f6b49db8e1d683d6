/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-soak-health: what this process holds. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 pss_kb;       /* proportional share of memory */
  gint64 anonymous_kb; /* of it what was allocated */
  guint n_fds;
  guint n_sources; /* in the default main context */
} KcSoakHealth;

/* After giving back to the system what is free. */
void kc_soak_health_take (KcSoakHealth *health);

/* What the open files are, one a line. */
char *kc_soak_health_list_fds (void);
/* The same of the sources. */
char *kc_soak_health_list_sources (void);

G_END_DECLS
