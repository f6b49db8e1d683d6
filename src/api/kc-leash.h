/* SPDX-FileCopyrightText: The Keebai Connect developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* KcLeash: the cancellable that the transport is handed in the caller's place. The caller's ends
 * it, and so does a deadline; afterwards it is known which. Whoever holds the leash hears of either
 * by the callback of the operation.
 *
 * Belongs to the main context that is the thread's default when it is made.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KcLeash KcLeash;

/* `caller` may be NULL. */
KcLeash *kc_leash_new (GCancellable *caller, guint deadline_ms);
void kc_leash_free (KcLeash *self);

/* Borrowed; for the operations. */
GCancellable *kc_leash_get_cancellable (KcLeash *self);

/* There is no deadline any more; the caller still may cancel. */
void kc_leash_lift_deadline (KcLeash *self);

/* The operation is over: nothing is cancelled any more. Twice does no harm. */
void kc_leash_end (KcLeash *self);

/* Whether the deadline passed. */
gboolean kc_leash_was_late (KcLeash *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KcLeash, kc_leash_free)

G_END_DECLS
