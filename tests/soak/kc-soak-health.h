/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* kc-soak-health: the resources that this process holds. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gint64 pss_kb;       /* proportional share of memory (PSS) */
  gint64 anonymous_kb; /* the part of it that was allocated */
  guint n_fds;
  guint n_sources; /* in the default main context */
} KcSoakHealth;

/* Measured after free memory was given back to the system. */
void kc_soak_health_take (KcSoakHealth *health);

/* The open files, one per line. */
char *kc_soak_health_list_fds (void);
/* The same for the sources. */
char *kc_soak_health_list_sources (void);

G_END_DECLS
