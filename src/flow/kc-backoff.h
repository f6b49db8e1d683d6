/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcBackoff: how long to wait after each failure in a row: 1, 2, 4, 8, 16 s and so on up to a cap,
 * plus up to half a second of jitter, so that many programs do not return at once (as Keebai's
 * documentation advises). Pure: it has no timer.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KC_BACKOFF_FIRST_MS 1000
#define KC_BACKOFF_CAP_MS 16000
#define KC_BACKOFF_JITTER_MS 500

typedef struct _KcBackoff KcBackoff;

/* `cap_ms` without the jitter. Takes over `rand`; NULL for one that is seeded by the system. */
KcBackoff *kc_backoff_new (gint64 cap_ms, GRand *rand);
void kc_backoff_free (KcBackoff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcBackoff, kc_backoff_free)

/* After a failure: the milliseconds to wait. `at_least_ms` is what the server asked for, which may
 * exceed the cap, or -1. */
gint64 kc_backoff_next (KcBackoff *self, gint64 at_least_ms);

/* After a success: starts again with the first wait. */
void kc_backoff_reset (KcBackoff *self);

G_END_DECLS
